import { afterEach, expect, test } from "vitest";
import { accommodateStudent } from "#app/features/assessment/accommodate-student.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db, pool } from "#app/platform/db.server.ts";
import { aClass, NONE, opened } from "#tests/support/a-class.ts";

afterEach(() => shiftClock(0));

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

/** Waits until a statement of somebody else stands and waits for a lock. */
async function somebodyWaits(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await pool.query(`select count(*)::int as count from pg_locks where not granted
        and pid in (select pid from pg_stat_activity where datname = current_database())`);
      return rows[0].count;
    })
    .toBeGreaterThan(0);
}

test("a start that meets a grant half done waits for it, and has the time that it gives", async () => {
  const { place, start, attempts } = await aClass({ minutes: 10 });
  let starting: ReturnType<typeof start> | undefined;
  await db.$transaction(async (tx) => {
    await accommodateStudent({ ...place, ...NONE, extraMinutes: 20 }, tx);
    starting = start();
    await somebodyWaits();
  });
  expect(await starting).toMatchObject({ status: "opened" });
  const [attempt] = await attempts();
  expect((attempt!.deadlineAt!.getTime() - attempt!.startedAt.getTime()) / 60_000).toBe(30);
});

test("a grant that meets a start half done waits for it, and moves the deadline of its attempt", async () => {
  const { ask, grant, start, attempts } = await aClass({ minutes: 10 });
  // What a start does, held just before its end: its lock is taken, and the attempt is there for nobody yet.
  await submitAttempt({ userId: ask.userId, attemptId: await opened(start()) });
  const [first] = await attempts();
  const client = await pool.connect();
  await client.query("begin");
  await client.query(`update "Accommodation" set version = version where "enrolmentId" = $1`, [ask.enrolmentId]);
  await client.query(
    `insert into "Attempt" (id, "userId", "enrolmentId", "courseId", "lessonKey", "revisionId", number, seed, "openSlot", "startedAt", "deadlineAt")
     select 'held-' || id, "userId", "enrolmentId", "courseId", "lessonKey", "revisionId", 2, 1, $2, "startedAt", "deadlineAt"
     from "Attempt" where id = $1`,
    [first!.id, `${ask.enrolmentId}:quiz`],
  );
  const granting = grant({ extraMinutes: 20 });
  await somebodyWaits();
  await client.query("commit");
  client.release();
  expect(await granting).toEqual({ status: "granted" });
  const held = (await attempts())[1]!;
  expect((held.deadlineAt!.getTime() - held.startedAt.getTime()) / 60_000).toBe(30);
});
