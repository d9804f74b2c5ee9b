import { decideLesson } from "#app/features/access/lesson-access.server.ts";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import { type CompiledItem, kindOf } from "#app/features/instruments/items/registry.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { findAttempt } from "./attempt-facts.queries.server.ts";
import { GRACE_SECONDS, MAX_SEQUENCE_AHEAD } from "./attempt-rules.ts";
import { loadRevision } from "./revision.queries.server.ts";
import { ACCESS_COLUMN, recallAccess, rememberAccess } from "./seen-access.server.ts";
import { visitAttempt } from "./visit-attempt.server.ts";

export type SaveAnswer =
  | { status: "saved"; sequence: number }
  /** A later answer is stored already. `values` are the controls that it ticks. */
  | { status: "stale"; values: string[]; sequence: number }
  | { status: "refused"; reason: "closed" | "out-of-time" | "no-such-attempt" | "no-access" }
  | {
      status: "refused";
      reason: "bad-value";
      because: "unknown-item" | "unknown-choice" | "too-many-choices" | "not-an-answer" | "bad-sequence";
      /** What the person can do about it, where there is more to say. */
      message?: string;
    };

interface Ask {
  userId: string;
  /** A student where it is left out. */
  role?: Viewer["role"];
  attemptId: string;
  itemKey: string;
  /** The values of the ticked controls, or the answer itself. Nothing ticked takes the answer back. */
  value: unknown;
  /** Milliseconds on the server's clock as the browser reckons it, and always above those before. */
  sequence: number;
}

interface Row {
  closed: boolean;
  late: boolean;
  /** Whether the access that the decision rests on is what the database has. Where it is not, nothing is written. */
  current: boolean;
  written: boolean;
  /** The access as it is, where it is not what the decision rests on. */
  access: string | null;
}

/**
 * The attempt is locked for as long as the statement lasts, against being handed in: an answer that is called saved is
 * one that will be scored.
 */
const statement = {
  name: "save-answer",
  text: `
    with attempt as materialized (
      select a.id, a."submittedAt" is not null as closed,
        coalesce(a."deadlineAt" + interval '${GRACE_SECONDS} seconds' < $6::timestamptz, false) as late,
        ${ACCESS_COLUMN}
      from "Attempt" a where a.id = $2 and a."userId" = $1 for key share
    ), written as (
      insert into "Answer" as n ("attemptId", "itemKey", value, sequence, "savedAt")
      select id, $3, $4::jsonb, $5::bigint, $6::timestamptz from attempt where not closed and not late and access = $7::text
      on conflict ("attemptId", "itemKey") do update
        set value = excluded.value, sequence = excluded.sequence, "savedAt" = excluded."savedAt"
        where n.sequence < excluded.sequence
      returning 1
    )
    select closed, late, coalesce(access = $7::text, false) as current, exists (select from written) as written,
      case when access is distinct from $7::text then access end as access
    from attempt`,
};

const MOST_ROUNDS = 10;

/**
 * Saves one answer as it is given, where the person may still open the course. One SQL statement, atomic, and safe to
 * repeat: only a higher sequence replaces what is stored. Access is decided on what was last seen of it, and the
 * statement writes only where that is still so; where it is not (or nothing was seen in this process), what is there
 * now is decided on, and the statement is sent again.
 */
export async function saveAnswer(ask: Ask): Promise<SaveAnswer> {
  const { userId, attemptId, itemKey, sequence } = ask;
  const viewer = { id: userId, role: ask.role ?? "student" } as const;
  const attempt = await findAttempt({ userId, attemptId });
  if (!attempt) return { status: "refused", reason: "no-such-attempt" };
  const { instrument } = await loadRevision(attempt.revisionId);
  const at = now();
  const given = readGiven(instrument, ask, at);
  if ("because" in given) {
    const visit = await visitAttempt(viewer, attemptId);
    if (visit.status === "closed") return { status: "refused", reason: "no-access" };
    return { status: "refused", reason: "bad-value", ...given };
  }

  const { item, answer } = given;
  let seen = recallAccess(attempt);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const allowed = seen && decideLesson(viewer, seen.course, { preview: false }, at).allowed;
    const values = [userId, attemptId, itemKey, JSON.stringify(answer), sequence, at, allowed ? seen?.written : null];
    const { rows } = await pool.query<Row>({ ...statement, values });
    const [row] = rows;
    if (!row) return { status: "refused", reason: "no-such-attempt" };
    if (row.written) return { status: "saved", sequence };
    if (row.current) {
      if (row.closed) return { status: "refused", reason: "closed" };
      if (row.late) return { status: "refused", reason: "out-of-time" };
      return compareWithStored({ userId, attemptId, item, answer, sequence });
    }
    seen = rememberAccess(userId, row.access!);
    if (!decideLesson(viewer, seen.course, { preview: false }, at).allowed) return { status: "refused", reason: "no-access" };
  }
  throw new Error(`What opens the course of attempt ${attemptId} changes faster than an answer can be saved.`);
}

type BadValue = Extract<SaveAnswer, { reason: "bad-value" }>;
type Given = { item: CompiledItem; answer: Answer | null } | Pick<BadValue, "because" | "message">;

function readGiven({ items }: CompiledInstrument, { itemKey, value, sequence }: Ask, at: Date): Given {
  const item = items.find((candidate) => candidate.key === itemKey);
  if (!item) return { because: "unknown-item" };
  if (kindOf(item).byUpload) return { because: "not-an-answer", message: "Send files with the button below the question." };
  const parsed = kindOf(item).parse(item, value);
  if (parsed.status === "refused") return { because: parsed.reason, ...(parsed.message && { message: parsed.message }) };
  if (!Number.isSafeInteger(sequence) || sequence < 1 || sequence > at.getTime() + MAX_SEQUENCE_AHEAD) {
    return { because: "bad-sequence" };
  }
  return { item, answer: parsed.answer };
}

/** The stored answer is at least as new. It is read anew: it may have come while the statement ran. */
async function compareWithStored(given: {
  userId: string;
  attemptId: string;
  item: CompiledItem;
  answer: Answer | null;
  sequence: number;
}): Promise<SaveAnswer> {
  const { userId, attemptId, item, sequence } = given;
  const { rows } = await pool.query<{ value: unknown; sequence: string }>(
    `select n.value, n.sequence from "Answer" n join "Attempt" a on a.id = n."attemptId"
     where a.id = $1 and a."userId" = $2 and n."itemKey" = $3`,
    [attemptId, userId, item.key],
  );
  const [stored] = rows;
  if (!stored) return { status: "refused", reason: "no-such-attempt" };
  const answer = kindOf(item).parse(item, stored.value);
  const values = answer.status === "answer" && answer.answer !== null ? kindOf(item).values(answer.answer) : [];
  const kept = Number(stored.sequence);
  const same = kept === sequence && JSON.stringify(stored.value) === JSON.stringify(given.answer);
  return same ? { status: "saved", sequence } : { status: "stale", values, sequence: kept };
}
