import { randomUUID } from "node:crypto";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { type Classroom, compiled, type Learner } from "./assessment-builders.ts";

/** Begins an attempt, answers and hands it in, as a learner would. */
export async function take(learner: Learner, answers: Record<string, unknown>): Promise<string> {
  const started = await startAttempt(learner.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  const { attemptId } = started;
  const { userId } = learner;
  for (const [itemKey, value] of Object.entries(answers)) {
    await saveAnswer({ userId, attemptId, itemKey, value, sequence: now().getTime() });
  }
  await submitAttempt({ userId, attemptId });
  return attemptId;
}

/** The same learner in another lesson of the course, or with another revision of an instrument. */
export function inLesson(learner: Learner, lessonKey: string, instrument = learner.ask.instrument): Learner {
  return { ...learner, ask: { ...learner.ask, lessonKey, instrument } };
}

/** Another revision of an instrument in the same course. */
export async function aRevision({ courseId }: Classroom, data: unknown): Promise<{ key: string; digest: string }> {
  const definition: CompiledInstrument = compiled(data);
  const instrument = { key: definition.key, digest: randomUUID() };
  await db.instrumentRevision.create({
    data: { courseId, ...instrument, definition: definition as unknown as Prisma.InputJsonObject },
  });
  return instrument;
}

/** Many people who have each handed in one attempt, written straight into the tables: `answersOf` gives what they answered. */
export async function manyAttempts(
  classroom: Classroom,
  count: number,
  answersOf: (index: number) => Record<string, unknown>,
  given: { role?: "student" | "admin"; revisionId?: string; at?: Date } = {},
): Promise<{ userIds: string[] }> {
  const { courseId, releaseId, lessonKey } = classroom;
  const { role = "student", revisionId = classroom.revisionId, at = new Date("2026-01-01") } = given;
  const people = Array.from({ length: count }, () => ({ user: randomUUID(), enrolment: randomUUID(), attempt: randomUUID() }));
  const email = (user: string) => `many-${user}@example.org`;
  await db.user.createMany({ data: people.map(({ user }) => ({ id: user, email: email(user), name: "One of many", role })) });
  await db.enrolment.createMany({
    data: people.map(({ user, enrolment }) => ({ id: enrolment, userId: user, courseId, releaseId })),
  });
  await db.attempt.createMany({
    data: people.map(({ user, enrolment, attempt }, index) => ({
      ...{ id: attempt, userId: user, enrolmentId: enrolment, courseId, lessonKey, revisionId, number: 1, seed: index },
      ...{ startedAt: at, submittedAt: at },
    })),
  });
  await db.answer.createMany({
    data: people.flatMap(({ attempt }, index) =>
      Object.entries(answersOf(index)).map(([itemKey, value]) => ({
        attemptId: attempt,
        itemKey,
        value: value as never,
        sequence: 1n,
      })),
    ),
  });
  return { userIds: people.map(({ user }) => user) };
}

/** Answers to `aCheck` that give so many of its three points. */
export function answersWorth(points: 0 | 1 | 2 | 3): Record<string, unknown> {
  const right = Object.entries({ colour: "blue", primes: ["two", "three"], round: false });
  return Object.fromEntries(right.slice(0, points));
}

async function answer(userId: string, attemptId: string, answers: Record<string, unknown>): Promise<void> {
  let sequence = now().getTime();
  for (const [itemKey, value] of Object.entries(answers)) {
    const saved = await saveAnswer({ userId, attemptId, itemKey, value, sequence: sequence++ });
    if (saved.status !== "saved") throw new Error(JSON.stringify(saved));
  }
}

/** A whole attempt at a lesson of a published course: begun, answered, handed in. */
export async function takeLesson(
  viewer: Viewer,
  courseKey: string,
  lessonKey: string,
  answers: Record<string, unknown>,
): Promise<string> {
  const started = await startAssessment({ viewer, courseKey, lessonKey });
  if (started.status !== "opened") throw new Error(JSON.stringify(started));
  await answer(viewer.id, started.attemptId, answers);
  await finishAssessment({ userId: viewer.id, attemptId: started.attemptId });
  return started.attemptId;
}
