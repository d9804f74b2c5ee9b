import { afterEach, expect, test } from "vitest";
import { accommodateStudent } from "#app/features/assessment/accommodate-student.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { submitOverdueAttempts } from "#app/features/assessment/submit-overdue-attempts.server.ts";
import { withdrawAccommodation } from "#app/features/assessment/withdraw-accommodation.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { visitCourse } from "#app/features/learning/visit.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anInstructor } from "#tests/support/people.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

afterEach(() => shiftClock(0));

const NONE = { extraAttempts: 0, extraMinutes: 0, closes: null as string | null, reason: "Was ill" };

/** A course with one check under these rules, somebody who learns in it, and what they and the staff do. */
async function aClass(rules: Record<string, unknown>, timeZone: string | null = null) {
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

async function opened(starting: ReturnType<typeof startAttempt>): Promise<string> {
  const started = await starting;
  if (started.status !== "opened") throw new Error(JSON.stringify(started));
  return started.attemptId;
}

test("extra attempts are counted exactly, also when fifty begin at once", async () => {
  const { grant, race, attempts, start } = await aClass({ attempts: 1 });
  await race(50);
  expect(await attempts()).toHaveLength(1);
  expect(await start()).toEqual({ status: "refused", reason: "no-attempts-left" });
  expect(await grant({ extraAttempts: 2 })).toEqual({ status: "granted" });
  for (let round = 0; round < 3; round++) await race(50);
  expect((await attempts()).map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(await start()).toEqual({ status: "refused", reason: "no-attempts-left" });
});

test("attempts that begin while they are granted and taken back are never more than were granted at some time", async () => {
  const { grant, withdraw, race, attempts } = await aClass({ attempts: 1 });
  await Promise.all([race(30), grant({ extraAttempts: 2 }), race(30), withdraw(), race(30)]);
  expect((await attempts()).length).toBeLessThanOrEqual(3);
  await withdraw();
  const before = (await attempts()).length;
  await race(20);
  expect((await attempts()).length).toBe(Math.max(1, before));
});

test("after the wait fifty starts at once give one attempt, and handing it in begins another wait", async () => {
  const { race, attempts, start } = await aClass({ wait: "2 hours" });
  await race(50);
  expect(await attempts()).toHaveLength(1);
  shiftClock(2 * 3_600_000 - 10_000);
  await race(50);
  expect(await start()).toEqual({ status: "refused", reason: "too-soon" });
  shiftClock(2 * 3_600_000 + 10_000);
  await race(50);
  expect(await attempts()).toHaveLength(2);
  expect(await start()).toEqual({ status: "refused", reason: "too-soon" });
});

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

test("an attempt that begins while more time is granted has it, whichever comes first", async () => {
  for (let round = 0; round < 12; round++) {
    const { grant, start, attempts } = await aClass({ minutes: 10 });
    const [, started] = await Promise.all([grant({ extraMinutes: 20 }), start(), start()]);
    expect(started.status).toMatch(/opened|resumed/);
    const [attempt, ...others] = await attempts();
    expect(others).toEqual([]);
    expect((attempt!.deadlineAt!.getTime() - attempt!.startedAt.getTime()) / 60_000).toBe(30);
  }
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
