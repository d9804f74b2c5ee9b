import { afterEach, expect, test } from "vitest";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { visitAttempt } from "#app/features/assessment/visit-attempt.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aCourseWith, aLearner } from "#tests/support/assessment-builders.ts";
import { statementsOf } from "#tests/support/statements.ts";

afterEach(() => shiftClock(0));

async function anAttempt(given: Record<string, unknown> = {}) {
  const classroom = await aCourseWith(aCheck(given));
  const learner = await aLearner(classroom);
  const started = await startAttempt(learner.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  const { userId } = learner;
  const { attemptId } = started;
  const save = (value: unknown, sequence: number, itemKey = "colour") =>
    saveAnswer({ userId, attemptId, itemKey, value, sequence });
  const stored = async (itemKey = "colour") => db.answer.findUnique({ where: { attemptId_itemKey: { attemptId, itemKey } } });
  return { classroom, userId, attemptId, save, stored };
}

test("an answer is saved in one statement", async () => {
  const { save, stored } = await anAttempt();
  await save("red", 1);
  const statements = await statementsOf(async () => {
    expect(await save("blue", 2)).toEqual({ status: "saved", sequence: 2 });
  });
  expect(statements).toHaveLength(1);
  expect(await stored()).toMatchObject({ value: "blue", sequence: 2n });
});

test("an answer that was overtaken changes nothing and is told what is stored", async () => {
  const { save, stored } = await anAttempt();
  await save("blue", 10);
  expect(await save("red", 9)).toEqual({ status: "stale", values: ["blue"], sequence: 10 });
  expect(await save("red", 10)).toEqual({ status: "stale", values: ["blue"], sequence: 10 });
  expect(await stored()).toMatchObject({ value: "blue", sequence: 10n });
});

test("the same answer sent twice is saved both times", async () => {
  const { save } = await anAttempt();
  expect(await save("blue", 5)).toEqual({ status: "saved", sequence: 5 });
  expect(await save("blue", 5)).toEqual({ status: "saved", sequence: 5 });
});

test("taking an answer back is an answer too", async () => {
  const { save, stored } = await anAttempt();
  await save(["two"], 1, "primes");
  expect(await save([], 2, "primes")).toEqual({ status: "saved", sequence: 2 });
  expect(await stored("primes")).toMatchObject({ value: null, sequence: 2n });
  expect(await save(["three"], 1, "primes")).toEqual({ status: "stale", values: [], sequence: 2 });
});

test("in whatever order a hundred saves arrive, the last one given is kept", async () => {
  const { save, stored } = await anAttempt();
  const sequences = Array.from({ length: 100 }, (_, index) => index + 1).sort(() => Math.random() - 0.5);
  const outcomes = await Promise.all(sequences.map((sequence) => save(sequence === 100 ? "blue" : "red", sequence)));
  expect(outcomes.every(({ status }) => status !== "refused")).toBe(true);
  expect(await stored()).toMatchObject({ value: "blue", sequence: 100n });
});

test.each([
  ["ghost", "red", 1, "unknown-item"],
  ["__proto__", "red", 1, "unknown-item"],
  ["colour", "green", 1, "unknown-choice"],
  ["colour", ["red", "blue"], 1, "too-many-choices"],
  ["colour", { key: "red" }, 1, "not-an-answer"],
  ["colour", "red", 0, "bad-sequence"],
  ["colour", "red", 1.5, "bad-sequence"],
  ["colour", "red", Number.NaN, "bad-sequence"],
  ["colour", "red", 2 ** 53, "bad-sequence"],
  ["colour", "red", Date.now() + 48 * 60 * 60 * 1000, "bad-sequence"],
])("item %s with %j and sequence %d is refused as %s", async (itemKey, value, sequence, because) => {
  const { save, attemptId } = await anAttempt();
  expect(await save(value, sequence, itemKey)).toEqual({ status: "refused", reason: "bad-value", because });
  expect(await db.answer.count({ where: { attemptId } })).toBe(0);
});

test("nobody saves into the attempt of another, warm cache or cold", async () => {
  const { attemptId, save, stored } = await anAttempt();
  const { userId } = await anAttempt();
  const steal = () => saveAnswer({ userId, attemptId, itemKey: "colour", value: "red", sequence: 99 });
  expect(await steal()).toEqual({ status: "refused", reason: "no-such-attempt" });
  await save("blue", 1);
  expect(await steal()).toEqual({ status: "refused", reason: "no-such-attempt" });
  expect(await stored()).toMatchObject({ value: "blue" });
  for (const forged of ["", "nothing", "a\0b", '\'; drop table "Answer"; --', "x".repeat(5_000)]) {
    expect(await saveAnswer({ userId, attemptId: forged, itemKey: "colour", value: "red", sequence: 1 })).toMatchObject({
      reason: "no-such-attempt",
    });
  }
});

test("whoever loses access saves nothing from that moment on, and goes on when it is back", async () => {
  const { classroom, userId, save, stored } = await anAttempt();
  await save("red", 1);
  await db.entitlement.updateMany({ where: { userId }, data: { revokedAt: now(), revokedReason: "refunded" } });
  expect(await save("blue", 2)).toEqual({ status: "refused", reason: "no-access" });
  expect(await save("green", 3)).toEqual({ status: "refused", reason: "no-access" });
  expect(await stored()).toMatchObject({ value: "red" });
  const grant = { userId, courseId: classroom.courseId, source: "manual", startsAt: now(), endsAt: null } as const;
  const { id } = await db.entitlement.create({ data: { ...grant, sourceKey: `manual:${userId}` } });
  expect(await save("blue", 4)).toEqual({ status: "saved", sequence: 4 });

  // It ends by the clock alone: nothing in the database changes.
  await db.entitlement.update({ where: { id }, data: { endsAt: new Date(now().getTime() + 60_000) } });
  expect(await save("red", 5)).toEqual({ status: "saved", sequence: 5 });
  shiftClock(61_000);
  expect(await save("blue", 6)).toEqual({ status: "refused", reason: "no-access" });
  expect(await stored()).toMatchObject({ value: "red", sequence: 5n });

  await db.courseStaff.create({ data: { userId, courseId: classroom.courseId, role: "viewer" } });
  expect(await save("blue", 7)).toEqual({ status: "saved", sequence: 7 });
});

test("an administrator needs no entitlement to save an answer of their own", async () => {
  const { userId, attemptId, save } = await anAttempt();
  await db.entitlement.deleteMany({ where: { userId } });
  expect(await save("red", 1)).toEqual({ status: "refused", reason: "no-access" });
  const ask = { userId, attemptId, itemKey: "colour", value: "red", sequence: 2 };
  expect(await saveAnswer({ ...ask, role: "admin" })).toEqual({ status: "saved", sequence: 2 });
});

test("answers given while access comes and goes are saved or refused, and what is called saved is stored", async () => {
  const { userId, save, stored } = await anAttempt();
  const flip = async (revokedAt: Date | null) =>
    void (await db.entitlement.updateMany({ where: { userId }, data: { revokedAt } }));
  let last = 0;
  for (let round = 0; round < 20; round++) {
    const sequence = round + 1;
    const [outcome] = await Promise.all([save(round % 2 ? "red" : "blue", sequence), flip(round % 3 ? now() : null)]);
    if (outcome.status === "saved") last = sequence;
    else expect(outcome).toEqual({ status: "refused", reason: "no-access" });
    expect(Number((await stored())?.sequence ?? 0)).toBe(last);
  }
});

test("the first answer after the page was opened is saved in one statement too", async () => {
  const { userId, attemptId, save } = await anAttempt();
  expect(await visitAttempt({ id: userId, role: "student" }, attemptId)).toMatchObject({ status: "allowed" });
  const statements = await statementsOf(async () => {
    expect(await save("blue", 1)).toEqual({ status: "saved", sequence: 1 });
  });
  expect(statements).toHaveLength(1);
});

test("a submitted attempt takes no further answer", async () => {
  const { userId, attemptId, save, stored } = await anAttempt();
  await save("red", 1);
  await submitAttempt({ userId, attemptId });
  expect(await save("blue", 2)).toEqual({ status: "refused", reason: "closed" });
  expect(await stored()).toMatchObject({ value: "red" });
});

test("the deadline is kept by the server, with half a minute for answers that are on their way", async () => {
  const { save, stored } = await anAttempt({ minutes: 10 });
  shiftClock(10 * 60_000 + 29_000);
  expect(await save("red", now().getTime())).toMatchObject({ status: "saved" });
  shiftClock(10 * 60_000 + 31_000);
  expect(await save("blue", now().getTime())).toEqual({ status: "refused", reason: "out-of-time" });
  expect(await stored()).toMatchObject({ value: "red" });
});

test("an answer that is called saved while the attempt is handed in is one that is scored", async () => {
  for (let round = 0; round < 25; round++) {
    const { userId, attemptId, save } = await anAttempt();
    const [early, submitted, late] = await Promise.all([
      save("blue", 1),
      submitAttempt({ userId, attemptId }),
      save(false, 1, "round"),
    ]);
    if (submitted.status !== "submitted" || submitted.result.kind !== "graded") throw new Error("not graded");
    const points = submitted.result.points;
    expect(points).toBe([early, late].filter(({ status }) => status === "saved").length);
    for (const outcome of [early, late]) if (outcome.status === "refused") expect(outcome.reason).toBe("closed");
  }
});
