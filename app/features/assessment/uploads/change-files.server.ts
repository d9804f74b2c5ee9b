import { now } from "#app/platform/clock.server.ts";
import { db, inStatementTransaction } from "#app/platform/db.server.ts";
import { isOverdue } from "../attempt-rules.ts";

type ChangeFiles =
  | { status: "changed" }
  | { status: "too-many" }
  | { status: "refused"; reason: "closed" | "out-of-time" | "no-such-attempt" };

interface Ask {
  userId: string;
  attemptId: string;
  itemKey: string;
  /** How many files the item takes. */
  most: number;
  add?: { id: string; name: string; hash: string }[];
  /** Ids. One that is not there is gone already. */
  remove?: string[];
}

// Against being handed in, and against another change at the same moment.
const locking = {
  name: "lock-attempt-for-files",
  text: `select "submittedAt", "deadlineAt" from "Attempt" where id = $1 and "userId" = $2 for update`,
};
const removing = {
  name: "remove-files",
  text: `delete from "AnswerFile" where "attemptId" = $1 and "itemKey" = $2 and id = any($3::text[])`,
};
const adding = {
  name: "add-files",
  text: `
    insert into "AnswerFile" (id, "attemptId", "itemKey", "blobHash", name, "createdAt")
    select given.id, $1, $2, given.hash, given.name, $6::timestamptz
    from unnest($3::text[], $4::text[], $5::text[]) as given (id, hash, name)`,
};
const listing = {
  name: "list-files",
  text: `select id from "AnswerFile" where "attemptId" = $1 and "itemKey" = $2 order by "createdAt", id`,
};
const answering = {
  name: "answer-by-files",
  text: `
    insert into "Answer" as n ("attemptId", "itemKey", value, sequence, "savedAt")
    values ($1, $2, $3::jsonb, $4::bigint, $5::timestamptz)
    on conflict ("attemptId", "itemKey") do update
      set value = excluded.value, sequence = greatest(n.sequence + 1, excluded.sequence), "savedAt" = excluded."savedAt"`,
};

/** Changes the files of an item and the answer that lists them together, while the attempt is open. */
export async function changeFiles(ask: Ask): Promise<ChangeFiles> {
  const { userId, attemptId, itemKey, most, add = [], remove = [] } = ask;
  return inStatementTransaction(db, async (run): Promise<ChangeFiles> => {
    const [attempt] = await run<{ submittedAt: Date | null; deadlineAt: Date | null }>(locking, [attemptId, userId]);
    if (!attempt) return { status: "refused", reason: "no-such-attempt" };
    if (attempt.submittedAt) return { status: "refused", reason: "closed" };
    const at = now();
    if (isOverdue(attempt.deadlineAt, at)) return { status: "refused", reason: "out-of-time" };
    const before = await run<{ id: string }>(listing, [attemptId, itemKey]);
    const kept = before.map(({ id }) => id).filter((id) => !remove.includes(id));
    if (kept.length + add.length > most) return { status: "too-many" };
    await run(removing, [attemptId, itemKey, remove]);
    const columns = [add.map(({ id }) => id), add.map(({ hash }) => hash), add.map(({ name }) => name)];
    await run(adding, [attemptId, itemKey, ...columns, at]);
    const ids = [...kept, ...add.map(({ id }) => id)];
    await run(answering, [attemptId, itemKey, JSON.stringify(ids.length > 0 ? ids : null), at.getTime(), at]);
    return { status: "changed" };
  });
}
