import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import type { Enrolment } from "./learner.queries.server.ts";

/** Begins the learning state of a person in a course, pinned to a release. Asking twice changes nothing. */
export async function openEnrolment(
  ask: { userId: string; courseId: string; releaseId: string },
  tx: Db = db,
): Promise<Enrolment> {
  await tx.enrolment.createMany({ data: [{ ...ask, createdAt: now() }], skipDuplicates: true });
  return tx.enrolment.findUniqueOrThrow({
    where: { userId_courseId: { userId: ask.userId, courseId: ask.courseId } },
    select: { id: true, releaseId: true, lastLessonKey: true, completedAt: true },
  });
}

/** Moves a learner from one release to another. Of two visits at once one does it; progress is kept by lesson keys and stays. */
export async function moveToRelease(
  ask: { userId: string; enrolmentId: string; from: string; to: string },
  tx: Db = db,
): Promise<void> {
  await tx.enrolment.updateMany({
    where: { id: ask.enrolmentId, userId: ask.userId, releaseId: ask.from },
    data: { releaseId: ask.to },
  });
}

/** Notes when a learner had completed all that was required; the first time counts. */
export async function recordFinish(ask: { userId: string; enrolmentId: string }, tx: Db = db): Promise<void> {
  await tx.enrolment.updateMany({
    where: { id: ask.enrolmentId, userId: ask.userId, completedAt: null },
    data: { completedAt: now() },
  });
}
