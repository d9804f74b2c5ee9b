import { type RegradeAsk, regradeAttempt } from "#app/features/assessment/regrading/regrade-attempt.server.ts";
import { db, inStatementTransaction, inTransaction } from "#app/platform/db.server.ts";
import { completeByPassing } from "./finish-assessment.server.ts";

/** How many attempts one request regrades. */
export const MOST_AT_ONCE = 500;

/**
 * Scores the chosen attempts by another key, each in a transaction of its own with its audit line and, where it is passed
 * now, its completed lesson. Nothing is ever taken back: a lesson that was completed stays so. Doing it twice changes
 * nothing. Says how many have another result.
 */
export async function regradeAssessment(
  ask: Omit<RegradeAsk, "attemptId"> & { attemptIds: string[] },
): Promise<{ regraded: number; unchanged: number }> {
  const { attemptIds, ...given } = ask;
  const sum = { regraded: 0, unchanged: 0 };
  for (const attemptId of new Set(attemptIds.slice(0, MOST_AT_ONCE))) {
    await inTransaction(db, async (tx) => {
      const outcome = await regradeAttempt({ ...given, attemptId }, tx);
      if (outcome.status !== "scored" || !outcome.changed) sum.unchanged += 1;
      else {
        sum.regraded += 1;
        if (outcome.result.passed) await inStatementTransaction(tx, (run) => completeByPassing(run, outcome.attempt));
      }
    });
  }
  return sum;
}
