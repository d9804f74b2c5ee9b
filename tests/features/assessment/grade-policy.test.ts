import fc from "fast-check";
import { expect, test } from "vitest";
import { type GradedAttempt, gradeOf } from "#app/features/assessment/grade-policy.ts";

const POLICIES = ["highest", "latest", "first", "average"] as const;

/** Attempts at one revision: each is passed where it reaches the mark. */
const attemptsOf = (percents: number[], passMark: number): GradedAttempt[] =>
  percents.map((percent, index) => ({ id: `a${index + 1}`, number: index + 1, percent, passed: percent >= passMark }));

const percents = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 });
const mark = fc.integer({ min: 0, max: 100 });
const policy = fc.constantFrom(...POLICIES);

test("each policy counts what its name says", () => {
  const attempts = attemptsOf([40, 90, 60], 70);
  const grades = POLICIES.map((policy) => gradeOf(policy, 70, attempts));
  expect(grades).toMatchObject([
    { percent: 90, passed: true, attemptId: "a2", attempts: 3 },
    { percent: 60, passed: false, attemptId: "a3" },
    { percent: 40, passed: false, attemptId: "a1" },
    { percent: 63.333333333, passed: false },
  ]);
  expect(gradeOf("highest", 0, [])).toBeNull();
});

test("three times seventy is seventy, and passes at seventy", () => {
  for (const value of [70, 66.7, 33.3])
    expect(gradeOf("average", value, attemptsOf([value, value, value], value))).toMatchObject({ percent: value, passed: true });
});

test("a grade lies between the worst and the best, passes exactly at the mark, and knows no order of rows", () => {
  fc.assert(
    fc.property(policy, percents, mark, fc.infiniteStream(fc.nat()), (policy, percents, passMark, order) => {
      const attempts = attemptsOf(percents, passMark);
      const grade = gradeOf(policy, passMark, attempts)!;
      expect(grade.percent).toBeGreaterThanOrEqual(Math.min(...percents) - 1e-6);
      expect(grade.percent).toBeLessThanOrEqual(Math.max(...percents) + 1e-6);
      expect(grade.passed).toBe(grade.percent >= passMark);
      const shuffled = attempts.map((attempt) => ({ attempt, by: order.next().value })).sort((a, b) => a.by! - b.by!);
      expect(
        gradeOf(
          policy,
          passMark,
          shuffled.map(({ attempt }) => attempt),
        ),
      ).toEqual(grade);
    }),
  );
});

test("a better attempt never makes the grade worse, but for the policy that asks for the first", () => {
  fc.assert(
    fc.property(
      policy,
      percents,
      mark,
      fc.nat(),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (policy, percents, mark, at, more) => {
        const index = at % percents.length;
        const better = percents.with(index, Math.max(percents[index]!, more));
        const [before, after] = [percents, better].map((list) => gradeOf(policy, mark, attemptsOf(list, mark))!);
        expect(after!.percent).toBeGreaterThanOrEqual(before!.percent - 1e-9);
        if (before!.passed) expect(after!.passed).toBe(true);
      },
    ),
  );
});

test("one more attempt never lowers the highest, and never moves the first", () => {
  fc.assert(
    fc.property(percents, mark, fc.double({ min: 0, max: 100, noNaN: true }), (percents, mark, next) => {
      const of = (policy: "highest" | "first" | "latest", list: number[]) => gradeOf(policy, mark, attemptsOf(list, mark))!;
      const more = [...percents, next];
      expect(of("highest", more).percent).toBeGreaterThanOrEqual(of("highest", percents).percent);
      expect(of("first", more)).toEqual({ ...of("first", percents), attempts: more.length });
      expect(of("latest", more).percent).toBe(next);
    }),
  );
});

test("what was passed on its own revision stays so when the mark is raised, and a lowered mark counts for all", () => {
  const attempts = attemptsOf([50, 65], 60);
  expect(gradeOf("highest", 80, attempts)).toMatchObject({ passed: true, attemptId: "a2" });
  expect(gradeOf("latest", 80, attempts)).toMatchObject({ passed: true });
  expect(gradeOf("first", 80, attempts)).toMatchObject({ passed: false });
  expect(gradeOf("first", 45, attempts)).toMatchObject({ passed: true });
  // The better one did not reach the mark of its revision; the one that did is what the check is passed by.
  const odd = [
    { id: "a1", number: 1, percent: 60, passed: true },
    { id: "a2", number: 2, percent: 70, passed: false },
  ];
  expect(gradeOf("highest", 80, odd)).toMatchObject({ percent: 70, passed: true, attemptId: "a1" });
});
