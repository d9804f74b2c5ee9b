import fc from "fast-check";
import type { SourceItem } from "#app/features/instruments/items/registry.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";

type Data = Record<string, unknown>;

/** Signs that mean something in one of the formats, or in Markdown, HTML, XML and spreadsheets. */
const SIGNS = [
  ..."~=#{}:\\%*_<>&\"',;|@+-/[]()",
  ...[
    "->",
    "####",
    "::",
    "//",
    "%50%",
    "[html]",
    "[markdown]",
    "<b>bold</b>",
    "&amp;",
    "&#39;",
    "\n",
    "\n\n",
    "=1+1",
    "- ",
    "1. ",
  ],
  ...["ANSWER: A", "A. ", "TRUE", "{1:SHORTANSWER:=x}", "]]>", "$CATEGORY: x", "**so**", "`code`", "é", "日本", "🙂", "’", "\t"],
];
const word = fc.constantFrom("Paris", "talk", "what you saw", "10", "Nîmes", "ß");

/** Markdown as authors write it, with signs in it that importers stumble over. */
const markdown = fc
  .array(fc.oneof(word, fc.constantFrom(...SIGNS)), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(" ").trim())
  .filter((text) => /[a-z]/i.test(text));
const line = markdown.map((text) => text.replace(/\s+/g, " ").trim());
/** Plain words, for what stands in a list and has to differ from its neighbours. */
const plain = (mark: string) => line.map((text) => `${mark} ${text}`.slice(0, 200).trim());

const maybe = <Value>(name: string, value: fc.Arbitrary<Value>) =>
  fc.option(value).map((given) => (given === null ? {} : { [name]: given }));
const merged = (...parts: fc.Arbitrary<Data>[]) => fc.tuple(...parts).map((all): Data => Object.assign({}, ...all));
const keyName = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3})?$/);
const share = fc.constantFrom(0, 0.1, 0.25, 1 / 3, 0.5, 2 / 3, 0.123456789);
const rule = fc.constantFrom("ignore", "exact");

const shared = merged(
  maybe("hints", fc.array(markdown, { minLength: 1, maxLength: 3 })),
  maybe("feedbackWhen", fc.record({ right: markdown, wrong: markdown }, { requiredKeys: ["right"] })),
  maybe(
    "bank",
    keyName.filter((key) => key.length > 1),
  ),
);
const general = maybe("feedback", markdown);
const points = fc.constantFrom({}, { points: 0 }, { points: 2 }, { points: 0.5 });

/** Texts of a list with keys that differ. */
function keyed(count: { min: number; max: number }, text: (mark: string) => fc.Arbitrary<string>): fc.Arbitrary<Data[]> {
  return fc
    .uniqueArray(keyName, { minLength: count.min, maxLength: count.max })
    .chain((keys) => fc.tuple(...keys.map((key, index) => text(`T${index}`).map((text): Data => ({ key, text })))));
}

const choices = keyed({ min: 2, max: 5 }, (mark) => fc.oneof(plain(mark), markdown)).chain((list) =>
  fc.tuple(...list.map((choice) => maybe("feedback", markdown).map((more): Data => ({ ...choice, ...more })))),
);

const single = fc.tuple(choices, fc.nat(), fc.boolean(), share).map(([list, at, shuffle, other]) => ({
  shuffle,
  choices: list.map((choice, index) => {
    if (index === at % list.length) return { ...choice, correct: true };
    return index === (at + 1) % list.length && other > 0 ? { ...choice, share: other } : choice;
  }),
}));

const multiple = fc
  .tuple(choices, fc.nat(), fc.boolean(), fc.constantFrom("all-or-nothing", "partial", "shares"), share)
  .map(([list, mask, shuffle, credit, other]) => ({
    shuffle,
    credit,
    choices: list.map((choice, index) => {
      if (index === 0 || (mask >> index) % 2 === 1) return { ...choice, correct: true };
      return credit === "shares" && other > 0 && index === list.length - 1 ? { ...choice, share: -other } : choice;
    }),
  }));

const texts = fc
  .tuple(fc.uniqueArray(plain("Answer"), { minLength: 1, maxLength: 3, selector: (text) => text.toUpperCase() }), share, general)
  .map(([list, share, more]) => ({
    answers: list.map((text, index) => ({
      text: `${index} ${text.replace(/[*\\]/g, "\\$&")}`,
      ...(index > 0 && { share }),
      ...(index === 0 && more),
    })),
  }));
const textRules = merged(
  maybe("case", rule),
  maybe("accents", rule),
  maybe("spacing", rule),
  maybe("maxLength", fc.constantFrom(20, 200)),
);

const number = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(0.1, -2.5, 1e6, 1e-7, 6.02e23));
const unit = fc.constantFrom(
  {},
  { unit: { accepted: [{ text: "m" }, { text: "km", factor: 1000 }] } },
  { unit: { required: false, accepted: [{ text: "%" }] } },
  { unit: { penalty: 0.25, accepted: [{ text: "s" }] } },
);
const numbers = fc
  .tuple(number, fc.constantFrom(0, 0.5, "5 %"), number, share, unit, general)
  .map(([value, tolerance, from, share, unit, more]) => ({
    answers: [
      { value, tolerance, ...more },
      { from, to: from + 2, share },
    ],
    ...unit,
  }));

const matching = fc
  .tuple(
    keyed({ min: 1, max: 4 }, (mark) => fc.oneof(plain(mark), markdown)),
    keyed({ min: 4, max: 5 }, (mark) => plain(mark)),
    fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
    fc.constantFrom("per-pair", "partial", "all-or-nothing"),
    general,
  )
  .map(([pairs, answers, places, credit, more]) => ({
    credit,
    answers,
    pairs: pairs.map((pair, index) => ({
      ...pair,
      ...(index === 0 && more),
      answer: answers[places[index]! % answers.length]!.key,
    })),
  }));

const gap = fc.oneof(
  fc.tuple(texts, textRules).map(([key, { maxLength: _, ...rules }]): Data => ({ kind: "short-text", ...key, ...rules })),
  numbers.map((key): Data => ({ kind: "numeric", ...key })),
  fc.tuple(keyed({ min: 2, max: 4 }, plain), fc.boolean()).map(
    ([list, shuffle]): Data => ({
      kind: "choice",
      shuffle,
      choices: list.map((choice, index) => ({
        ...choice,
        ...(index === 0 && { correct: true }),
        ...(index === 1 && { share: 0.5 }),
      })),
    }),
  ),
);
const cloze = fc
  .tuple(
    fc.uniqueArray(keyName, { minLength: 1, maxLength: 3 }),
    fc.array(gap, { minLength: 3, maxLength: 3 }),
    line,
    fc.constantFrom(1, 2, 0.5),
  )
  .map(([keys, gaps, text, points]) => ({
    text: keys.map((key, index) => `${index === 0 ? text.replace(/[`[\](){}]/g, "") : "and"} {{${key}}}`).join(" "),
    gaps: keys.map((key, index) => ({ ...gaps[index], key, points: index === 0 ? points : 1 })),
  }));

const rubric = fc.constantFrom(
  {},
  { points: 3 },
  {
    rubric: [
      {
        key: "clear",
        title: "Clear",
        levels: [
          { key: "no", title: "No", points: 0 },
          { key: "yes", title: "Yes", points: 2 },
        ],
      },
    ],
  },
);

const KINDS: Record<string, fc.Arbitrary<Data>> = {
  "single-choice": merged(single, points),
  "multiple-choice": merged(multiple, points),
  "true-false": merged(
    fc.record({ answer: fc.boolean() }),
    maybe("feedbackFor", fc.record({ true: markdown, false: markdown }, { requiredKeys: [] })),
    points,
  ),
  numeric: merged(numbers, points),
  "short-text": merged(texts, textRules, points),
  cloze,
  matching: merged(matching, points),
  ordering: merged(
    keyed({ min: 2, max: 5 }, plain).map((entries) => ({ entries })),
    fc.record({ credit: fc.constantFrom("all-or-nothing", "positions", "neighbours") }),
    points,
  ),
  "long-text": merged(rubric, maybe("minWords", fc.constantFrom(5, 50)), maybe("maxWords", fc.constantFrom(100, 300))),
  "file-upload": merged(
    rubric,
    maybe("maxFiles", fc.constantFrom(1, 3)),
    maybe("maxSize", fc.constantFrom(0.5, 20)),
    maybe("accept", fc.constantFrom(["pdf"], ["image", "audio"])),
  ),
};

export const GRADED_KINDS = Object.keys(KINDS);

/** An item of a graded instrument as its schema reads it: every field that its kind can have, with defaults. */
export function anySourceItem(kind: string): fc.Arbitrary<SourceItem> {
  return merged(
    fc.record({ key: keyName.filter((key) => key.length > 1), kind: fc.constant(kind), prompt: markdown }),
    KINDS[kind]!,
    general,
    shared,
  )
    .map((data) => parseInstrument({ key: "any", title: "Any", kind: "graded", passMark: 0, items: [data] }).instrument?.items[0])
    .filter((item) => item !== undefined) as fc.Arbitrary<SourceItem>;
}
