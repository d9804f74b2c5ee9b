import fc from "fast-check";
import { expect, test } from "vitest";
import { applyKey } from "#app/features/instruments/apply-key.ts";
import type { CompiledGraded } from "#app/features/instruments/compiled.ts";
import { score } from "#app/features/instruments/score.ts";
import { aCheck, aProfile, compiled, profileAnswers } from "#tests/support/assessment-builders.ts";
import { answersFor, anyCheck, anyProfile } from "#tests/support/instrument-arbitraries.ts";

const check = (change: (items: ReturnType<typeof aCheck>["items"]) => unknown = () => {}, given: object = {}) => {
  const data = structuredClone(aCheck());
  change(data.items);
  return compiled({ ...data, ...given });
};
const right = { colour: "blue", primes: ["two", "three"], round: false };

test("an instrument under its own key is itself", () => {
  fc.assert(
    fc.property(fc.oneof(anyCheck, anyProfile), (instrument) => {
      const { changed, kept, instrument: applied } = applyKey(instrument, structuredClone(instrument));
      expect([changed, kept]).toEqual([[], []]);
      expect(applied).toEqual(instrument);
    }),
  );
});

test("a corrected answer, other points and another pass mark count; what was asked stays", () => {
  const asked = check();
  const key = check(
    ([colour, , round]) => {
      const [red, blue] = colour!.choices!;
      Object.assign(red!, { correct: true });
      Object.assign(blue!, { correct: false });
      Object.assign(round!, { points: 3 });
    },
    { passMark: 90 },
  );
  const { instrument, changed, kept } = applyKey(asked, key);
  expect([changed, kept]).toEqual([["colour", "round"], []]);
  expect(score(asked, right)).toMatchObject({ percent: 100, passed: true });
  expect(score(instrument, right)).toMatchObject({ points: 4, max: 5, percent: 80, passed: false });
  expect(score(instrument, { ...right, colour: "red" })).toMatchObject({ percent: 100, passed: true });
});

test("a question that is gone, or asks something else, counts as it was asked, and a new one was not asked", () => {
  const asked = check();
  const key = check((items) => {
    Object.assign(items[2]!, { prompt: "The earth is round.", answer: true });
    items.splice(0, 1);
    items.push({ key: "new", kind: "true-false", prompt: "New.", answer: true, feedback: "Yes." } as never);
  });
  const { instrument, changed, kept } = applyKey(asked, key);
  expect(changed).toEqual([]);
  expect(kept).toEqual([
    { key: "colour", because: "gone" },
    { key: "round", because: "asks-something-else" },
  ]);
  expect(score(instrument, right)).toEqual(score(asked, right));
});

test("a scale's reversal and bands come from the key", () => {
  const data = aProfile();
  const [first] = data.items as { reverse?: boolean }[];
  const key = { ...data, items: [{ ...first, reverse: !first!.reverse }, ...data.items.slice(1)] };
  const answers = profileAnswers(7, 1);
  const { instrument, changed } = applyKey(compiled(data), compiled(key));
  expect(changed).toHaveLength(1);
  expect(score(instrument, answers)).toEqual(score(compiled(key), answers));
  expect(score(instrument, answers)).not.toEqual(score(compiled(data), answers));
});

test("whatever the key, the same items are asked, and a draw draws the same", () => {
  fc.assert(
    fc.property(anyCheck, anyCheck, fc.nat(), (asked, key, seed) => {
      const { instrument } = applyKey(asked, key) as { instrument: CompiledGraded };
      expect(instrument.items.map((item) => item.key)).toEqual(asked.items.map((item) => item.key));
      const [answers] = fc.sample(answersFor(asked), { seed, numRuns: 1 });
      const result = score(instrument, answers!, { seed });
      expect(result.kind === "graded" && result.items.map((item) => item.key)).toEqual(asked.items.map((item) => item.key));
    }),
  );
});
