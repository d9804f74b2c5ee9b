import fc from "fast-check";
import { expect, test } from "vitest";
import { reviewOf, reviewTimes } from "#app/features/assessment/review-policy.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";

const TIMES = ["always", "after-passing", "after-last-attempt", "after-closing", "never"] as const;
const facts = fc.record({ passed: fc.boolean(), ended: fc.boolean(), closed: fc.boolean(), open: fc.boolean() });
const all = (time: (typeof TIMES)[number]) => ({ score: time, marks: time, answers: time, feedback: time });

test("each part is shown by its own rule alone", () => {
  fc.assert(
    fc.property(fc.record({ score: fc.constantFrom(...TIMES), answers: fc.constantFrom(...TIMES) }), facts, (own, facts) => {
      const times = reviewTimes(compiled(aCheck({ closes: "2027-01-01", review: own })));
      expect(times).toEqual({ score: own.score, marks: "always", answers: own.answers, feedback: "always" });
      expect(reviewOf(times, facts)).toEqual({
        score: reviewOf(all(own.score), facts).score,
        marks: true,
        answers: reviewOf(all(own.answers), facts).answers,
        feedback: true,
      });
    }),
  );
});

test("while an attempt is open nothing is shown that waits for anything", () => {
  fc.assert(
    fc.property(fc.constantFrom(...TIMES), facts, (time, facts) => {
      expect(reviewOf(all(time), { ...facts, open: true }).answers).toBe(time === "always");
    }),
  );
});

test("each time means what it says", () => {
  const none = { passed: false, ended: false, closed: false, open: false };
  const shownAt = (facts: Partial<typeof none>) => TIMES.filter((time) => reviewOf(all(time), { ...none, ...facts }).score);
  expect(shownAt({})).toEqual(["always"]);
  expect(shownAt({ passed: true, ended: true })).toEqual(["always", "after-passing", "after-last-attempt"]);
  expect(shownAt({ ended: true })).toEqual(["always", "after-last-attempt"]);
  expect(shownAt({ closed: true, ended: true })).toEqual(["always", "after-last-attempt", "after-closing"]);
});
