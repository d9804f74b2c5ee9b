import { type SubmitAttempt, submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { findLesson, type Manifest } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { evaluateProgress } from "./evaluate-progress.ts";
import { recordFinish } from "./open-enrolment.server.ts";

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
      select: { releaseId: true, completedAt: true },
    });
    if (!enrolment) return submitted;
    const manifest = await loadManifest(enrolment.releaseId);
    // A release that the learner has moved to may ask for something else than passing; the attempt counts all the same.
    const releaseId = findLesson(manifest, lessonKey) ? enrolment.releaseId : null;
    await keepCompletion({ enrolmentId, lessonKey, releaseId }, tx);
    if (!enrolment.completedAt && (await isFinished(enrolmentId, manifest, tx))) {
      await recordFinish({ userId: ask.userId, enrolmentId }, tx);
    }
    return submitted;
  });
}

async function isFinished(enrolmentId: string, manifest: Manifest, tx: Db): Promise<boolean> {
  const completed = await tx.lessonProgress.findMany({
    where: { enrolmentId, completedAt: { not: null } },
    select: { lessonKey: true },
  });
  const records = new Map(completed.map(({ lessonKey }) => [lessonKey, { viewed: true, completed: true }]));
  return evaluateProgress(manifest, records).finished;
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
