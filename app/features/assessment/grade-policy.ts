import type { GradePolicy } from "#app/features/instruments/rule-fields.ts";

/** One attempt that was handed in, as grades are made of them. */
export interface GradedAttempt {
  id: string;
  /** 1, 2, 3 ... within the lesson. */
  number: number;
  /** 0 to 100. */
  percent: number;
  /** Whether it reached the pass mark of its own revision. */
  passed: boolean;
}

export interface Grade {
  policy: GradePolicy;
  /** 0 to 100, held against the pass mark as it is. */
  percent: number;
  passed: boolean;
  /** The attempt that counts; of an average the latest. */
  attemptId: string;
  /** How many attempts were handed in. */
  attempts: number;
}

/**
 * What a person's attempts come to; null where none was handed in. The average is that of the percentages. An attempt
 * that reached the pass mark when it was scored keeps that where it is the one that counts: a release that raises the
 * mark takes nothing back. Pure; the order of `attempts` does not matter.
 */
export function gradeOf(policy: GradePolicy, passMark: number, attempts: GradedAttempt[]): Grade | null {
  const inOrder = attempts.toSorted((a, b) => a.number - b.number);
  const [first, latest] = [inOrder[0], inOrder.at(-1)];
  if (!first || !latest) return null;
  const passes = ({ passed, percent }: GradedAttempt) => passed || percent >= passMark;
  const made = { policy, attempts: attempts.length };
  const by = (counted: GradedAttempt): Grade => ({
    ...made,
    percent: counted.percent,
    passed: passes(counted),
    attemptId: counted.id,
  });
  switch (policy) {
    case "first":
      return by(first);
    case "latest":
      return by(latest);
    case "average": {
      // Added in ascending order and rounded in the tenth digit, so that three times 70 are 70.
      const sum = inOrder.map(({ percent }) => percent).sort((a, b) => a - b);
      const percent = Math.round((sum.reduce((total, value) => total + value, 0) / sum.length) * 1e9) / 1e9;
      return { ...made, percent, passed: percent >= passMark, attemptId: latest.id };
    }
    case "highest": {
      const best = inOrder.reduce((best, attempt) => (attempt.percent > best.percent ? attempt : best));
      const passing = inOrder.find(passes);
      return { ...by(best), passed: passing !== undefined, attemptId: (passes(best) ? best : (passing ?? best)).id };
    }
  }
}
