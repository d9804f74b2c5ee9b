import fc from "fast-check";
import { expect, test } from "vitest";
import { analyseAnswers as analyse } from "#app/features/instruments/items/analyse-answers.ts";
import { differentAnswers } from "#app/features/instruments/items/different-answers.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import type { CompiledItem } from "#app/features/instruments/items/registry.ts";
import { aCheck, aProfile, compiled } from "#tests/support/assessment-builders.ts";
import { answerFor, anyCheck, anyProfile } from "#tests/support/instrument-arbitraries.ts";
import { aQuestion } from "#tests/support/item-checks.ts";

/** `answers` person after person, null for none. */
const analyseAnswers = (item: CompiledItem, answers: (Answer | null)[]) =>
  analyse(
    item,
    differentAnswers(
      answers.length,
      (person) => answers[person]!,
      (answer) => answer,
    ),
  );

const table = (...ask: Parameters<typeof analyseAnswers>) =>
  analyseAnswers(...ask).rows.map(({ part, value, count, right, meanShare }) => [part ?? "", value, count, right, meanShare]);

test("choices are counted with those that nobody chose, and with the mean share of those who did", () => {
  const [single, multiple] = compiled(aCheck()).items;
  expect(table(single!, ["blue", "blue", null, "blue"])).toEqual([
    ["", "red", 0, false, null],
    ["", "blue", 3, true, 1],
  ]);
  expect(table(multiple!, [["two", "three"], ["two", "four"], ["two"]])).toEqual([
    ["", "two", 3, true, 0.5],
    ["", "three", 1, true, 1],
    ["", "four", 1, false, 0],
  ]);
  expect(analyseAnswers(single!, ["red", null])).toMatchObject({ answered: 1, unanswered: 1 });
});

test("ratings have no right and wrong, and no share", () => {
  const [rating] = compiled(aProfile({ notApplicable: "Not me" })).items;
  const rows = table(rating!, [7, 7, "not-applicable"]);
  expect(rows).toHaveLength(8);
  expect(rows.slice(-2)).toEqual([
    ["", "7", 2, null, null],
    ["", "not-applicable", 1, null, null],
  ]);
});

test("what people wrote besides the accepted answers stands below them, the most frequent first", () => {
  const city = aQuestion({ kind: "short-text", prompt: "?", answers: [{ text: "Paris" }, { text: "Lyon", share: 0.5 }] });
  expect(table(city, ["paris", "Rome", " ROME ", "Bonn"])).toEqual([
    ["", "answer-1", 1, true, 1],
    ["", "answer-2", 0, false, null],
    ["", "ROME", 2, false, 0],
    ["", "BONN", 1, false, 0],
  ]);
  const number = aQuestion({ kind: "numeric", prompt: "?", answers: [{ value: 3 }] });
  expect(table(number, ["3.0", "4", "4,0", "many"])).toEqual([
    ["", "answer-1", 1, true, 1],
    ["", "4", 2, false, 0],
    ["", "many", 1, false, 0],
  ]);
});

test("items of several fields are counted field by field", () => {
  const item = aQuestion({
    kind: "ordering",
    prompt: "?",
    credit: "positions",
    entries: ["a", "b"].map((key) => ({ key, text: key })),
  });
  if (item.kind !== "ordering") throw new Error("not an ordering");
  const [a, b] = item.order;
  expect(table(item, [[`${a}=1`, `${b}=2`].sort(), [`${a}=2`]])).toEqual([
    [a, "1", 1, true, 1],
    [a, "2", 1, false, 0],
    [b, "1", 0, false, null],
    [b, "2", 1, true, 1],
  ]);
});

test("every answer is counted, and the order of people changes nothing", () => {
  const cases = fc
    .oneof(anyCheck, anyProfile)
    .chain(({ items }) => fc.constantFrom(...items))
    .chain((item) => fc.array(fc.option(answerFor(item)), { maxLength: 12 }).map((answers) => ({ item, answers })));
  fc.assert(
    fc.property(cases, ({ item, answers }) => {
      const analysis = analyseAnswers(item, answers);
      expect(analysis.answered + analysis.unanswered).toBe(answers.length);
      const total = analysis.rows.reduce((sum, { count }) => sum + count, 0);
      if (analysis.answered > 0) expect(total).toBeGreaterThanOrEqual(analysis.answered);
      for (const { meanShare } of analysis.rows) {
        if (meanShare !== null) expect(meanShare).toBeGreaterThanOrEqual(0);
        if (meanShare !== null) expect(meanShare).toBeLessThanOrEqual(1);
      }
      const labels = ({ rows }: typeof analysis) => rows.map(({ label: _, ...row }) => row);
      expect(labels(analyseAnswers(item, [...answers].reverse()))).toEqual(labels(analysis));
    }),
  );
});
