import { afterEach, expect, test } from "vitest";
import { accommodateStudent } from "#app/features/assessment/accommodate-student.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { submitOverdueAttempts } from "#app/features/assessment/submit-overdue-attempts.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aClass, NONE, opened } from "#tests/support/a-class.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

afterEach(() => shiftClock(0));

test("it cannot be begun before it opens and after it closes, and what is open then ends with it", async () => {
  const day = (ahead: number) => new Date(now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  const { start, attempts, viewer } = await aClass({ opens: day(10), closes: day(10), minutes: 60 }, "Pacific/Auckland");
  expect(await start()).toEqual({ status: "refused", reason: "not-open-yet" });
  // A day in Auckland ends hours before it does in UTC.
  const ends = Date.parse(`${day(10)}T24:00:00Z`) - offsetOf("Pacific/Auckland", `${day(10)}T24:00:00Z`);
  shiftClock(ends - 10 * 60_000 - Date.now());
  const attemptId = await opened(start());
  expect((await attempts())[0]?.deadlineAt).toEqual(new Date(ends));
  shiftClock(ends + 20_000 - Date.now());
  const answer = { userId: viewer.id, attemptId, itemKey: "colour", value: "blue" };
  expect(await saveAnswer({ ...answer, sequence: now().getTime() })).toMatchObject({ status: "saved" });
  shiftClock(ends + 31_000 - Date.now());
  expect(await saveAnswer({ ...answer, sequence: now().getTime() })).toEqual({ status: "refused", reason: "out-of-time" });
  await submitOverdueAttempts(finishAssessment);
  expect((await attempts())[0]?.submittedAt).not.toBeNull();
  expect(await start()).toEqual({ status: "refused", reason: "closed" });
});

/** How far the zone is ahead of UTC, in milliseconds, by what the platform's clock says there. */
function offsetOf(timeZone: string, utc: string): number {
  const shown = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone }).format(new Date(utc));
  return Date.parse(`${shown.replace(" ", "T")}Z`) - Date.parse(utc);
}

test("the student's own time zone reaches the rule by way of their session", async () => {
  const today = new Date().toISOString().slice(0, 10);
  const start = async (timeZone: string) => {
    const { course, viewer } = await aClass({ opens: today, closes: today }, timeZone);
    return startAssessment({ viewer, courseKey: course.key, lessonKey: "quiz" });
  };
  // At every moment of a day in UTC it is another day at one of the two ends of the world.
  const outcomes = await Promise.all([start("Etc/GMT+12"), start("Pacific/Kiritimati"), start("UTC")]);
  expect(outcomes.map(({ status }) => status)).toContain("refused-start");
  expect(outcomes[2]).toMatchObject({ status: "opened" });
});

test("more time moves the deadline of an attempt that is open, and none is ever taken from it", async () => {
  const { grant, withdraw, start, viewer, attempts } = await aClass({ minutes: 10 });
  const attemptId = await opened(start());
  const deadline = async () =>
    ((await attempts())[0]!.deadlineAt!.getTime() - (await attempts())[0]!.startedAt.getTime()) / 60_000;
  expect(await deadline()).toBe(10);
  await grant({ extraMinutes: 15 });
  expect(await deadline()).toBe(25);
  await grant({ extraMinutes: 5 });
  expect(await deadline()).toBe(25);
  await withdraw();
  expect(await deadline()).toBe(25);
  shiftClock(20 * 60_000);
  const answer = { userId: viewer.id, attemptId, itemKey: "colour", value: "blue", sequence: now().getTime() };
  expect(await saveAnswer(answer)).toMatchObject({ status: "saved" });
  await submitOverdueAttempts(finishAssessment);
  expect((await attempts())[0]?.submittedAt).toBeNull();
});

test("more time for who has not begun counts from their next attempt on, and is gone with the grant", async () => {
  const { grant, withdraw, start, viewer, attempts } = await aClass({ minutes: 10 });
  await grant({ extraMinutes: 20 });
  await submitAttempt({ userId: viewer.id, attemptId: await opened(start()) });
  await withdraw();
  await submitAttempt({ userId: viewer.id, attemptId: await opened(start()) });
  const minutes = (await attempts()).map(({ startedAt, deadlineAt }) => (deadlineAt!.getTime() - startedAt.getTime()) / 60_000);
  expect(minutes).toEqual([30, 10]);
});

test("a later closing opens again for one student, and lengthens what ends by closing", async () => {
  const day = (ahead: number) => new Date(now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  const { grant, start, attempts } = await aClass({ closes: day(1) });
  await opened(start());
  expect(await grant({ closes: day(1) })).toEqual({ status: "refused", reason: "not-later" });
  const until = day(5);
  expect(await grant({ closes: until })).toEqual({ status: "granted" });
  expect((await attempts())[0]?.deadlineAt).toEqual(new Date(Date.parse(`${until}T24:00:00Z`)));
  const late = await aClass({ closes: day(1) });
  shiftClock(3 * 86_400_000);
  expect(await late.start()).toEqual({ status: "refused", reason: "closed" });
  await late.grant({ closes: until });
  expect(await late.start()).toMatchObject({ status: "opened" });
});

test("every grant and every withdrawal is in the audit log, with what was there before; the same grant again is not", async () => {
  const { grant, withdraw, actor, viewer, course } = await aClass({ attempts: 1, minutes: 10 });
  await grant({ extraAttempts: 1 });
  expect(await grant({ extraAttempts: 1 })).toEqual({ status: "unchanged" });
  await grant({ extraMinutes: 5, reason: "Reads slowly" });
  expect(await withdraw()).toEqual({ status: "withdrawn" });
  expect(await withdraw()).toEqual({ status: "refused", reason: "no-such-accommodation" });
  const entries = await db.auditEntry.findMany({ where: { subjectId: viewer.id }, orderBy: { at: "asc" } });
  const place = { courseId: course.courseId, lessonKey: "quiz" };
  const nothing = { extraAttempts: 0, extraMinutes: 0, closes: null };
  expect(entries.map(({ actorId, action, reason }) => [actorId, action, reason])).toEqual([
    [actor.id, "accommodation.grant", "Was ill"],
    [actor.id, "accommodation.grant", "Reads slowly"],
    [actor.id, "accommodation.withdraw", "A mistake"],
  ]);
  expect(entries.map(({ detail }) => detail)).toMatchObject([
    { ...place, before: nothing, after: { ...nothing, extraAttempts: 1 } },
    { before: { ...nothing, extraAttempts: 1 }, after: { ...nothing, extraMinutes: 5 } },
    { before: { ...nothing, extraMinutes: 5, reason: "Reads slowly" } },
  ]);
});

test("what fails leaves neither a grant nor a line in the log", async () => {
  const { place, viewer } = await aClass({ attempts: 1 });
  const broken = db.$transaction(async (tx) => {
    await accommodateStudent({ ...place, ...NONE, extraAttempts: 1 }, tx);
    throw new Error("The rest of the transaction fails.");
  });
  await expect(broken).rejects.toThrow();
  expect(await db.auditEntry.count({ where: { subjectId: viewer.id } })).toBe(0);
  expect(await db.accommodation.count({ where: { enrolment: { userId: viewer.id } } })).toBe(0);
});

test("a grant that would change nothing, or is for nobody, is refused by name", async () => {
  const { grant, place } = await aClass({});
  const limited = await aClass({ attempts: 2, minutes: 5 });
  expect(await grant({})).toMatchObject({ reason: "nothing-granted" });
  expect(await grant({ extraAttempts: 1 })).toMatchObject({ reason: "no-limit-of-attempts" });
  expect(await grant({ extraMinutes: 1 })).toMatchObject({ reason: "no-time-limit" });
  expect(await grant({ closes: "2050-01-01" })).toMatchObject({ reason: "never-closes" });
  expect(await limited.grant({ extraAttempts: 1, reason: "  " })).toMatchObject({ reason: "reason-missing" });
  const ask = { ...limited.place, ...NONE, extraAttempts: 1 };
  expect(await accommodateStudent({ ...ask, lessonKey: "end" })).toMatchObject({ reason: "no-such-assessment" });
  expect(await accommodateStudent({ ...ask, userId: place.userId })).toMatchObject({ reason: "no-such-student" });
  expect(await accommodateStudent({ ...ask, courseId: place.courseId })).toMatchObject({ reason: "no-such-student" });
  expect(await db.accommodation.count({ where: { grantedAt: { not: null }, enrolment: { userId: ask.userId } } })).toBe(0);
});

test("what is granted in one lesson and to one student is nothing to another", async () => {
  const { course, grant, race, ask } = await aClass({ attempts: 1 });
  const other = await aViewer();
  await aGrant({ userId: other.id, courseId: course.courseId });
  await grant({ extraAttempts: 3 });
  await race(3);
  const theirs = { viewer: other, courseKey: course.key, lessonKey: "quiz" };
  const started = await startAssessment(theirs);
  if (started.status !== "opened") throw new Error(started.status);
  await finishAssessment({ userId: other.id, attemptId: started.attemptId });
  expect(await startAssessment(theirs)).toMatchObject({ reason: "no-attempts-left" });
  const elsewhere = { ...ask, lessonKey: "another" };
  await submitAttempt({ userId: ask.userId, attemptId: await opened(startAttempt(elsewhere)) });
  expect(await startAttempt(elsewhere)).toEqual({ status: "refused", reason: "no-attempts-left" });
});

test("a start of somebody with a grant costs two statements", async () => {
  const { grant, start } = await aClass({ minutes: 10 });
  // The process knows the instrument from here on.
  await grant({ extraMinutes: 5 });
  expect(await statementsOf(start)).toHaveLength(2);
});
