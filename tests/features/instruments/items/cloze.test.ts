import fc from "fast-check";
import { expect, test } from "vitest";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { answerToWritten, anyWrittenItem } from "#tests/support/item-arbitraries.ts";
import { aQuestion, faultsOf, render, reviewOf, shareOf } from "#tests/support/item-checks.ts";

const gaps = [
  { key: "city", kind: "short-text", answers: [{ text: "Paris" }, { text: "Lyon", share: 0.5, feedback: "Further north." }] },
  { key: "year", kind: "numeric", points: 2, label: "Year of the storm", answers: [{ value: 1789 }] },
  {
    key: "verb",
    kind: "choice",
    choices: [
      { key: "was", text: "was", correct: true },
      { key: "were", text: "<were>", feedback: "One king only." },
    ],
  },
];
const given = { kind: "cloze", text: "In {{city}}, in {{year}}, the king {{verb}} asleep.\n\nThe end.", gaps };
const item = aQuestion(given);

test("each gap gives its own points", () => {
  expect(item).toMatchObject({ points: 4 });
  expect(shareOf(item, ["city=Paris", "year=1789", "verb=was"])).toBe(1);
  expect(shareOf(item, ["year=1789"])).toBe(0.5);
  expect(shareOf(item, ["city=lyon", "verb=were"])).toBe(0.125);
  expect(kindOf(item).score(item, null)).toMatchObject({ state: "unanswered", points: 0, max: 4 });
});

test("the gaps are controls in the text, in its order, each with a name of its own", () => {
  const html = render(item);
  const controls = html.match(/<(?:input|select)[^>]*>/g) ?? [];
  expect(controls.map((control) => /name="([^"]+)"/.exec(control)?.[1])).toEqual([
    "item.q-one.city",
    "item.q-one.year",
    "item.q-one.verb",
  ]);
  expect(controls.map((control) => /aria-label="([^"]+)"/.exec(control)?.[1])).toEqual([
    "Gap 1 of 3",
    "Year of the storm",
    "Gap 3 of 3",
  ]);
  expect(html).toContain('<p>In <input id="input-q-one-city"');
  expect(html).toContain('<option value="were">&lt;were&gt;</option>');
  expect(html).toContain("Fill in the gaps.");
  expect(html).not.toMatch(/Paris|1789|Further north|One king|style=/);
});

test("what was given stands in its gap, as text and never as HTML", () => {
  const html = render(item, ['city="><script>', "year=soon", "verb=were"], "Look again.");
  expect(html).toContain('value="&quot;&gt;&lt;script&gt;"');
  expect(html).toContain('<option value="were" selected>');
  expect(html).toMatch(/id="remark-q-one-year" role="status"[^>]*>This is not a number/);
  expect(html).toMatch(/aria-describedby="remark-q-one-year error-q-one" aria-invalid="true"/);
  expect(kindOf(item).remark?.(kindOf(item).ask(item), ["year=soon"])).toMatch(/^Gap 2: This is not/);
});

test("a review shows the text with numbered gaps, and what was given in each", () => {
  const { context, options } = reviewOf(item, ["city=Lyon", "year=1789"]);
  expect(context).toContain("In <strong>(1) …</strong>, in <strong>(2) …</strong>");
  expect(options).toEqual([
    { value: "city", text: "(1) Lyon", given: true, correct: false, feedback: "<p>Further north.</p>" },
    { value: "city-right", text: "(1) Paris", given: false, correct: true },
    { value: "year", text: "(2) 1789", given: true, correct: true },
    { value: "verb-right", text: "(3) was", given: false, correct: true },
  ]);
});

test("an unknown gap, a gap twice and a choice that is not there are refused", () => {
  const reason = (values: unknown) => {
    const parsed = kindOf(item).parse(item, values);
    return parsed.status === "refused" ? parsed.reason : parsed.answer;
  };
  expect(reason(["town=Paris"])).toBe("unknown-choice");
  expect(reason(["Paris"])).toBe("unknown-choice");
  expect(reason(["city=a", "city=b"])).toBe("too-many-choices");
  expect(reason(["verb=are"])).toBe("unknown-choice");
  expect(reason([`city=${"a".repeat(201)}`])).toBe("not-an-answer");
  expect(reason(["verb=was", "city= ", "year=1=2"])).toEqual(["year=1=2", "verb=was"]);
});

test("filling one more gap rightly never gives less", () => {
  const cases = anyWrittenItem("q-one")
    .filter((item) => item.kind === "cloze")
    .chain((item) => answerToWritten(item).map((answer) => ({ item, answer: answer as string[] })));
  fc.assert(
    fc.property(cases, fc.nat(), ({ item, answer }, pick) => {
      if (item.kind !== "cloze" || item.points === 0) return;
      const gap = item.gaps[pick % item.gaps.length]!;
      const right = gap.kind === "choice" ? gap.choices.find(({ share }) => share === 1)!.key : undefined;
      if (!right) return;
      const better = [...answer.filter((field) => !field.startsWith(`${gap.key}=`)), `${gap.key}=${right}`];
      expect(shareOf(item, better)).toBeGreaterThanOrEqual(shareOf(item, answer));
    }),
  );
});

test.each<[string, object, (string | number)[]]>([
  ["a gap that is not described", { text: `${given.text} {{more}}` }, ["text"]],
  ["a gap that is not in the text", { text: "In {{city}}, in {{year}}." }, ["gaps", 2, "key"]],
  ["a gap twice in the text", { text: `${given.text} {{city}}` }, ["text"]],
  ["a gap in code", { text: given.text.replace("{{verb}}", "`{{verb}}`") }, ["text"]],
  ["a gap in an address", { text: given.text.replace("{{verb}}", "[x](https://example.org/{{verb}})") }, ["text"]],
  ["two gaps of one key", { gaps: [...gaps, gaps[0]] }, ["gaps", 3, "key"]],
  ["a gap of a kind that does not exist", { gaps: [{ ...gaps[0], kind: "essay" }, ...gaps.slice(1)] }, ["gaps", 0, "kind"]],
  [
    "a fault within a gap",
    { gaps: [{ ...gaps[0], answers: [{ text: "a", share: 0.5 }] }, ...gaps.slice(1)] },
    ["gaps", 0, "answers"],
  ],
  [
    "a choice without a right one",
    { gaps: [...gaps.slice(0, 2), { ...gaps[2], choices: gaps[2]!.choices!.map(({ key, text }) => ({ key, text })) }] },
    ["gaps", 2, "choices"],
  ],
])("%s is a fault at its place", (_, changed, path) => {
  expect(faultsOf({ ...given, ...changed })).toContainEqual(path);
});
