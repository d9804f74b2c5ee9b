import type { StartRefusal } from "#app/features/assessment/attempt-rules.ts";
import { findCountedAttempt } from "#app/features/assessment/lesson-grade.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { finishAssessment } from "./finish-assessment.server.ts";
import { type VisitRefusal, visitLesson } from "./visit.server.ts";

export type StartAssessment =
  | { status: "opened"; attemptId: string }
  | { status: "refused-start"; reason: StartRefusal | "no-assessment" }
  | VisitRefusal;

/** Opens an attempt at a lesson's assessment for who may open the lesson, or goes on with the open one. */
export async function startAssessment(ask: { viewer: Viewer; courseKey: string; lessonKey: string }): Promise<StartAssessment> {
  const visit = await visitLesson(ask.viewer, ask.courseKey, ask.lessonKey);
  if (visit.status !== "open") return visit;
  const { lesson, courseId, enrolment } = visit;
  if (!lesson.assessment) return { status: "refused-start", reason: "no-assessment" };
  const start = {
    userId: ask.viewer.id,
    enrolmentId: enrolment.id,
    courseId,
    lessonKey: lesson.key,
    instrument: lesson.assessment,
    timeZone: ask.viewer.timeZone,
  };
  let started = await startAttempt(start);
  if (started.status === "overdue") {
    await finishAssessment({ userId: ask.viewer.id, attemptId: started.attemptId });
    started = await startAttempt(start);
  }
  if (started.status === "opened" || started.status === "resumed") return { status: "opened", attemptId: started.attemptId };
  if (started.status !== "refused" || started.reason === "no-such-enrolment" || started.reason === "no-such-instrument") {
    return { status: "refused-start", reason: "no-assessment" };
  }
  if (started.reason === "already-passed" && visit.progress.lessons.get(lesson.key) !== "completed") {
    // Passed by a rule that a newer release brought, such as a lower pass mark: that completes the lesson too.
    const attemptId = await findCountedAttempt({ ...start, releaseId: enrolment.releaseId });
    if (attemptId) await finishAssessment({ userId: ask.viewer.id, attemptId });
  }
  return { status: "refused-start", reason: started.reason };
}
