import { kindOf } from "#app/features/instruments/items/registry.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findAttempt } from "./attempt-facts.queries.server.ts";
import { GRACE_SECONDS, MAX_SEQUENCE_AHEAD } from "./attempt-rules.ts";
import { loadRevision } from "./revision.queries.server.ts";

export type SaveAnswer =
  | { status: "saved"; sequence: number }
  /** A later answer is stored already. `values` are the controls that it ticks. */
  | { status: "stale"; values: string[]; sequence: number }
  | { status: "refused"; reason: "closed" | "out-of-time" | "no-such-attempt" }
  | {
      status: "refused";
      reason: "bad-value";
      because: "unknown-item" | "unknown-choice" | "too-many-choices" | "not-an-answer" | "bad-sequence";
    };

interface Ask {
  userId: string;
  attemptId: string;
  itemKey: string;
  /** The values of the ticked controls, or the answer itself. Nothing ticked takes the answer back. */
  value: unknown;
  /** Milliseconds on the server's clock as the browser reckons it, and always above those before. */
  sequence: number;
}

/**
 * The attempt is locked for as long as the statement lasts, against being handed in: an answer that is called saved is
 * one that will be scored.
 */
const statement = {
  name: "save-answer",
  text: `
    with attempt as materialized (
      select id, "submittedAt" is not null as closed,
        coalesce("deadlineAt" + interval '${GRACE_SECONDS} seconds' < $6::timestamptz, false) as late
      from "Attempt" where id = $1 and "userId" = $2 for key share
    ), written as (
      insert into "Answer" as a ("attemptId", "itemKey", value, sequence, "savedAt")
      select id, $3, $4::jsonb, $5::bigint, $6::timestamptz from attempt where not closed and not late
      on conflict ("attemptId", "itemKey") do update
        set value = excluded.value, sequence = excluded.sequence, "savedAt" = excluded."savedAt"
        where a.sequence < excluded.sequence
      returning 1
    )
    select closed, late, exists (select from written) as written from attempt`,
};

/**
 * Saves one answer as it is given. One SQL statement (the first of an attempt in a process reads the attempt and its
 * instrument beforehand), atomic, and safe to repeat: only a higher sequence replaces what is stored.
 */
export async function saveAnswer(ask: Ask): Promise<SaveAnswer> {
  const { userId, attemptId, itemKey, sequence } = ask;
  const attempt = await findAttempt({ userId, attemptId });
  if (!attempt) return { status: "refused", reason: "no-such-attempt" };
  const { instrument } = await loadRevision(attempt.revisionId);
  const item = instrument.items.find((candidate) => candidate.key === itemKey);
  if (!item) return { status: "refused", reason: "bad-value", because: "unknown-item" };
  const parsed = kindOf(item).parse(item, ask.value);
  if (parsed.status === "refused") return { status: "refused", reason: "bad-value", because: parsed.reason };
  const at = now();
  if (!Number.isSafeInteger(sequence) || sequence < 1 || sequence > at.getTime() + MAX_SEQUENCE_AHEAD) {
    return { status: "refused", reason: "bad-value", because: "bad-sequence" };
  }

  const { rows } = await pool.query<{ closed: boolean; late: boolean; written: boolean }>({
    ...statement,
    values: [attemptId, userId, itemKey, JSON.stringify(parsed.answer), sequence, at],
  });
  const [row] = rows;
  if (!row) return { status: "refused", reason: "no-such-attempt" };
  if (row.written) return { status: "saved", sequence };
  if (row.closed) return { status: "refused", reason: "closed" };
  if (row.late) return { status: "refused", reason: "out-of-time" };

  // The stored answer is at least as new. It is read anew: it may have come while the statement ran.
  const stored = await pool.query<{ value: unknown; sequence: string }>(
    `select n.value, n.sequence from "Answer" n join "Attempt" a on a.id = n."attemptId"
     where a.id = $1 and a."userId" = $2 and n."itemKey" = $3`,
    [attemptId, userId, itemKey],
  );
  const newer = stored.rows[0];
  if (!newer) return { status: "refused", reason: "no-such-attempt" };
  const answer = kindOf(item).parse(item, newer.value);
  const values = answer.status === "answer" && answer.answer !== null ? kindOf(item).values(answer.answer) : [];
  const kept = Number(newer.sequence);
  const same = kept === sequence && JSON.stringify(newer.value) === JSON.stringify(parsed.answer);
  return same ? { status: "saved", sequence } : { status: "stale", values, sequence: kept };
}
