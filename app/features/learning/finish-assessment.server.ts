import { type SubmitAttempt, submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { findLesson } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";

/**
 * Hands an attempt in and, where it is passed, completes its lesson, in one transaction: there is no passed attempt
 * beside a lesson that is not completed. A second call changes nothing.
 */
export async function finishAssessment(ask: { userId: string; attemptId: string }, tx: Db = db): Promise<SubmitAttempt> {
  return inTransaction(tx, async (tx) => {
    const submitted = await submitAttempt(ask, tx);
    if (submitted.status !== "submitted" || !submitted.passed) return submitted;
    const { enrolmentId, lessonKey } = submitted.attempt;
    const enrolment = await tx.enrolment.findFirst({
      where: { id: enrolmentId, userId: ask.userId },
      select: { releaseId: true },
    });
    const lesson = enrolment && findLesson(await loadManifest(enrolment.releaseId), lessonKey);
    // A release that the learner has moved to may ask for something else than passing; the attempt counts all the same.
    if (enrolment) await keepCompletion({ enrolmentId, lessonKey, releaseId: lesson ? enrolment.releaseId : null }, tx);
    return submitted;
  });
}

async function keepCompletion(ask: { enrolmentId: string; lessonKey: string; releaseId: string | null }, tx: Db): Promise<void> {
  const at = now();
  await tx.$executeRaw`
    insert into "LessonProgress" as p
      ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
    values (${ask.enrolmentId}, ${ask.lessonKey}, ${at}, ${at}, ${at}, ${ask.releaseId})
    on conflict ("enrolmentId", "lessonKey") do update set
      "completedOn" = case when p."completedAt" is null then excluded."completedOn" else p."completedOn" end,
      "completedAt" = coalesce(p."completedAt", excluded."completedAt")`;
}
