import { randomUUID } from "node:crypto";
import { SCORER_VERSION, type ScoreResult, score } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { loadRevision } from "./revision.queries.server.ts";
import { readAnswers } from "./submit-attempt.server.ts";

export type RescoreAttempt =
  | { status: "scored"; changed: boolean; result: ScoreResult }
  | { status: "refused"; reason: "no-such-attempt" | "not-submitted" };

/**
 * Scores a submitted attempt with the scorer of today, beside the scores that earlier ones gave it. Answers are not
 * touched. For operators: the caller decides who may.
 */
export async function rescoreAttempt(ask: { attemptId: string }, tx: Db = db): Promise<RescoreAttempt> {
  return inTransaction(tx, async (tx) => {
    const attempt = await tx.attempt.findUnique({ where: { id: ask.attemptId } });
    if (!attempt) return { status: "refused", reason: "no-such-attempt" };
    if (!attempt.submittedAt) return { status: "refused", reason: "not-submitted" };
    const { instrument } = await loadRevision(attempt.revisionId, tx);
    const result = score(instrument, await readAnswers(attempt.id, instrument, tx));
    const written = await tx.$executeRaw`
      insert into "Score" (id, "attemptId", "scorerVersion", result, passed, "createdAt")
      values (${randomUUID()}, ${attempt.id}, ${SCORER_VERSION}, ${JSON.stringify(result)}::jsonb, ${result.passed}, ${now()})
      on conflict ("attemptId", "scorerVersion") do nothing`;
    return { status: "scored", changed: written > 0, result };
  });
}
