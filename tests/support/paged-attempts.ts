import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aCourseWith, aLearner } from "./assessment-builders.ts";
import { aCookieOf } from "./people.ts";

/** A check of so many statements, true or false, named q1, q2 and so on. */
export function aLongCheck(count: number, given: Record<string, unknown> = {}) {
  const items = Array.from({ length: count }, (_, index) => ({
    key: `q${index + 1}`,
    kind: "true-false",
    prompt: `Statement ${index + 1}`,
    answer: true,
  }));
  return aCheck({ items, ...given });
}

/** An open attempt at an instrument, its owner's cookie, and what is stored of it. */
export async function anAttemptAt(data: unknown) {
  const classroom = await aCourseWith(data);
  const learner = await aLearner(classroom);
  const started = await startAttempt(learner.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  const { attemptId } = started;
  const cookie = await aCookieOf({ id: learner.userId });
  return {
    attemptId,
    userId: learner.userId,
    path: `/attempts/${attemptId}`,
    lesson: `/learn/${classroom.courseKey}/${classroom.lessonKey}`,
    with: (more: object = {}) => ({ cookie, params: { attemptId }, ...more }),
    stored: async () => {
      const rows = await db.answer.findMany({ where: { attemptId } });
      return Object.fromEntries(rows.map(({ itemKey, value }) => [itemKey, value]));
    },
  };
}
