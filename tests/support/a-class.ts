import { accommodateStudent } from "#app/features/assessment/accommodate-student.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { withdrawAccommodation } from "#app/features/assessment/withdraw-accommodation.server.ts";
import { visitCourse } from "#app/features/learning/visit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck } from "./assessment-builders.ts";
import { aCourse } from "./courses.ts";
import { anInstructor } from "./people.ts";
import { aGrant, aViewer } from "./viewers.ts";

export const NONE = { extraAttempts: 0, extraMinutes: 0, closes: null as string | null, reason: "Was ill" };

/** A course with one check under these rules, somebody who learns in it, and what they and the staff do. */
export async function aClass(rules: Record<string, unknown>, timeZone: string | null = null) {
  const course = await aCourse({ lessons: [{ key: "quiz", assessment: aCheck(rules) }, "end"] });
  const viewer = await aViewer({ timeZone });
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  const visit = await visitCourse(viewer, course.key);
  if (visit.status !== "open") throw new Error(visit.status);
  const actor = await anInstructor();
  const place = { actorId: actor.id, courseId: course.courseId, userId: viewer.id, lessonKey: "quiz" };
  const ask = {
    ...{ userId: viewer.id, enrolmentId: visit.enrolment.id, courseId: course.courseId, lessonKey: "quiz", timeZone },
    instrument: course.manifest.modules[0]!.lessons[0]!.assessment!,
  };
  return {
    ...{ course, viewer, actor, ask, place },
    grant: (terms: Partial<typeof NONE>) => accommodateStudent({ ...place, ...NONE, ...terms }),
    withdraw: () => withdrawAccommodation({ ...place, reason: "A mistake" }),
    start: () => startAttempt(ask),
    /** Begins and hands in, as often as told, at once. Every start that is not refused gives an attempt. */
    race: async (times: number) => {
      const cycle = async () => {
        const started = await startAttempt(ask);
        if ("attemptId" in started) await submitAttempt({ userId: viewer.id, attemptId: started.attemptId });
      };
      await Promise.all(Array.from({ length: times }, cycle));
    },
    attempts: () => db.attempt.findMany({ where: { userId: viewer.id }, orderBy: { number: "asc" } }),
  };
}

export async function opened(starting: ReturnType<typeof startAttempt>): Promise<string> {
  const started = await starting;
  if (started.status !== "opened") throw new Error(JSON.stringify(started));
  return started.attemptId;
}
