import type { ScoreResult } from "#app/features/instruments/score.ts";

/** What may be said of a result outside of its owner's pages: the score of a check, and nothing of a profile. */
export type RegradeOutcome = { percent: number; passed: boolean } | { profile: "private" };

export function outcomeOf(result: ScoreResult): RegradeOutcome {
  return result.kind === "graded" ? { percent: result.percent, passed: result.passed } : { profile: "private" };
}
