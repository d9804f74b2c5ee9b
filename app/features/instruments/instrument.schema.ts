import { z } from "zod";
import { keyField, markdownField, readingField, titleField } from "./fields.ts";
import { clozeSchema } from "./items/cloze.tsx";
import { fileUploadSchema } from "./items/file-upload.tsx";
import { likertSchema } from "./items/likert.tsx";
import { longTextSchema } from "./items/long-text.tsx";
import { matchingSchema } from "./items/matching.tsx";
import { multipleChoiceSchema } from "./items/multiple-choice.tsx";
import { numericSchema } from "./items/numeric.tsx";
import { orderingSchema } from "./items/ordering.tsx";
import { sharedItemFields } from "./items/shared-fields.ts";
import { shortTextSchema } from "./items/short-text.tsx";
import { singleChoiceSchema } from "./items/single-choice.tsx";
import { trueFalseSchema } from "./items/true-false.tsx";
import { normsSchema, reliabilitySchema } from "./norms.schema.ts";
import { durationField, gradeField, localTimeField, reviewField } from "./rule-fields.ts";

/** An instrument file as an author writes it: docs/course-folder.md, "An instrument". Markdown is still Markdown. */

const itemSchema = z.discriminatedUnion("kind", [
  singleChoiceSchema.extend(sharedItemFields),
  multipleChoiceSchema.extend(sharedItemFields),
  trueFalseSchema.extend(sharedItemFields),
  numericSchema.extend(sharedItemFields),
  shortTextSchema.extend(sharedItemFields),
  clozeSchema.extend(sharedItemFields),
  matchingSchema.extend(sharedItemFields),
  orderingSchema.extend(sharedItemFields),
  longTextSchema.extend(sharedItemFields),
  fileUploadSchema.extend(sharedItemFields),
  likertSchema.extend(sharedItemFields),
]);

const pointSchema = z.strictObject({
  value: z.number().min(-1_000).max(1_000),
  label: z.string().trim().min(1).max(80).optional(),
});

const scaleSchema = z.strictObject({
  key: keyField,
  title: titleField,
  summary: z.string().trim().max(500).default(""),
  /** Words for the ends of the axis. */
  low: z.string().trim().min(1).max(60).default("Low"),
  high: z.string().trim().min(1).max(60).default("High"),
  method: z.enum(["mean", "sum"]).default("mean"),
  /** The share of items, 0 to 1, that may be unanswered. */
  missing: z.number().min(0).max(1).default(0),
  /** The range of one item's value. */
  minimum: z.number(),
  maximum: z.number(),
  /** The labelled points of its items, where they are others than those of the instrument. */
  points: z.array(pointSchema).min(2).max(21).optional(),
  norms: normsSchema.optional(),
  reliability: reliabilitySchema.optional(),
});

/** `from` is inclusive, `below` is not, so that two neighbours share a line without a gap. */
const conditionSchema = z.strictObject({ below: z.number().optional(), from: z.number().optional() });

const profileSchema = z.strictObject({
  key: keyField,
  title: titleField,
  when: z.record(z.string(), conditionSchema),
  reading: readingField.optional(),
  /** What to do next, at the end of the result. */
  next: markdownField.optional(),
});

/** `below` is left out in the last band. */
const bandSchema = z.strictObject({
  key: keyField,
  title: titleField,
  below: z.number().optional(),
  reading: readingField.optional(),
  next: markdownField.optional(),
});

const plotSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("plane"), x: keyField, y: keyField }),
  z.strictObject({ kind: z.literal("bars") }),
]);

const sectionSchema = z.strictObject({ key: keyField, title: titleField, intro: markdownField.optional() });

const sharedFields = {
  key: keyField,
  title: titleField,
  intro: markdownField.optional(),
  /** Time limit. */
  minutes: z.number().positive().max(1_440).optional(),
  /** The least time between the end of an attempt and the beginning of the next. */
  wait: durationField.optional(),
  /** From when on, and until when, an attempt can be made. */
  opens: localTimeField.optional(),
  closes: localTimeField.optional(),
  shuffle: z.boolean().default(false),
  /** Headings over groups of items. */
  sections: z.array(sectionSchema).min(1).max(50).optional(),
  /** How items are put on pages (`page-items.ts`): all on one, a section each, or at most so many. */
  pages: z.union([z.enum(["all", "sections"]), z.int().min(1).max(500)]).optional(),
  /** How many items of a bank each attempt draws, by bank. */
  draws: z.record(z.string(), z.int().min(1).max(500)).optional(),
  items: z.array(itemSchema).min(1).max(500),
  /** Anybody may take it at /assessments, without an account (`check-public.ts`). */
  public: z.boolean().optional(),
};

const gradedSchema = z.strictObject({
  kind: z.literal("graded"),
  ...sharedFields,
  /** How many; no limit where it is left out. */
  attempts: z.int().min(1).max(1_000).optional(),
  /** Percent of points. */
  passMark: z.number().min(0).max(100),
  /** True: who grades does not see whose work it is before the grades are released. */
  blind: z.boolean().optional(),
  /** Which of several attempts counts; the highest where it is left out. */
  grade: gradeField.optional(),
  review: reviewField.optional(),
});

const profileInstrumentSchema = z.strictObject({
  kind: z.literal("profile"),
  ...sharedFields,
  limits: markdownField.optional(),
  points: z.array(pointSchema).min(2).max(21),
  /** The words of an option that every rating has besides its points, and that counts as no answer. */
  notApplicable: z.string().trim().min(1).max(80).optional(),
  scales: z.array(scaleSchema).min(1).max(30),
  profiles: z.array(profileSchema).max(50).default([]),
  boundary: z.number().min(0).default(0),
  plot: plotSchema.optional(),
  bands: z.record(z.string(), z.array(bandSchema).min(1).max(20)).default({}),
});

export const instrumentSchema = z.discriminatedUnion("kind", [gradedSchema, profileInstrumentSchema]);

export type GradedInstrument = z.infer<typeof gradedSchema>;
export type ProfileInstrument = z.infer<typeof profileInstrumentSchema>;
export type Instrument = z.infer<typeof instrumentSchema>;
export type Plot = z.infer<typeof plotSchema>;
