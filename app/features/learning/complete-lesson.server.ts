import type { ManifestLesson } from "#app/features/courseware/manifest.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { neighboursOf, progressAfter } from "./evaluate-progress.ts";
import { recordProgress } from "./record-progress.server.ts";
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
  const { finished } = progressAfter(manifest, learner.records, lesson.key);
  await recordProgress({
    userId: ask.viewer.id,
    enrolmentId: enrolment.id,
    lessonKey: lesson.key,
    completes: enrolment.releaseId,
    finishesCourse: finished,
  });
  return { status: "completed", next: neighboursOf(manifest, lesson.key).next, courseFinished: finished };
}
