import { describe, expect, test } from "vitest";
import { explainAccess } from "#app/features/access/decide-access.ts";
import { entitlementsOf } from "#app/features/access/entitlement.queries.server.ts";
import { grantEntitlement, grantManually } from "#app/features/access/grant-entitlement.server.ts";
import { decideLessonAccess, findCourseAccess } from "#app/features/access/lesson-access.server.ts";
import { revokeEntitlement } from "#app/features/access/revoke-entitlement.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { anAdmin, anInstructor, aStudent } from "#tests/support/people.ts";
import { aCourseForSale } from "#tests/support/shop.ts";
import { statementsOf } from "#tests/support/statements.ts";

type Course = Awaited<ReturnType<typeof aCourseForSale>>;

const verdict = async (
  viewer: { id: string; role: "student" | "instructor" | "admin" } | null,
  course: Course,
  lessonKey = "closed",
) => {
  const { decision } = await decideLessonAccess({ viewer, courseKey: course.key, lessonKey });
  return decision.allowed ? decision.because : decision.reason;
};
const aGrant = (user: { id: string }, course: Course, changes: { sourceKey?: string; startsAt?: Date; endsAt?: Date } = {}) =>
  grantEntitlement({
    userId: user.id,
    courseId: course.courseId,
    source: "gift",
    sourceKey: `gift:${user.id}:${course.courseId}`,
    reason: "A test.",
    ...changes,
  });

describe("who may open a lesson", () => {
  test("a closed lesson opens by a grant, and closes when it is revoked", async () => {
    const [course, student, admin] = [await aCourseForSale(), await aStudent(), await anAdmin()];
    expect(await verdict(student, course)).toBe("no-entitlement");
    await aGrant(student, course);
    expect(await verdict(student, course)).toBe("entitlement");
    const [entitlement] = await entitlementsOf(student.id);
    await revokeEntitlement({ userId: student.id, entitlementId: entitlement!.id, actorId: admin.id, reason: "A test." });
    expect(await verdict(student, course)).toBe("revoked");
  });

  test("a grant of one course opens no other, and nobody else's", async () => {
    const [one, other, student, stranger] = [await aCourseForSale(), await aCourseForSale(), await aStudent(), await aStudent()];
    await aGrant(student, one);
    expect(await verdict(student, other)).toBe("no-entitlement");
    expect(await verdict(stranger, one)).toBe("no-entitlement");
  });

  test("a preview is open to everyone, a closed lesson to nobody who is not signed in", async () => {
    const course = await aCourseForSale();
    expect(await verdict(null, course, "preview")).toBe("preview");
    expect(await verdict(null, course)).toBe("signed-out");
    expect(await verdict(await aStudent(), course, "preview")).toBe("preview");
  });

  test("the staff of this course may, an instructor of another may not, an admin may", async () => {
    const [course, other, staff] = [await aCourseForSale(), await aCourseForSale(), await anInstructor()];
    await db.courseStaff.create({ data: { courseId: course.courseId, userId: staff.id, role: "viewer" } });
    expect(await verdict(staff, course)).toBe("staff");
    expect(await verdict(staff, other)).toBe("no-entitlement");
    expect(await verdict(await anAdmin(), other)).toBe("staff");
  });

  test("a grant counts from its start to its end", async () => {
    const [course, student] = [await aCourseForSale(), await aStudent()];
    const soon = new Date(now().getTime() + 60_000);
    const past = new Date(now().getTime() - 60_000);
    await aGrant(student, course, { sourceKey: `a:${student.id}`, startsAt: new Date(0), endsAt: past });
    expect(await verdict(student, course)).toBe("ended");
    await aGrant(student, course, { sourceKey: `b:${student.id}`, startsAt: soon });
    expect(await verdict(student, course)).toBe("not-started");
  });

  test.each(["no-such-lesson", "", "closed\0", "__proto__", "x".repeat(10_000)])(
    "a lesson called %j does not exist",
    async (lessonKey) => {
      expect(await verdict(await aStudent(), await aCourseForSale(), lessonKey)).toBe("no-such-lesson");
    },
  );

  test.each(["no-such-course", "", "\0", "' or 1=1"])("a course called %j does not exist", async (courseKey) => {
    const access = await decideLessonAccess({ viewer: await anAdmin(), courseKey, lessonKey: "closed" });
    expect(access).toMatchObject({
      decision: { allowed: false, reason: "no-such-lesson" },
      course: null,
      manifest: null,
      lesson: null,
    });
  });

  test("a course that was never published has no lessons", async () => {
    const course = await aCourseForSale();
    await db.course.update({ where: { id: course.courseId }, data: { currentReleaseId: null } });
    expect(await verdict(await anAdmin(), course)).toBe("no-such-lesson");
  });

  test("the release that a learner is pinned to decides which lessons there are; a release of another course opens none", async () => {
    const [course, other, student] = [await aCourseForSale(), await aCourseForSale(), await aStudent()];
    await aGrant(student, course);
    await db.course.update({ where: { id: course.courseId }, data: { currentReleaseId: null } });
    const ask = { viewer: student, courseId: course.courseId, lessonKey: "closed" };
    expect((await decideLessonAccess({ ...ask, releaseId: course.releaseId })).decision.allowed).toBe(true);
    expect((await decideLessonAccess({ ...ask, releaseId: other.releaseId })).decision.allowed).toBe(false);
  });

  test("the decision takes one statement", async () => {
    const [course, student] = [await aCourseForSale(), await aStudent()];
    await decideLessonAccess({ viewer: student, courseKey: course.key, lessonKey: "closed" });
    const statements = await statementsOf(() =>
      decideLessonAccess({ viewer: student, courseKey: course.key, lessonKey: "closed" }),
    );
    expect(statements).toHaveLength(1);
  });

  test("dates come back to the millisecond", async () => {
    const [course, student] = [await aCourseForSale(), await aStudent()];
    const startsAt = new Date("2026-03-29T01:30:00.123Z");
    await aGrant(student, course, { startsAt });
    const access = await findCourseAccess({ userId: student.id, courseKey: course.key });
    expect(access?.entitlements).toMatchObject([{ startsAt, endsAt: null, revokedAt: null, source: "gift" }]);
  });
});

describe("granting", () => {
  test("twice at once leaves one grant", async () => {
    const [course, student] = [await aCourseForSale(), await aStudent()];
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => aGrant(student, course)));
    expect(outcomes.filter((outcome) => outcome === "granted")).toHaveLength(1);
    expect(await entitlementsOf(student.id)).toHaveLength(1);
  });

  test("again after a revocation does not bring it back", async () => {
    const [course, student, admin] = [await aCourseForSale(), await aStudent(), await anAdmin()];
    await aGrant(student, course);
    const [entitlement] = await entitlementsOf(student.id);
    await revokeEntitlement({ userId: student.id, entitlementId: entitlement!.id, actorId: admin.id, reason: "A test." });
    expect(await aGrant(student, course)).toBe("already-granted");
    expect(await verdict(student, course)).toBe("revoked");
  });

  test("by hand writes who, why and what, once for one form", async () => {
    const [course, student, admin] = [await aCourseForSale(), await aStudent(), await anAdmin()];
    const ask = {
      userId: student.id,
      courseId: course.courseId,
      actorId: admin.id,
      reason: " Won a place. ",
      requestId: `form-${student.id}`,
    };
    const outcomes = await Promise.all([grantManually(ask), grantManually(ask)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["already-granted", "granted"]);
    expect(await entitlementsOf(student.id)).toMatchObject([
      { source: "manual", reason: "Won a place.", grantedById: admin.id, state: "live" },
    ]);
    const entries = await db.auditEntry.findMany({ where: { subjectId: student.id } });
    expect(entries).toMatchObject([{ action: "entitlement.grant", actorId: admin.id, reason: "Won a place." }]);
  });

  test("by hand is refused without a reason, a person, a course or a time to be open in", async () => {
    const [course, student, admin] = [await aCourseForSale(), await aStudent(), await anAdmin()];
    const ask = { userId: student.id, courseId: course.courseId, actorId: admin.id, reason: "A test." };
    expect(await grantManually({ ...ask, reason: "  " })).toMatchObject({ reason: "reason-missing" });
    expect(await grantManually({ ...ask, userId: "nobody" })).toMatchObject({ reason: "no-such-person" });
    expect(await grantManually({ ...ask, courseId: "nothing" })).toMatchObject({ reason: "no-such-course" });
    expect(await grantManually({ ...ask, endsAt: now() })).toMatchObject({ reason: "ends-before-it-starts" });
    expect(await entitlementsOf(student.id)).toEqual([]);
  });
});

describe("revoking", () => {
  test("by hand happens once, with one line in the audit log, and is explained", async () => {
    const [course, student, admin] = [await aCourseForSale(), await aStudent(), await anAdmin()];
    await aGrant(student, course);
    const [entitlement] = await entitlementsOf(student.id);
    const ask = { userId: student.id, entitlementId: entitlement!.id, actorId: admin.id, reason: "Asked by mail." };
    const outcomes = await Promise.all([revokeEntitlement(ask), revokeEntitlement(ask)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["already-revoked", "revoked"]);
    expect(await db.auditEntry.count({ where: { subjectId: entitlement!.id } })).toBe(1);
    const { decision } = await decideLessonAccess({ viewer: student, courseKey: course.key, lessonKey: "closed" });
    expect(explainAccess(decision)).toContain("Reason: Asked by mail.");
  });

  test("needs a reason, and an entitlement of this person", async () => {
    const [course, student, stranger, admin] = [await aCourseForSale(), await aStudent(), await aStudent(), await anAdmin()];
    await aGrant(student, course);
    const [entitlement] = await entitlementsOf(student.id);
    const ask = { userId: student.id, entitlementId: entitlement!.id, actorId: admin.id, reason: "A test." };
    expect(await revokeEntitlement({ ...ask, entitlementId: "none" })).toMatchObject({ reason: "no-such-entitlement" });
    expect(await revokeEntitlement({ ...ask, userId: stranger.id })).toMatchObject({ reason: "no-such-entitlement" });
    expect(await revokeEntitlement({ ...ask, reason: "" })).toMatchObject({ reason: "reason-missing" });
    expect(await verdict(student, course)).toBe("entitlement");
  });
});
