import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { AnswerForm } from "./answer-form.ts";
import { findAttempt } from "./attempt-facts.queries.server.ts";
import { GRACE_SECONDS } from "./attempt-rules.ts";
import { loadRevision } from "./revision.queries.server.ts";

export interface BadAnswer {
  itemKey: string;
  because: "unknown-item" | "unknown-choice" | "too-many-choices" | "not-an-answer";
  /** What the person can do about it, where there is more to say. */
  message?: string;
}

export type SaveAnswers =
  /** `bad` are the answers that could not be taken; all others are saved. */
  | { status: "saved"; saved: number; bad: BadAnswer[] }
  | { status: "refused"; reason: "closed" | "out-of-time" | "no-such-attempt" };

/** A form has no sequence of its own: what the person sent last counts, so it goes above what is stored. */
const statement = {
  name: "save-answers",
  text: `
    with attempt as materialized (
      select id, "submittedAt" is not null as closed,
        coalesce("deadlineAt" + interval '${GRACE_SECONDS} seconds' < $5::timestamptz, false) as late
      from "Attempt" where id = $1 and "userId" = $2 for key share
    ), written as (
      insert into "Answer" as a ("attemptId", "itemKey", value, sequence, "savedAt")
      select attempt.id, given.item, given.value, $6::bigint, $5::timestamptz
      from attempt, unnest($3::text[], $4::jsonb[]) as given (item, value)
      where not closed and not late
      -- In one order, so that two forms that cross cannot wait for each other.
      order by given.item
      on conflict ("attemptId", "itemKey") do update
        set value = excluded.value, sequence = greatest(a.sequence + 1, excluded.sequence), "savedAt" = excluded."savedAt"
      returning 1
    )
    select closed, late, (select count(*)::int from written) as saved from attempt`,
};

/**
 * Saves a whole page at once, for browsers without JavaScript: of the answers that were sent, those that differ from
 * what the page showed. So an old page in another tab takes nothing back that it never changed.
 */
export async function saveAnswers(ask: { userId: string; attemptId: string; form: AnswerForm }): Promise<SaveAnswers> {
  const { userId, attemptId, form } = ask;
  const attempt = await findAttempt({ userId, attemptId });
  if (!attempt) return { status: "refused", reason: "no-such-attempt" };
  const { instrument } = await loadRevision(attempt.revisionId);
  const { changed, bad } = readChanges(instrument, form);
  const at = now();
  const { rows } = await pool.query<{ closed: boolean; late: boolean; saved: number }>({
    ...statement,
    values: [
      attemptId,
      userId,
      changed.map(([key]) => key),
      changed.map(([, answer]) => JSON.stringify(answer)),
      at,
      at.getTime(),
    ],
  });
  const [row] = rows;
  if (!row) return { status: "refused", reason: "no-such-attempt" };
  if (row.closed) return { status: "refused", reason: "closed" };
  if (row.late) return { status: "refused", reason: "out-of-time" };
  return { status: "saved", saved: row.saved, bad };
}

function readChanges(instrument: CompiledInstrument, { given, shown }: AnswerForm) {
  const changed: [string, Answer | null][] = [];
  const bad: BadAnswer[] = [];
  const unknown = new Set(given.keys());
  for (const item of instrument.items) {
    unknown.delete(item.key);
    if (kindOf(item).byUpload) continue;
    const values = given.get(item.key) ?? [];
    const before = shown.get(item.key) ?? [];
    if (values.length === before.length && values.every((value) => before.includes(value))) continue;
    const parsed = kindOf(item).parse(item, values);
    if (parsed.status === "answer") changed.push([item.key, parsed.answer]);
    else bad.push({ itemKey: item.key, because: parsed.reason, ...(parsed.message && { message: parsed.message }) });
  }
  for (const itemKey of unknown) bad.push({ itemKey, because: "unknown-item" });
  return { changed, bad };
}
