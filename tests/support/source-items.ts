import fc from "fast-check";

/** Items as authors write them, of every kind, with texts that are hard to carry. */

export type Data = Record<string, unknown>;

export const hardWord = fc.constantFrom(
  "Paris",
  "Nîmes",
  "l'eau",
  "a  b",
  "ŁÓDŹ",
  "<b>bold</b>",
  "a & b",
  "]]>",
  "“so”",
  "5 < 6",
  "1. One",
  "- dash",
  "# no",
  "{{x}}x",
  "*star*",
  "_low_",
  "`code`",
  "a|b",
  "10:30",
  ":so:",
  "&amp;",
  "&#65;",
  "\u00a0x",
  "🙂",
  "[a](b",
  "$x^2$",
  "x\\*y",
  "~~out~~",
);

const line = fc.array(hardWord, { minLength: 1, maxLength: 3 }).map((words) => words.join(" ").trim());

export const markdown = fc.oneof(
  { weight: 4, arbitrary: line },
  fc.tuple(line, line).map(([a, b]) => `${a}\n\n${b}`),
  line.map((text) => `- one\n- ${text}\n  more`),
  line.map((text) => `| a | b |\n| - | - |\n| 1 | ${text.replaceAll("|", "")} |`),
  line.map((text) => `> ${text}\n\n\`\`\`js\nlet a = "<x>";\n\`\`\``),
  line.map((text) => `:::callout{kind=note title="A & B"}\n${text}\n:::`),
  fc.constant(
    "![A plane](media:plane.svg) and [a sheet](media:sheet.pdf), [site](https://example.org/?a=1&b=2), [a lesson](lesson:intro).",
  ),
  fc.constant('::audio{file=breath.mp3 transcript=breath.transcript.md title="Breathe"}'),
);
/** What stands in a choice: no picture, one paragraph. */
const choiceText = line;

const maybe = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Data> =>
  fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [name]: given }));
const all = (...parts: fc.Arbitrary<Data>[]): fc.Arbitrary<Data> =>
  fc.tuple(...parts).map((given) => Object.assign({}, ...given) as Data);
const one = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Data> => value.map((given) => ({ [name]: given }));

const key = fc.constantFrom("a", "b2", "1st", "duration", "long-key-of-more-words", "true", "x-1");
const keys = (least: number, most: number) => fc.uniqueArray(key, { minLength: least, maxLength: most });
export const points = fc.constantFrom(0, 0.5, 1, 2.25, 3);
const share = fc.constantFrom(0.25, 0.5, 0.3333, 1);
const feedback = maybe("feedback", markdown);
const rule = (name: string) => maybe(name, fc.constantFrom("ignore", "exact"));

const singleChoices = fc.tuple(keys(2, 5), fc.nat()).chain(([names, right]) =>
  fc.tuple(
    ...names.map((name, index) => {
      const isRight = index === right % names.length;
      const own = isRight ? fc.constant({ correct: true }) : maybe("share", fc.constantFrom(-0.5, 0.25, 1));
      return all(fc.constant({ key: name }), one("text", choiceText), feedback, own);
    }),
  ),
);

const multipleChoice = fc
  .tuple(keys(2, 6), fc.constantFrom("all-or-nothing", "partial", "shares"), fc.nat())
  .chain(([names, credit, bits]) => {
    const rights = names.map((_, index) => index === 0 || ((bits >> index) & 1) === 1);
    const choices = names.map((name, index) => {
      const wrong = credit === "shares" && !rights[index] ? maybe("share", fc.constantFrom(-1, -0.25)) : fc.constant({});
      return all(fc.constant({ key: name, ...(rights[index] && { correct: true }) }), one("text", choiceText), feedback, wrong);
    });
    return all(fc.constant({ kind: "multiple-choice", credit }), one("choices", fc.tuple(...choices)));
  });

const textRules = all(rule("case"), rule("accents"), rule("spacing"), rule("punctuation"));
const textKey = all(
  one(
    "answers",
    fc.tuple(
      all(one("text", fc.constantFrom("Paris", "l'eau vive", "x\\*y", "St. Ives", "ß", "5 < 6")), feedback),
      all(one("text", fc.constantFrom("*Lyon*", "Nîmes", "Aix*Provence", "a\\\\b")), one("share", share), feedback),
    ),
  ),
  textRules,
);

const unit = fc.record({
  required: fc.boolean(),
  penalty: fc.constantFrom(0, 0.1, 1),
  accepted: fc.constant([{ text: "m" }, { text: "km", factor: 1_000 }]),
});
const numberKey = all(
  one(
    "answers",
    fc.tuple(
      all(one("value", fc.constantFrom(0, 5, -3.25, 0.1, 1e-7, 6.02e23)), maybe("tolerance", fc.constantFrom(0, 0.5, "5 %"))),
      all(fc.constantFrom({ from: 4, to: 6 }, { from: -10, to: -9.5 }), one("share", share), feedback),
    ),
  ),
);

const gap = (name: string) =>
  all(
    fc.constant({ key: name }),
    maybe("label", fc.constantFrom("The town", "A & B")),
    maybe("points", points),
    fc.oneof(
      all(fc.constant({ kind: "short-text" }), textKey),
      all(fc.constant({ kind: "numeric" }), numberKey, maybe("unit", unit)),
      fc.tuple(keys(2, 4), fc.nat()).chain(([names, right]) =>
        all(
          fc.constant({ kind: "choice" }),
          maybe("shuffle", fc.constant(true)),
          one(
            "choices",
            fc.tuple(
              ...names.map((one_, index) => {
                const own = index === right % names.length ? fc.constant({ correct: true }) : maybe("share", share);
                return all(fc.constant({ key: one_, text: `Choice ${one_} & more` }), feedback, own);
              }),
            ),
          ),
        ),
      ),
    ),
  );

const cloze = keys(1, 4).chain((names) =>
  all(
    fc.constant({ kind: "cloze" }),
    maybe("prompt", markdown),
    one(
      "text",
      fc.constantFrom(" and ", "\n\n", ", **bold** ", "\n- ").map(
        (between) =>
          `Text ${[...names]
            .reverse()
            .map((name) => `{{${name}}}`)
            .join(between)}.`,
      ),
    ),
    one("gaps", fc.tuple(...names.map(gap))),
  ),
);

const matching = keys(2, 5).chain((names) =>
  all(
    fc.constant({ kind: "matching" }),
    maybe("credit", fc.constantFrom("per-pair", "partial", "all-or-nothing")),
    fc.constant({ answers: [...names, "other"].map((name) => ({ key: name, text: `Answer ${name} < &` })) }),
    one(
      "pairs",
      fc.tuple(
        ...names.slice(0, -1).map((name) => all(fc.constant({ key: name, answer: name }), one("text", choiceText), feedback)),
      ),
    ),
  ),
);

const ordering = keys(2, 5).chain((names) =>
  all(
    fc.constant({ kind: "ordering" }),
    maybe("credit", fc.constantFrom("all-or-nothing", "positions", "neighbours")),
    one("entries", fc.tuple(...names.map((name) => all(fc.constant({ key: name }), one("text", choiceText))))),
  ),
);

const rubric = fc.constant([
  {
    key: "depth",
    title: "Depth & care",
    levels: [
      { key: "none", title: "None", points: 0 },
      { key: "full", title: "Full", points: 2.5 },
    ],
  },
]);
const byHand = fc.oneof(one("points", points), one("rubric", rubric));

/** The fields of each kind, besides those that all kinds have. */
export const KINDS: Record<string, fc.Arbitrary<Data>> = {
  "single-choice": all(
    fc.constant({ kind: "single-choice" }),
    one("choices", singleChoices),
    maybe("shuffle", fc.constant(true)),
    maybe("points", points),
  ),
  "multiple-choice": all(multipleChoice, maybe("shuffle", fc.constant(true)), maybe("points", points)),
  "true-false": all(
    fc.constant({ kind: "true-false" }),
    one("answer", fc.boolean()),
    maybe("points", points),
    maybe("feedbackFor", all(maybe("true", markdown), maybe("false", markdown))),
  ),
  numeric: all(fc.constant({ kind: "numeric" }), numberKey, maybe("unit", unit), maybe("points", points)),
  "short-text": all(
    fc.constant({ kind: "short-text" }),
    textKey,
    maybe("points", points),
    maybe("maxLength", fc.constantFrom(60, 500)),
  ),
  cloze,
  matching: all(matching, maybe("points", points)),
  ordering: all(ordering, maybe("points", points)),
  "long-text": all(
    fc.constant({ kind: "long-text" }),
    byHand,
    maybe("minWords", fc.constantFrom(1, 50)),
    maybe("maxWords", fc.constantFrom(100, 3_000)),
  ),
  "file-upload": all(
    fc.constant({ kind: "file-upload" }),
    byHand,
    maybe("accept", fc.constantFrom(["pdf"], ["image", "audio"])),
    maybe("maxSize", fc.constantFrom(0.5, 20)),
    maybe("maxFiles", fc.constantFrom(1, 3)),
  ),
  likert: all(
    fc.constant({ kind: "likert", scale: "calm" }),
    maybe("reverse", fc.constant(true)),
    maybe("weight", fc.constantFrom(0.5, 2)),
    maybe("notApplicable", fc.constantFrom<string | false>("Does not apply & more", false)),
  ),
};

/** An item of a kind, with what all kinds may have. */
export function sourceItem(kind: string, itemKey = "q1"): fc.Arbitrary<Data> {
  const hasFeedback = kind !== "likert";
  return all(
    fc.constant({ key: itemKey }),
    kind === "cloze" ? fc.constant({}) : one("prompt", markdown),
    KINDS[kind]!,
    hasFeedback ? feedback : fc.constant({}),
    maybe("hints", fc.array(markdown, { minLength: 1, maxLength: 2 })),
    hasFeedback
      ? maybe("feedbackWhen", all(maybe("right", markdown), maybe("partly", markdown), maybe("wrong", markdown)))
      : fc.constant({}),
  );
}

/** An instrument that holds the items. */
export function instrumentWith(items: Data[]): Data {
  const isProfile = items.some(({ kind }) => kind === "likert");
  if (!isProfile) return { key: "check", title: "Check & more", kind: "graded", passMark: 0, items };
  const scales = [{ key: "calm", title: "Calm", minimum: 1, maximum: 3 }];
  const shown = [{ value: 1, label: "Never" }, { value: 2 }, { value: 3, label: "Always & ever" }];
  return { key: "profile", title: "Profile", kind: "profile", points: shown, notApplicable: "n/a", scales, items };
}
