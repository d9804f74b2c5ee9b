import type { Db } from "#app/platform/db.server.ts";

const MOST = 200;

/** The attempts at a lesson that have drafts, those of the grader left out, the oldest first. */
export async function findDraftedWork(ask: { courseId: string; lessonKey: string; graderId: string }, tx: Db): Promise<string[]> {
  const { courseId, lessonKey, graderId } = ask;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select a.id from "Attempt" a
    where a."courseId" = ${courseId} and a."lessonKey" = ${lessonKey} and a."userId" <> ${graderId}
      and a."submittedAt" is not null
      and exists (select from "Grade" g where g."attemptId" = a.id and g."draftMarks" is not null)
    order by a."submittedAt", a.id limit ${MOST}`;
  return rows.map(({ id }) => id);
}
