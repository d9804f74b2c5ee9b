import { afterEach, expect, test } from "vitest";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aCourseWith, aLearner, aProfile, type Learner } from "#tests/support/assessment-builders.ts";
import { statementsOf } from "#tests/support/statements.ts";

afterEach(() => shiftClock(0));

async function opened(learner: Learner): Promise<string> {
  const started = await startAttempt(learner.ask);
  if (started.status !== "opened") throw new Error(JSON.stringify(started));
  return started.attemptId;
}

async function pass({ userId }: Learner, attemptId: string) {
  let sequence = now().getTime();
  for (const [itemKey, value] of Object.entries({ colour: "blue", primes: ["two", "three"], round: false })) {
    await saveAnswer({ userId, attemptId, itemKey, value, sequence: sequence++ });
  }
  return submitAttempt({ userId, attemptId });
}

test("starting opens an attempt, and starting again gives it back", async () => {
  const learner = await aLearner(await aCourseWith(aCheck({ minutes: 20 })));
  const attemptId = await opened(learner);
  expect(await startAttempt(learner.ask)).toEqual({ status: "resumed", attemptId });
  const attempt = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  expect(attempt).toMatchObject({ number: 1, submittedAt: null, userId: learner.userId });
  expect(attempt.deadlineAt!.getTime() - attempt.startedAt.getTime()).toBe(20 * 60_000);
});

test("the first attempt is opened in one statement, and a later one in two", async () => {
  const classroom = await aCourseWith(aCheck());
  // The process knows the instrument from here on.
  await opened(await aLearner(classroom));
  const learner = await aLearner(classroom);
  let attemptId = "";
  expect(await statementsOf(async () => (attemptId = await opened(learner)))).toHaveLength(1);
  expect(await statementsOf(() => startAttempt(learner.ask))).toHaveLength(1);
  await submitAttempt({ userId: learner.userId, attemptId });
  expect(await statementsOf(() => opened(learner))).toHaveLength(2);
});

test("fifty starts at once give one open attempt", async () => {
  const learner = await aLearner(await aCourseWith(aCheck()));
  const started = await Promise.all(Array.from({ length: 50 }, () => startAttempt(learner.ask)));
  expect(new Set(started.map((outcome) => "attemptId" in outcome && outcome.attemptId)).size).toBe(1);
  expect(started.filter(({ status }) => status === "opened")).toHaveLength(1);
  expect(await db.attempt.count({ where: { userId: learner.userId } })).toBe(1);
});

test("fifty starts and submissions at once, at the limit, never make one attempt too many", async () => {
  const learner = await aLearner(await aCourseWith(aCheck({ attempts: 3 })));
  const { userId } = learner;
  const cycle = async () => {
    const started = await startAttempt(learner.ask);
    if ("attemptId" in started) await submitAttempt({ userId, attemptId: started.attemptId });
  };
  // A round makes one attempt at least: none is open when it begins.
  for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 50 }, cycle));
  const attempts = await db.attempt.findMany({ where: { userId }, orderBy: { number: "asc" }, include: { scores: true } });
  expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(attempts.every(({ submittedAt, openSlot, scores }) => submittedAt && openSlot === null && scores.length === 1)).toBe(
    true,
  );
  expect(await startAttempt(learner.ask)).toEqual({ status: "refused", reason: "no-attempts-left" });
});

test("a passed check is not taken again", async () => {
  const learner = await aLearner(await aCourseWith(aCheck()));
  expect(await pass(learner, await opened(learner))).toMatchObject({ passed: true });
  expect(await startAttempt(learner.ask)).toEqual({ status: "refused", reason: "already-passed" });
});

test("a profile can be taken again", async () => {
  const learner = await aLearner(await aCourseWith(aProfile()));
  await submitAttempt({ userId: learner.userId, attemptId: await opened(learner) });
  const second = await opened(learner);
  expect(await db.attempt.findUniqueOrThrow({ where: { id: second } })).toMatchObject({ number: 2 });
});

test("an open attempt whose time is over has to be handed in first", async () => {
  const learner = await aLearner(await aCourseWith(aCheck({ minutes: 1 })));
  const attemptId = await opened(learner);
  shiftClock(60_000 + 29_000);
  expect(await startAttempt(learner.ask)).toEqual({ status: "resumed", attemptId });
  shiftClock(60_000 + 31_000);
  expect(await startAttempt(learner.ask)).toEqual({ status: "overdue", attemptId });
});

test("nobody starts in the enrolment of another, in another course, or on an instrument that is not there", async () => {
  const classroom = await aCourseWith(aCheck());
  const [learner, other] = [await aLearner(classroom), await aLearner(classroom)];
  const elsewhere = await aCourseWith(aCheck());
  const { ask } = learner;
  expect(await startAttempt({ ...ask, userId: other.userId })).toEqual({ status: "refused", reason: "no-such-enrolment" });
  const { courseId, instrument } = elsewhere;
  expect(await startAttempt({ ...ask, courseId, instrument })).toEqual({ status: "refused", reason: "no-such-enrolment" });
  expect(await startAttempt({ ...ask, instrument })).toEqual({ status: "refused", reason: "no-such-instrument" });
  expect(await db.attempt.count({ where: { courseId: { in: [classroom.courseId, courseId] } } })).toBe(0);
});

test("an attempt stays on its revision when the course publishes another one", async () => {
  const classroom = await aCourseWith(aCheck());
  const learner = await aLearner(classroom);
  const attemptId = await opened(learner);
  const newer = await aCourseWith(aCheck({ passMark: 100 }));
  const { digest } = newer.instrument;
  await db.instrumentRevision.update({ where: { id: newer.revisionId }, data: { courseId: classroom.courseId } });
  expect(await startAttempt({ ...learner.ask, instrument: { ...classroom.instrument, digest } })).toEqual({
    status: "resumed",
    attemptId,
  });
  const attempt = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  expect(attempt.revisionId).toBe(classroom.revisionId);
});
