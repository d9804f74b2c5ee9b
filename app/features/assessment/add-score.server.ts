import { randomUUID } from "node:crypto";
import { SCORER_VERSION, type ScoreResult } from "#app/features/instruments/score.ts";
import type { RunStatement } from "#app/platform/db.server.ts";
import type { ScoreReason } from "#prisma/generated/client.ts";

interface NewScore {
  attemptId: string;
  result: ScoreResult;
  reason: ScoreReason;
  /** Null for what the system does by itself. */
  actorId: string | null;
  /** By whose key it is; null: by that of the attempt's own revision. */
  keyRevisionId: string | null;
  at: Date;
}

const adding = {
  name: "add-score",
  text: `
    with latest as (
      select sequence, "scorerVersion", result, passed from "Score" where "attemptId" = $2 order by sequence desc limit 1
    )
    insert into "Score" (id, "attemptId", sequence, "scorerVersion", result, passed, reason, "actorId", "createdAt", "keyRevisionId")
    select $1, $2, coalesce((select sequence from latest), 0) + 1, $3::int, $4::jsonb, $5::boolean, $6::"ScoreReason", $7, $8::timestamptz, $9
    where not exists (
      select from latest where "scorerVersion" = $3::int and passed = $5::boolean and result = $4::jsonb
    )
    returning sequence`,
};

/**
 * Adds a score that counts from now on; the earlier ones stay as they are. A score that says the same as the last one is
 * not added. The caller has locked the attempt's row, so that scores come one after the other.
 */
export async function addScore(run: RunStatement, score: NewScore): Promise<{ changed: boolean }> {
  const { attemptId, result, reason, actorId, keyRevisionId, at } = score;
  const made = [SCORER_VERSION, JSON.stringify(result), result.passed, reason, actorId, at, keyRevisionId];
  const values = [randomUUID(), attemptId, ...made];
  return { changed: (await run(adding, values)).length > 0 };
}
