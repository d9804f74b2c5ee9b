import type { Db } from "#app/platform/db.server.ts";

interface OwnAttempt {
  id: string;
  courseId: string;
  lessonKey: string;
  kind: "graded" | "profile";
  submittedAt: Date | null;
  deletedAt: Date | null;
}

/**
 * A person's own attempt, which nobody hands in, shares or deletes until the transaction ends; null for one of somebody
 * else as for one that does not exist.
 */
export async function lockOwnAttempt(ask: { userId: string; attemptId: string }, tx: Db): Promise<OwnAttempt | null> {
  // The driver refuses a NUL byte, and no id has one.
  if (ask.attemptId.includes("\0")) return null;
  const [row] = await tx.$queryRaw<OwnAttempt[]>`
    select a.id, a."courseId", a."lessonKey", r.definition ->> 'kind' as kind, a."submittedAt", a."deletedAt"
    from "Attempt" a join "InstrumentRevision" r on r.id = a."revisionId"
    where a.id = ${ask.attemptId} and a."userId" = ${ask.userId} for update of a`;
  return row ?? null;
}
