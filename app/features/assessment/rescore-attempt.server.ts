import { randomUUID } from "node:crypto";
import { SCORER_VERSION, type ScoreResult, score } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inStatementTransaction } from "#app/platform/db.server.ts";
import { loadRevision } from "./revision.queries.server.ts";
import { readAnswers } from "./submit-attempt.server.ts";

export type RescoreAttempt =
  | { status: "scored"; changed: boolean; result: ScoreResult }
  | { status: "refused"; reason: "no-such-attempt" | "not-submitted" };

const reading = {
  name: "attempt-to-score",
  text: `select "revisionId", seed, "submittedAt" from "Attempt" where id = $1 and "deletedAt" is null for update`,
};

const adding = {
  name: "add-score",
  text: `
    insert into "Score" (id, "attemptId", "scorerVersion", result, passed, "createdAt")
    values ($1, $2, $3::int, $4::jsonb, $5::boolean, $6::timestamptz)
    on conflict ("attemptId", "scorerVersion") do nothing returning id`,
};

/**
 * Scores a submitted attempt with the scorer of today, beside the scores that earlier ones gave it. Answers are not
 * touched. For operators: the caller decides who may.
 */
export async function rescoreAttempt(ask: { attemptId: string }, tx: Db = db): Promise<RescoreAttempt> {
  return inStatementTransaction(tx, async (run) => {
    const [attempt] = await run<{ revisionId: string; seed: number; submittedAt: Date | null }>(reading, [ask.attemptId]);
    if (!attempt) return { status: "refused", reason: "no-such-attempt" };
    if (!attempt.submittedAt) return { status: "refused", reason: "not-submitted" };
    const { instrument } = await loadRevision(attempt.revisionId, run);
    const result = score(instrument, await readAnswers(ask.attemptId, instrument, run), { seed: attempt.seed });
    const values = [randomUUID(), ask.attemptId, SCORER_VERSION, JSON.stringify(result), result.passed, now()];
    const written = await run(adding, values);
    return { status: "scored", changed: written.length > 0, result };
  });
}
