import { type Db, db } from "#app/platform/db.server.ts";

/** What an author says has changed in a release. */
export interface ReleaseNotes {
  number: number;
  notes: string;
  publishedAt: Date;
}

/** Releases of which a learner reads at once what has changed; who was away for longer reads of the last ones. */
const MOST = 5;

interface Ask {
  userId: string;
  courseId: string;
}

/**
 * What has changed up to the release that a learner is on, since they enrolled and since they last put it away, the newest
 * first. Notes that the author left empty are none.
 */
export async function readReleaseNotes({ userId, courseId }: Ask, tx: Db = db): Promise<ReleaseNotes[]> {
  return tx.$queryRaw<ReleaseNotes[]>`
    select r.number, r.notes, r."publishedAt" from "Enrolment" e
    join "Release" own on own.id = e."releaseId"
    join "Release" r on r."courseId" = e."courseId" and r.number <= own.number
    where e."userId" = ${userId} and e."courseId" = ${courseId}
      and r.number > e."notesRead" and r."publishedAt" > e."createdAt" and btrim(r.notes) <> ''
    order by r.number desc limit ${MOST}`;
}

/** The learner has read what there is up to a release. Doing it again, or late, changes nothing. */
export async function putAwayReleaseNotes(
  ask: { userId: string; courseKey: string; number: number },
  tx: Db = db,
): Promise<void> {
  await tx.enrolment.updateMany({
    where: { userId: ask.userId, course: { key: ask.courseKey }, notesRead: { lt: ask.number } },
    data: { notesRead: ask.number },
  });
}
