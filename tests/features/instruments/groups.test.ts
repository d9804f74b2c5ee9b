import { expect, test } from "vitest";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { aCheck, aProfile, compiled } from "#tests/support/assessment-builders.ts";
import { render } from "#tests/support/item-checks.ts";

const item = (number: number, more: object = {}) => ({
  key: `item-${number}`,
  kind: "true-false",
  prompt: "Statement",
  answer: true,
  ...more,
});
const paths = (findings: { path: (string | number)[] }[]) => findings.map(({ path }) => path.join("."));
const sections = [{ key: "one", title: "One" }];

test.each<[string, object, string]>([
  ["a section that is not there", { items: [item(1, { section: "two" })], sections }, "items.0.section"],
  ["a section where there are none", { items: [item(1, { section: "two" })] }, "items.0.section"],
  ["two sections of one key", { items: [item(1, { section: "one" })], sections: [...sections, ...sections] }, "sections.1.key"],
  ["a section without a title", { sections: [{ key: "one" }] }, "sections.0.title"],
  ["a bank without items", { draws: { talk: 1 } }, "draws.talk"],
  ["more drawn than there are", { items: [item(1, { bank: "talk" })], draws: { talk: 2 } }, "draws.talk"],
  [
    "a bank of different points",
    { items: [item(1, { bank: "talk" }), item(2, { bank: "talk", points: 2 })], draws: { talk: 1 } },
    "draws.talk",
  ],
  ["half an item drawn", { items: [item(1, { bank: "talk" })], draws: { talk: 0.5 } }, "draws.talk"],
])("%s is a fault at its place, with a remedy", (_, changed, path) => {
  const { instrument, faults } = parseInstrument(aCheck(changed as Record<string, unknown>));
  expect(instrument).toBeUndefined();
  expect(paths(faults)).toContain(path);
  for (const { message, remedy } of faults) expect(Math.min(message.length, remedy.length)).toBeGreaterThan(10);
});

test("a profile draws nothing", () => {
  const items = aProfile().items.map((item) => ({ ...item, bank: "all" }));
  expect(paths(parseInstrument(aProfile({ items, draws: { all: 3 } })).faults)).toEqual(["draws.all"]);
});

test.each<[string, object, string]>([
  ["a section without items", { sections }, "sections.0.key"],
  ["an item without a section after one with it", { items: [item(1, { section: "one" }), item(2)], sections }, "items.1"],
  ["a bank that nothing is drawn from", { items: [item(1, { bank: "talk" }), item(2, { bank: "talk" })] }, "items.0.bank"],
  ["a bank that is drawn whole", { items: [item(1, { bank: "talk" })], draws: { talk: 1 } }, "draws.talk"],
])("%s is a warning", (_, changed, path) => {
  const { instrument, warnings } = parseInstrument(aCheck(changed as Record<string, unknown>));
  expect(instrument).toBeDefined();
  expect(paths(warnings)).toEqual([path]);
});

test("the remedy for an unknown kind names the kinds that there are at that place", () => {
  const remedies = (changed: object) =>
    parseInstrument(aCheck(changed as Record<string, unknown>)).faults.map(({ remedy }) => remedy);
  expect(remedies({ kind: "exam" })).toEqual(["Write one of graded, profile."]);
  expect(remedies({ items: [item(1, { kind: "essay" })] })).toEqual([
    "Write one of single-choice, multiple-choice, true-false, numeric, short-text, cloze, matching, ordering, long-text, file-upload, likert.",
  ]);
  const cloze = { key: "cl", kind: "cloze", text: "{{a}}", gaps: [{ key: "a", kind: "essay" }] };
  expect(remedies({ items: [cloze] })).toEqual(["Write one of short-text, numeric, choice."]);
  const numeric = (tolerance: unknown) => ({ key: "nu", kind: "numeric", prompt: "?", answers: [{ value: 1, tolerance }] });
  expect(remedies({ items: [numeric("much")] })).toEqual(['Write a number such as 0.1, or a percentage such as "5 %".']);
  expect(remedies({ items: [numeric([])] })).toEqual(["Write a number, or a text."]);
});

test("hints are shown on request, one by one, and hold what the author wrote", () => {
  const [hinted, plain] = compiled(aCheck({ items: [item(1, { hints: ["Look up.", "Look down."] }), item(2)] })).items;
  const html = render(hinted!);
  expect(html.match(/<details/g)).toHaveLength(2);
  expect(html).toMatch(/<summary[^>]*>Show hint 1 of 2<\/summary><div class="[^"]*"><p>Look up\.<\/p><\/div>/);
  expect(html).not.toContain("<details open");
  expect(render(plain!)).not.toContain("details");
  expect(kindOf(hinted!).ask(hinted!).hints).toHaveLength(2);
});

test("a review has the words for what became of the answer, and for the answer itself", () => {
  const data = item(1, { feedbackWhen: { right: "Well done.", wrong: "Read it again." }, feedbackFor: { false: "It is true." } });
  const [only] = compiled(aCheck({ items: [data] })).items;
  const review = (answer: boolean | null) => kindOf(only!).review(only!, answer);
  expect(review(true).outcome).toBe("<p>Well done.</p>");
  expect(review(false).outcome).toBe("<p>Read it again.</p>");
  expect(review(null)).not.toHaveProperty("outcome");
  expect(review(false).options[1]).toEqual({
    value: "false",
    text: "False",
    given: true,
    correct: false,
    feedback: "<p>It is true.</p>",
  });
  expect(JSON.stringify(kindOf(only!).ask(only!)) + render(only!)).not.toMatch(/Well done|again|It is true/);
});

test("words for the outcome of a rating are a warning", () => {
  const items = aProfile().items.map((item, index) => (index === 0 ? { ...item, feedbackWhen: { right: "Yes." } } : item));
  expect(paths(parseInstrument(aProfile({ items })).warnings)).toEqual(["items.0.feedbackWhen"]);
});

test("what is stored of items without hints, sections and banks has no field more than before", () => {
  const [first] = compiled(aCheck()).items;
  expect(Object.keys(first!)).toEqual(["kind", "key", "prompt", "points", "choices"]);
  expect(Object.keys(compiled(aCheck()))).toEqual(["kind", "schema", "key", "title", "intro", "shuffle", "items", "passMark"]);
  const [rating] = compiled(aProfile()).items;
  expect(Object.keys(rating!)).toEqual(["kind", "key", "prompt", "scale", "reverse", "minimum", "maximum", "points"]);
});
