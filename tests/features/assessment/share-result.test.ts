import { afterEach, expect, test } from "vitest";
import { listAttemptsForStaff, readResultForStaff } from "#app/features/assessment/answers.queries.server.ts";
import { deleteResult } from "#app/features/assessment/delete-result.server.ts";
import { withdrawConsent } from "#app/features/assessment/record-consent.server.ts";
import { readResultPrivacy } from "#app/features/assessment/result-privacy.queries.server.ts";
import { shareResult, unshareResult } from "#app/features/assessment/share-result.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { doneOrWaiting, whileHeld } from "#tests/support/held-table.ts";
import { anInstructor } from "#tests/support/people.ts";
import { aProfileCourse, aTaker, begin, takeProfile } from "#tests/support/profile-takers.ts";

afterEach(() => shiftClock(0));

const instructor = await anInstructor({ name: "Ines Instructor" });
const course = await aProfileCourse({ ownerId: instructor.id, check: aCheck() });
const staff = {
  viewer: { id: instructor.id, role: "instructor" as const },
  course: { id: course.courseId, staffRole: "owner" as const },
};
const read = (attemptId: string, as: typeof staff = staff) => readResultForStaff({ ...as, attemptId });

test("who runs the course reads a result once it is shared, as far as it is shared, and no longer", async () => {
  const viewer = await aTaker(course);
  const userId = viewer.id;
  const attemptId = await takeProfile(viewer, course);
  expect(await read(attemptId)).toBeNull();
  expect(await listAttemptsForStaff({ ...staff, userId })).toEqual([]);

  expect(await shareResult({ userId, attemptId, scope: "result" })).toEqual({ status: "shared" });
  expect(await read(attemptId)).toMatchObject({ userId, answers: null, sharedAt: expect.any(Date), result: { kind: "profile" } });
  expect(await listAttemptsForStaff({ ...staff, userId })).toMatchObject([
    { attemptId, kind: "profile", sharedAt: expect.any(Date) },
  ]);

  expect(await shareResult({ userId, attemptId, scope: "result_and_answers" })).toEqual({ status: "shared" });
  expect((await read(attemptId))?.answers).toHaveLength(8);
  expect(await shareResult({ userId, attemptId, scope: "result" })).toEqual({ status: "shared" });
  expect((await read(attemptId))?.answers).toBeNull();

  expect(await unshareResult({ userId, attemptId })).toEqual({ status: "private" });
  expect(await unshareResult({ userId, attemptId })).toEqual({ status: "private" });
  expect(await read(attemptId)).toBeNull();
  expect(await listAttemptsForStaff({ ...staff, userId })).toEqual([]);
  const shares = await db.resultShare.findMany({ where: { attemptId }, orderBy: { createdAt: "asc" } });
  expect(shares.map(({ scope, liveSlot, revokedAt }) => [scope, liveSlot, revokedAt !== null])).toEqual([
    ["result", null, true],
    ["result_and_answers", null, true],
    ["result", null, true],
  ]);
  const log = await db.auditEntry.findMany({ where: { subjectId: attemptId }, orderBy: { id: "asc" } });
  expect(log.map(({ action, actorId }) => [action, actorId])).toEqual([
    ["result.share", userId],
    ["result.share", userId],
    ["result.share", userId],
    ["result.unshare", userId],
  ]);
});

test("nobody else reads what is shared: another course's instructor, a student, and no other attempt is shared with it", async () => {
  const viewer = await aTaker(course);
  const first = await takeProfile(viewer, course);
  const second = await takeProfile(viewer, course);
  await shareResult({ userId: viewer.id, attemptId: first, scope: "result_and_answers" });
  expect(await read(second)).toBeNull();
  const stranger = await anInstructor();
  const foreign = await aProfileCourse({ ownerId: stranger.id });
  const elsewhere = {
    viewer: { id: stranger.id, role: "instructor" as const },
    course: { id: foreign.courseId, staffRole: "owner" as const },
  };
  expect(await read(first, elsewhere)).toBeNull();
  const noPlace = { ...staff, viewer: elsewhere.viewer, course: { id: course.courseId, staffRole: null } };
  expect(await readResultForStaff({ ...noPlace, attemptId: first })).toBeNull();
  const student = { viewer: { id: (await aTaker(course)).id, role: "student" as const }, course: staff.course };
  expect(await readResultForStaff({ ...student, attemptId: first })).toBeNull();
  const admin = { viewer: { id: "an-admin", role: "admin" as const }, course: { id: course.courseId, staffRole: null } };
  expect(await readResultForStaff({ ...admin, attemptId: first })).not.toBeNull();
  expect(await readResultForStaff({ ...admin, attemptId: second })).toBeNull();
  for (const attemptId of ["", "no-such", "a\0b"]) expect(await read(attemptId)).toBeNull();
});

test("a check is there for who runs the course without sharing, and cannot be shared", async () => {
  const viewer = await aTaker(course);
  const attemptId = await takeProfile(viewer, course, { colour: "red" }, "check");
  expect(await read(attemptId)).toMatchObject({ kind: "graded", sharedAt: null, answers: [["colour", "red"]] });
  expect(await shareResult({ userId: viewer.id, attemptId, scope: "result" })).toEqual({
    status: "refused",
    reason: "not-a-questionnaire",
  });
});

test("only the owner shares and takes back, and only what is handed in", async () => {
  const [viewer, neighbour] = [await aTaker(course), await aTaker(course)];
  const attemptId = await begin(viewer, course, { "anxiety-1": 3 });
  const shared = { userId: viewer.id, attemptId, scope: "result" as const };
  expect(await shareResult(shared)).toEqual({ status: "refused", reason: "nothing-to-share" });
  const done = await takeProfile(viewer, course);
  expect(await shareResult({ ...shared, attemptId: done, userId: neighbour.id })).toMatchObject({ reason: "no-such-attempt" });
  await shareResult({ ...shared, attemptId: done });
  expect(await unshareResult({ userId: neighbour.id, attemptId: done })).toMatchObject({ reason: "no-such-attempt" });
  expect(await read(done)).not.toBeNull();
  for (const forged of ["", "a\0b", "nothing"]) {
    expect(await shareResult({ ...shared, attemptId: forged })).toMatchObject({ reason: "no-such-attempt" });
  }
  expect(await readResultPrivacy({ userId: neighbour.id, attemptId: done })).toBeNull();
});

test("the page names who would read it", async () => {
  const viewer = await aTaker(course);
  await onStaff(await anInstructor({ name: "Gus Grader" }), course, "grader");
  await onStaff(await aTaker(course, { name: "Left Behind" }), course, "viewer");
  const attemptId = await takeProfile(viewer, course);
  expect(await readResultPrivacy({ userId: viewer.id, attemptId })).toMatchObject({
    share: null,
    people: ["Gus Grader", "Ines Instructor"],
  });
});

test("twenty shares at once are one live share", async () => {
  const viewer = await aTaker(course);
  const attemptId = await takeProfile(viewer, course);
  const scopes = Array.from({ length: 20 }, (_, at) => (at % 2 ? ("result" as const) : ("result_and_answers" as const)));
  const outcomes = await Promise.all(scopes.map((scope) => shareResult({ userId: viewer.id, attemptId, scope })));
  expect(outcomes.every(({ status }) => status === "shared")).toBe(true);
  expect(await db.resultShare.count({ where: { attemptId, liveSlot: attemptId } })).toBe(1);
  expect(await db.resultShare.count({ where: { attemptId, revokedAt: null } })).toBe(1);
});

test.each(["unshare", "delete"] as const)(
  "what begins after %s has ended reads nothing, however many read at once",
  async (how) => {
    const viewer = await aTaker(course);
    const attemptId = await takeProfile(viewer, course);
    const own = { userId: viewer.id, attemptId };
    for (let round = 0; round < 10; round += 1) {
      if (how === "delete" && round > 0) break;
      await shareResult({ ...own, scope: "result_and_answers" });
      let ended = false;
      const readers = Array.from({ length: 6 }, async () => {
        for (let look = 0; look < 12; look += 1) {
          const begunAfter = ended;
          const seen = await read(attemptId);
          if (begunAfter) expect(seen).toBeNull();
          // Whole or not at all: never a result without the answers that were shared with it.
          if (seen) expect(seen.answers).toHaveLength(8);
        }
      });
      const revoking = (how === "unshare" ? unshareResult(own) : deleteResult(own)).then(() => (ended = true));
      await Promise.all([...readers, revoking]);
      expect(await read(attemptId)).toBeNull();
    }
  },
);

test("what is being shared while consent is taken back is shared no longer", async () => {
  const course = await aProfileCourse();
  const viewer = await aTaker(course);
  const userId = viewer.id;
  const attemptId = await takeProfile(viewer, course);
  const { id: consentId } = await db.consent.findFirstOrThrow({ where: { userId } });
  let withdrawn: Promise<unknown> = Promise.resolve();
  await inTransaction(db, async (tx) => {
    await shareResult({ userId, attemptId, scope: "result" }, tx);
    withdrawn = withdrawConsent({ userId, consentId });
    await doneOrWaiting(withdrawn, 1);
  });
  await withdrawn;
  expect(await db.resultShare.count({ where: { liveSlot: attemptId } })).toBe(0);
});

test("what is taken back between deciding and reading is not read", async () => {
  const viewer = await aTaker(course);
  const attemptId = await takeProfile(viewer, course);
  const own = { userId: viewer.id, attemptId };
  await shareResult({ ...own, scope: "result_and_answers" });
  // The second statement waits for the scores, after the first has decided.
  const held = { table: "Answer", mode: "access exclusive", waiting: 1 } as const;
  expect(await whileHeld(held, () => read(attemptId))).not.toBeNull();
  expect(
    await whileHeld(
      held,
      () => read(attemptId),
      () => unshareResult(own),
    ),
  ).toBeNull();
  // Less was shared meanwhile, and not what was decided on: that is not read either, until it is decided again.
  await shareResult({ ...own, scope: "result_and_answers" });
  const lessen = () => shareResult({ ...own, scope: "result" });
  expect(await whileHeld(held, () => read(attemptId), lessen)).toBeNull();
  expect(await read(attemptId)).toMatchObject({ answers: null });
});
