import { grantEntitlement } from "#app/features/access/grant-entitlement.server.ts";
import { readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { openEnrolment } from "./open-enrolment.server.ts";

export type EnrolFree =
  | { status: "enrolled"; courseKey: string }
  | { status: "refused"; reason: "no-such-course" | "needs-payment" };

/** Enrols a learner in a course that costs nothing. Asking twice changes nothing. */
export async function enrolFree(ask: { userId: string; courseKey: string }, tx: Db = db): Promise<EnrolFree> {
  const course = await readPublicCourse(ask.courseKey, tx);
  if (!course) return { status: "refused", reason: "no-such-course" };
  if (course.price) return { status: "refused", reason: "needs-payment" };
  await inTransaction(tx, async (tx) => {
    await grantEntitlement(
      {
        userId: ask.userId,
        courseId: course.courseId,
        source: "free",
        sourceKey: `free:${ask.userId}:${course.courseId}`,
        reason: "The course is free.",
        startsAt: now(),
      },
      tx,
    );
    await openEnrolment({ userId: ask.userId, courseId: course.courseId, releaseId: course.releaseId }, tx);
  });
  return { status: "enrolled", courseKey: ask.courseKey };
}
