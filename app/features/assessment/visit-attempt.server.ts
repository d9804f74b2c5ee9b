import type { AccessRefusal } from "#app/features/access/decide-access.ts";
import { decideLesson, findCourseAccess } from "#app/features/access/lesson-access.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { type AttemptFacts, findAttempt } from "./attempt-facts.queries.server.ts";

export type AttemptVisit =
  | { status: "allowed"; attempt: AttemptFacts; courseKey: string }
  | { status: "no-such-attempt" }
  /** Access to the course is gone; what was handed in can still be read. */
  | { status: "closed"; reason: AccessRefusal; courseKey: string };

/**
 * What going on with an attempt begins with: is it the viewer's own, and may they still open the course? The attempt
 * stands for its lesson, so a release that no longer has the lesson does not lock an attempt that is open. One SQL
 * statement; one more for the first visit in a process.
 */
export async function visitAttempt(viewer: Pick<Viewer, "id" | "role">, attemptId: string): Promise<AttemptVisit> {
  const attempt = await findAttempt({ userId: viewer.id, attemptId });
  const course = attempt && (await findCourseAccess({ courseId: attempt.courseId, userId: viewer.id }));
  if (!attempt || !course) return { status: "no-such-attempt" };
  const decision = decideLesson(viewer, course, { preview: false });
  if (!decision.allowed) return { status: "closed", reason: decision.reason, courseKey: course.courseKey };
  return { status: "allowed", attempt, courseKey: course.courseKey };
}
