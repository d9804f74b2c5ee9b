import { z } from "zod";
import { STRIPE_CURRENCIES, smallestStep } from "#app/platform/stripe/currencies.ts";
import { EVERY_RULE, readEvery } from "./pay-way.ts";
import { SITE_PAGES } from "./site-pages.ts";

/**
 * The fields of course.yaml, module.yaml and front matter, as docs/course-folder.md describes them. An error text says
 * what belongs in the field, so that it reads on from "Give ...".
 */

const KEY_RULE = "a key of 2 to 64 lower-case letters, digits and single hyphens";
export const key = z
  .string({ error: KEY_RULE })
  .min(2, KEY_RULE)
  .max(64, KEY_RULE)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, KEY_RULE);

export const text = (what: string, max: number) => z.string({ error: what }).trim().min(1, what).max(max, what);
export const markdown = (what: string) => text(`${what}, as Markdown of at most 20,000 characters`, 20_000);
const yesOrNo = (what: string) => z.boolean({ error: `true or false: ${what}` });
const oneOf = <const Words extends readonly string[]>(words: Words) => z.enum(words, { error: `one of ${words.join(", ")}` });
export const list = <Item extends z.ZodType>(item: Item, what: string, min: number, max: number) =>
  z.array(item, { error: what }).min(min, what).max(max, what);

const FILE_RULE = "the name of a file in media/, without folders";
const mediaName = z
  .string({ error: FILE_RULE })
  .min(1, FILE_RULE)
  .max(200, FILE_RULE)
  .regex(/^[^/\\]+$/, FILE_RULE);
const ENTRY_RULE = "a name without slashes that does not begin with a dot";
const entryName = z
  .string({ error: ENTRY_RULE })
  .min(1, ENTRY_RULE)
  .max(200, ENTRY_RULE)
  .regex(/^[^./\\][^/\\]*$/, ENTRY_RULE);

const AMOUNT_RULE =
  "a whole number of minor units (14900 for 149.00), from 50 to 99999999; a course that costs nothing has `price: free`";
export const CURRENCY_RULE = "a currency that Stripe takes, in lower case, such as usd";
export const STEP_RULE = "an amount that can be charged: whole krónur and shillings (isk, ugx) end in 00, dinars and rials in 0";
const price = z.union(
  [
    z.literal("free"),
    z
      .strictObject({
        amount: z.int({ error: AMOUNT_RULE }).min(50, AMOUNT_RULE).max(99_999_999, AMOUNT_RULE),
        currency: z.string({ error: CURRENCY_RULE }).refine((code) => STRIPE_CURRENCIES.has(code), CURRENCY_RULE),
      })
      .refine(({ amount, currency }) => amount % smallestStep(currency) === 0, { error: STEP_RULE, path: ["amount"] }),
  ],
  { error: "`free`, or { amount: 14900, currency: usd }" },
);

const PAYMENTS_RULE = "how many payments there are, from 2 to 60";
const TRIAL_RULE = "whole days before the first payment, from 1 to 90, where there is no number of payments";
const payWay = z
  .strictObject(
    {
      key,
      amount: z.int({ error: AMOUNT_RULE }).min(50, AMOUNT_RULE).max(99_999_999, AMOUNT_RULE),
      every: z.string({ error: EVERY_RULE }).refine((words) => readEvery(words) !== null, EVERY_RULE),
      payments: z.int({ error: PAYMENTS_RULE }).min(2, PAYMENTS_RULE).max(60, PAYMENTS_RULE).optional(),
      trialDays: z.int({ error: TRIAL_RULE }).min(1, TRIAL_RULE).max(90, TRIAL_RULE).optional(),
    },
    { error: "key, amount and every, with payments for instalments" },
  )
  .refine(({ payments, trialDays }) => payments === undefined || trialDays === undefined, {
    error: TRIAL_RULE,
    path: ["trialDays"],
  });

const LANGUAGE_RULE = "a language tag such as en or pt-BR";
const language = z.string({ error: LANGUAGE_RULE }).refine(isLanguage, LANGUAGE_RULE);

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const courseSchema = z.strictObject({
  key,
  title: text("the title, at most 120 characters", 120),
  tagline: text("one line of at most 140 characters", 140),
  summary: markdown("two or three paragraphs"),
  language,
  level: text("a word or two, at most 60 characters", 60).optional(),
  outcomes: list(text("a sentence of at most 300 characters", 300), "a list of 3 to 8 sentences: what you will learn", 3, 8),
  audience: list(text("a sentence of at most 300 characters", 300), "a list of at most 8 sentences: who it is for", 0, 8).default(
    [],
  ),
  instructors: list(
    z.strictObject(
      {
        name: text("a name of at most 120 characters", 120),
        role: text("a role of at most 120 characters", 120),
        bio: text("one or two sentences, at most 1,000 characters", 1_000),
      },
      { error: "name, role and bio" },
    ),
    "a list of 1 to 12 people or teams, each with name, role and bio",
    1,
    12,
  ),
  price,
  payWays: list(payWay, "a list of at most 6 other ways to pay", 0, 6).default([]),
  kind: oneOf(["course", "mini-course", "download"]).default("course"),
  duration: text("a few words, at most 60 characters", 60).optional(),
  cover: mediaName.optional(),
  coverAlt: text("what the cover shows, at most 300 characters", 300).optional(),
  socialImage: mediaName.optional(),
  faq: list(
    z.strictObject(
      { question: text("a question of at most 300 characters", 300), answer: markdown("the answer") },
      { error: "question and answer" },
    ),
    "a list of at most 40 questions with answers",
    0,
    40,
  ).default([]),
  afterPayment: markdown("what happens after you pay").optional(),
  refundPolicy: markdown("when money is given back").optional(),
  careLesson: key.optional(),
  order: oneOf(["required", "free"]).default("free"),
  releases: oneOf(["next-visit", "finish"]).default("next-visit"),
  modules: list(entryName, "a list of 1 to 100 folder names below modules/", 1, 100),
});
export type CourseFields = z.infer<typeof courseSchema>;

export const moduleSchema = z.strictObject({
  key,
  title: text("the title, at most 160 characters", 160),
  summary: text("one or two sentences, at most 500 characters", 500),
  lessons: list(entryName, "a list of 1 to 100 lesson files, without .md", 1, 100),
});
export type ModuleFields = z.infer<typeof moduleSchema>;

const SECONDS_RULE = "the length in seconds, above 0 and at most 86400";
const duration = z.number({ error: SECONDS_RULE }).positive(SECONDS_RULE).max(86_400, SECONDS_RULE);
const MINUTES_RULE = "whole minutes, from 1 to 600";

const video = z.union(
  [
    z.strictObject({
      file: mediaName,
      captions: mediaName,
      transcript: mediaName,
      poster: mediaName.optional(),
      alt: text("what is seen, at most 500 characters", 500),
      duration,
    }),
    z.strictObject({
      embed: oneOf(["youtube", "vimeo"]),
      id: text("the id of the video, as in its address", 64),
      title: text("the title, at most 200 characters", 200),
      transcript: mediaName.optional(),
    }),
  ],
  { error: "file, captions, transcript, alt and duration, or embed, id and title" },
);

const downloads = list(
  z.strictObject(
    {
      file: mediaName,
      title: text("a title of at most 200 characters", 200),
      description: text("a sentence of at most 500 characters", 500).optional(),
    },
    { error: "file and title" },
  ),
  "a list of 1 to 50 files, each with file and title",
  1,
  50,
);

export const lessonSchema = z.strictObject({
  key,
  title: text("the title, at most 160 characters", 160),
  kind: oneOf(["text", "video", "audio", "download", "assessment"]).default("text"),
  summary: text("one sentence of at most 300 characters", 300),
  minutes: z.int({ error: MINUTES_RULE }).min(1, MINUTES_RULE).max(600, MINUTES_RULE).optional(),
  preview: yesOrNo("whether anyone may read it without buying").default(false),
  completion: oneOf(["manual", "viewed", "watched", "passed"]).optional(),
  required: yesOrNo("whether finishing the course needs it").default(true),
  video: video.optional(),
  audio: z
    .strictObject({ file: mediaName, transcript: mediaName, duration }, { error: "file, transcript and duration" })
    .optional(),
  downloads: downloads.optional(),
  assessment: key.optional(),
});
export type LessonFields = z.infer<typeof lessonSchema>;

const DATE_RULE = "a date such as 2026-01-31";
export const articleSchema = z.strictObject({
  key,
  title: text("the title, at most 160 characters", 160),
  summary: text("one or two sentences, at most 500 characters", 500),
  published: z.iso.date({ error: DATE_RULE }),
  course: key.optional(),
});

const plain = (what: string, max: number) => text(what, max).regex(/^(?!.*\{\{)/s, `${what}, without {{placeholders}}`);
export const pageSchema = z.strictObject({
  key: z.enum(SITE_PAGES, { error: `the address of one of the site's pages: ${SITE_PAGES.join(", ")}` }),
  title: plain("the title, at most 160 characters", 160),
  summary: plain("one or two sentences, at most 500 characters", 500),
  updated: z.iso.date({ error: DATE_RULE }),
});
export type PageFields = z.infer<typeof pageSchema>;
