import type { ManifestLesson } from "#app/features/courseware/manifest.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { evaluateProgress, neighboursOf } from "./evaluate-progress.ts";
import { type VisitRefusal, visitLesson } from "./visit.server.ts";

export type CompleteLesson =
  | { status: "completed"; next: ManifestLesson | null; courseFinished: boolean }
  | { status: "not-by-hand"; rule: "watched" | "passed"; lesson: ManifestLesson }
  | VisitRefusal;

/**
 * Marks a lesson complete by the reader's own word, where its rule allows that. Doing it twice changes nothing. A
 * recording can be read instead of watched, by who cannot or would rather not play it: `readTranscript` says so.
 */
export async function completeLesson(ask: {
  viewer: Viewer;
  courseKey: string;
  lessonKey: string;
  readTranscript?: boolean;
}): Promise<CompleteLesson> {
  const visit = await visitLesson(ask.viewer, ask.courseKey, ask.lessonKey);
  if (visit.status !== "open") return visit;
  const { lesson, manifest, enrolment, learner } = visit;
  if (lesson.completion === "passed" || (lesson.completion === "watched" && !ask.readTranscript)) {
    return { status: "not-by-hand", rule: lesson.completion, lesson };
  }
  const records = new Map(learner.records).set(lesson.key, { viewed: true, completed: true, position: 0, playedShare: 0 });
  const { finished } = evaluateProgress(manifest, records);
  await recordCompletion({
    userId: ask.viewer.id,
    enrolmentId: enrolment.id,
    releaseId: enrolment.releaseId,
    lessonKey: lesson.key,
    finishesCourse: finished,
  });
  return { status: "completed", next: neighboursOf(manifest, lesson.key).next, courseFinished: finished };
}

/**
 * Writes a completion, and with the last required one the end of the course. Both stay as they were first set: a
 * second completion changes nothing. The owner is in the condition, so a foreign enrolment's id writes nothing.
 */
const statement = {
  name: "record-completion",
  text: `
    with own as (
      update "Enrolment" set "lastLessonKey" = $3, "lastSeenAt" = $4,
        "completedAt" = case when $6 then coalesce("completedAt", $4) else "completedAt" end
      where id = $1 and "userId" = $2 returning id
    )
    insert into "LessonProgress" as p
      ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
    select id, $3, $4, $4, $4, $5::text from own
    on conflict ("enrolmentId", "lessonKey") do update set
      "lastViewedAt" = excluded."lastViewedAt",
      "completedOn" = case when p."completedAt" is null then excluded."completedOn" else p."completedOn" end,
      "completedAt" = coalesce(p."completedAt", excluded."completedAt")`,
};

export async function recordCompletion(ask: {
  userId: string;
  enrolmentId: string;
  releaseId: string;
  lessonKey: string;
  finishesCourse: boolean;
}): Promise<void> {
  await pool.query({
    ...statement,
    values: [ask.enrolmentId, ask.userId, ask.lessonKey, now(), ask.releaseId, ask.finishesCourse],
  });
}
