import { afterEach, expect, test } from "vitest";
import { rescoreAttempt } from "#app/features/assessment/rescore-attempt.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { submitOverdueAttempts } from "#app/features/assessment/submit-overdue-attempts.server.ts";
import { SCORER_VERSION } from "#app/features/instruments/score.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aCourseWith, aLearner, aProfile, profileAnswers } from "#tests/support/assessment-builders.ts";

afterEach(() => shiftClock(0));

async function anAttempt(data: unknown, answers: Record<string, unknown> = {}) {
  const learner = await aLearner(await aCourseWith(data));
  const started = await startAttempt(learner.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  const { userId } = learner;
  const { attemptId } = started;
  // Two answers within a millisecond are two answers.
  let sequence = now().getTime();
  const save = (itemKey: string, value: unknown) => saveAnswer({ userId, attemptId, itemKey, value, sequence: sequence++ });
  for (const [itemKey, value] of Object.entries(answers)) await save(itemKey, value);
  return { learner, userId, attemptId, ask: { userId, attemptId }, save };
}

const RIGHT = { colour: "blue", primes: ["two", "three"], round: false };

test("handing in scores the saved answers and closes the attempt", async () => {
  const { ask, attemptId, userId, learner } = await anAttempt(aCheck(), { colour: "blue", round: true });
  const submitted = await submitAttempt(ask);
  expect(submitted).toMatchObject({
    status: "submitted",
    first: true,
    passed: false,
    result: { kind: "graded", points: 1, max: 3 },
    attempt: { id: attemptId, userId, enrolmentId: learner.enrolmentId, lessonKey: "the-check", number: 1 },
  });
  const attempt = await db.attempt.findUniqueOrThrow({ where: { id: attemptId }, include: { scores: true } });
  expect(attempt).toMatchObject({
    openSlot: null,
    submittedAt: expect.any(Date),
    scores: [{ scorerVersion: SCORER_VERSION, passed: false }],
  });
});

test("handing in twice gives the same result and changes nothing", async () => {
  const { ask, attemptId } = await anAttempt(aCheck(), RIGHT);
  const first = await submitAttempt(ask);
  const { submittedAt } = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  shiftClock(60_000);
  const second = await submitAttempt(ask);
  expect(second).toEqual({ ...first, first: false });
  expect(await db.attempt.findUniqueOrThrow({ where: { id: attemptId } })).toMatchObject({ submittedAt });
});

test("fifty submissions at once make one score and agree on it", async () => {
  const { ask, attemptId } = await anAttempt(aCheck(), RIGHT);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => submitAttempt(ask)));
  expect(outcomes.filter((outcome) => outcome.status === "submitted" && outcome.first)).toHaveLength(1);
  expect(outcomes.every((outcome) => outcome.status === "submitted" && outcome.passed)).toBe(true);
  expect(await db.score.count({ where: { attemptId } })).toBe(1);
});

test("handing in can be part of a larger transaction, and fails with it", async () => {
  const { ask, attemptId } = await anAttempt(aCheck(), RIGHT);
  const failing = db.$transaction(async (tx) => {
    await submitAttempt(ask, tx);
    throw new Error("the rest failed");
  });
  await expect(failing).rejects.toThrow("the rest failed");
  expect(await db.attempt.findUniqueOrThrow({ where: { id: attemptId } })).toMatchObject({ submittedAt: null });
  expect(await db.score.count({ where: { attemptId } })).toBe(0);
});

test("nobody hands in the attempt of another", async () => {
  const mine = await anAttempt(aCheck());
  const theirs = await anAttempt(aCheck());
  for (const attemptId of [mine.attemptId, "nothing", "a\0b"]) {
    expect(await submitAttempt({ userId: theirs.userId, attemptId })).toEqual({ status: "refused", reason: "no-such-attempt" });
  }
});

test("a profile is passed by handing it in, also with too few answers for a score", async () => {
  const whole = await anAttempt(aProfile(), profileAnswers(6, 2));
  expect(await submitAttempt(whole.ask)).toMatchObject({ passed: true, result: { profile: { key: "anxious" } } });
  const empty = await anAttempt(aProfile());
  expect(await submitAttempt(empty.ask)).toMatchObject({ passed: true, result: { profile: null } });
});

test("answers that were taken back count as none", async () => {
  const { ask, save } = await anAttempt(aCheck(), RIGHT);
  await save("primes", []);
  const submitted = await submitAttempt(ask);
  expect(submitted).toMatchObject({ result: { points: 2 } });
});

test("attempts whose time is over are handed in with what they have, and no others", async () => {
  const late = await anAttempt(aCheck({ minutes: 1 }), { colour: "blue", round: false });
  const running = await anAttempt(aCheck({ minutes: 60 }), RIGHT);
  const untimed = await anAttempt(aCheck(), RIGHT);
  shiftClock(80_000);
  expect(await submitOverdueAttempts(submitAttempt)).toBe(0);
  shiftClock(91_000);
  expect(await submitOverdueAttempts(submitAttempt)).toBe(1);
  expect(await submitOverdueAttempts(submitAttempt)).toBe(0);
  const attempts = await db.attempt.findMany({
    where: { id: { in: [late.attemptId, running.attemptId, untimed.attemptId] } },
    include: { scores: true },
  });
  const submitted = attempts.filter(({ submittedAt }) => submittedAt);
  expect(submitted.map(({ id }) => id)).toEqual([late.attemptId]);
  expect(submitted[0]?.scores).toMatchObject([{ passed: true, result: { points: 2 } }]);
});

test("an overdue attempt that cannot be handed in does not hold up the others", async () => {
  const attempts = [await anAttempt(aCheck({ minutes: 1 })), await anAttempt(aCheck({ minutes: 1 }))];
  shiftClock(120_000);
  const finish = async (ask: { userId: string; attemptId: string }) => {
    if (ask.attemptId === attempts[0]?.attemptId) throw new Error("broken");
    return submitAttempt(ask);
  };
  expect(await submitOverdueAttempts(finish)).toBe(1);
  expect(await db.attempt.findUniqueOrThrow({ where: { id: attempts[1]!.attemptId } })).toMatchObject({ openSlot: null });
  expect(await submitOverdueAttempts(submitAttempt)).toBe(1);
});

test("scoring again adds a row beside an older scorer's and leaves the answers alone", async () => {
  const { ask, attemptId } = await anAttempt(aCheck(), RIGHT);
  expect(await rescoreAttempt({ attemptId })).toEqual({ status: "refused", reason: "not-submitted" });
  await submitAttempt(ask);
  expect(await rescoreAttempt({ attemptId })).toMatchObject({ status: "scored", changed: false });
  await db.score.updateMany({ where: { attemptId }, data: { scorerVersion: 0, passed: false } });
  expect(await rescoreAttempt({ attemptId })).toMatchObject({ status: "scored", changed: true, result: { points: 3 } });
  const scores = await db.score.findMany({ where: { attemptId }, orderBy: { sequence: "asc" } });
  expect(scores.map(({ scorerVersion, passed }) => [scorerVersion, passed])).toEqual([
    [0, false],
    [SCORER_VERSION, true],
  ]);
  expect(await submitAttempt(ask)).toMatchObject({ first: false, passed: true });
});
