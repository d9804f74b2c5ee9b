import fc from "fast-check";
import { expect, test } from "vitest";
import type { CompiledGraded } from "#app/features/instruments/compiled.ts";
import { type Answers, type GradedResult, score } from "#app/features/instruments/score.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";
import { answersFor, anyCheck } from "#tests/support/instrument-arbitraries.ts";
import { rightAnswer } from "#tests/support/right-answer.ts";

const check = compiled(aCheck());
const graded = (instrument: typeof check, answers: Answers) => score(instrument, answers) as GradedResult;

const checkWithAnswers = anyCheck.chain((instrument) => answersFor(instrument).map((answers) => ({ instrument, answers })));

const allRight = (instrument: CompiledGraded): Answers =>
  Object.fromEntries(instrument.items.map((item) => [item.key, rightAnswer(item)]));

test("all right answers are all points", () => {
  const result = graded(check, { colour: "blue", primes: ["two", "three"], round: false });
  expect(result).toMatchObject({ points: 3, max: 3, percent: 100, passed: true });
  expect(result.items.map(({ state }) => state)).toEqual(["right", "right", "right"]);
});

test("partial credit takes wrong ticks off the right ones and never goes below zero", () => {
  const primes = (answer: string[]) => graded(check, { primes: answer }).items.find(({ key }) => key === "primes");
  expect(primes(["two"])).toMatchObject({ points: 0.5, state: "partly" });
  expect(primes(["two", "three", "four"])).toMatchObject({ points: 0.5, state: "partly" });
  expect(primes(["two", "four"])).toMatchObject({ points: 0, state: "wrong" });
  expect(primes(["four"])).toMatchObject({ points: 0, state: "wrong" });
});

test("all-or-nothing gives nothing for a part", () => {
  const strict = compiled(aCheck({ items: [{ ...aCheck().items[1], credit: "all-or-nothing" }] }));
  expect(graded(strict, { primes: ["two"] }).points).toBe(0);
  expect(graded(strict, { primes: ["three", "two"] }).points).toBe(1);
});

test("the pass mark is reached at the mark itself, thirds included", () => {
  const two = { colour: "blue", round: false };
  expect(graded(compiled(aCheck({ passMark: 66.6 })), two).passed).toBe(true);
  expect(graded(compiled(aCheck({ passMark: 67 })), two).passed).toBe(false);
  const items = [0.1, 0.2, 0.7].map((points, index) => ({ ...aCheck().items[2], key: `tf-${index}`, points }));
  const tenths = compiled(aCheck({ passMark: 30, items }));
  expect(graded(tenths, { "tf-0": false, "tf-1": false })).toMatchObject({ points: 0.3, percent: 30, passed: true });
});

test("nothing answered is no points, and no failure of the scorer", () => {
  expect(graded(check, {})).toMatchObject({ points: 0, percent: 0, passed: false });
});

test("an answer to an item that is not there counts nothing, whatever its name", () => {
  expect(graded(check, { ghost: "blue", constructor: true } as Answers).points).toBe(0);
  expect(graded(check, JSON.parse('{"__proto__": {"colour": "blue"}}')).points).toBe(0);
});

test("a guess is never worth more than the maximum or less than nothing, and the parts add up", () => {
  fc.assert(
    fc.property(checkWithAnswers, ({ instrument, answers }) => {
      const result = graded(instrument, answers);
      expect(result.points).toBeGreaterThanOrEqual(0);
      expect(result.points).toBeLessThanOrEqual(result.max);
      expect(result.percent).toBeGreaterThanOrEqual(0);
      expect(result.percent).toBeLessThanOrEqual(100);
      for (const item of result.items) {
        expect(item.points).toBeGreaterThanOrEqual(0);
        expect(item.points).toBeLessThanOrEqual(item.max);
      }
      expect(result.points).toBeCloseTo(
        result.items.reduce((total, item) => total + item.points, 0),
        8,
      );
      expect(result.passed).toBe(result.percent >= instrument.passMark);
    }),
  );
});

test("the order of items and answers changes nothing", () => {
  const shuffled = checkWithAnswers.chain(({ instrument, answers }) =>
    fc.record({
      instrument: fc.constant(instrument),
      answers: fc.constant(answers),
      items: fc.shuffledSubarray(instrument.items, { minLength: instrument.items.length }),
      entries: fc.shuffledSubarray(Object.entries(answers), { minLength: Object.keys(answers).length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ instrument, answers, items, entries }) => {
      const { items: parts, ...whole } = graded(instrument, answers);
      const { items: otherParts, ...other } = graded({ ...instrument, items } as CompiledGraded, Object.fromEntries(entries));
      expect(other).toEqual(whole);
      expect(new Set(otherParts.map((part) => JSON.stringify(part)))).toEqual(new Set(parts.map((part) => JSON.stringify(part))));
    }),
  );
});

test("setting one answer right never costs points", () => {
  fc.assert(
    fc.property(checkWithAnswers, fc.nat(), ({ instrument, answers }, pick) => {
      const item = instrument.items[pick % instrument.items.length]!;
      const better = { ...answers, [item.key]: rightAnswer(item) };
      expect(graded(instrument, better).points).toBeGreaterThanOrEqual(graded(instrument, answers).points);
      expect(graded(instrument, allRight(instrument)).percent).toBe(100);
    }),
  );
});
