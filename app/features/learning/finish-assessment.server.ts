import { passesLesson } from "#app/features/assessment/lesson-grade.server.ts";
import { type SubmitAttempt, submitAttemptIn } from "#app/features/assessment/submit-attempt.server.ts";
import { findLesson } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inStatementTransaction, type RunStatement } from "#app/platform/db.server.ts";
import { progressAfter } from "./evaluate-progress.ts";

// The owner is the attempt's, whose enrolment this is. The completed lessons are those from before.
const completing = {
  name: "complete-by-passing",
  text: `
    with kept as (
      insert into "LessonProgress" as p
        ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
      values ($1, $2, $3::timestamptz, $3::timestamptz, $3::timestamptz, $4)
      on conflict ("enrolmentId", "lessonKey") do update set
        "completedOn" = case when p."completedAt" is null then excluded."completedOn" else p."completedOn" end,
        "completedAt" = coalesce(p."completedAt", excluded."completedAt")
    )
    select e."completedAt" is not null as finished,
      array(select p."lessonKey" from "LessonProgress" p where p."enrolmentId" = e.id and p."completedAt" is not null) as completed
    from "Enrolment" e where e.id = $1`,
};

const finishing = {
  name: "finish-course",
  text: `update "Enrolment" set "completedAt" = $2::timestamptz where id = $1 and "completedAt" is null`,
};

/**
 * Hands an attempt in and, where the lesson is passed by its grade policy, completes it, and with the last required one the course, in one
 * transaction: there is no passed check beside a lesson that is not completed. A second call changes nothing, and no later
 * attempt ever makes a completed lesson incomplete.
 */
export async function finishAssessment(ask: { userId: string; attemptId: string }, tx: Db = db): Promise<SubmitAttempt> {
  return inStatementTransaction(tx, async (run) => {
    const submitted = await submitAttemptIn(run, ask);
    if (submitted.status === "submitted" && (await passesLesson(submitted, run))) await completeByPassing(run, submitted.attempt);
    return submitted;
  });
}

/** Completes the lesson of a passed attempt, and with the last required one the course. Doing it twice changes nothing. */
export async function completeByPassing(
  run: RunStatement,
  { enrolmentId, lessonKey, releaseId }: { enrolmentId: string | null; lessonKey: string; releaseId: string | null },
): Promise<void> {
  // What stands alone is of no lesson.
  if (enrolmentId === null || releaseId === null) return;
  const manifest = await loadManifest(releaseId, run);
  // A release that the learner has moved to may ask for something else than passing; the attempt counts all the same.
  const completedOn = findLesson(manifest, lessonKey) ? releaseId : null;
  const at = now();
  const values = [enrolmentId, lessonKey, at, completedOn];
  const [enrolment] = await run<{ finished: boolean; completed: string[] }>(completing, values);
  const records = new Map(enrolment?.completed.map((key) => [key, { viewed: true, completed: true }]));
  if (!enrolment?.finished && progressAfter(manifest, records, lessonKey).finished) await run(finishing, [enrolmentId, at]);
}
