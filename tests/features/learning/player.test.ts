import { expect, test } from "vitest";
import { revokeEntitlement } from "#app/features/access/revoke-entitlement.server.ts";
import { completeLesson } from "#app/features/learning/complete-lesson.server.ts";
import { enrolFree } from "#app/features/learning/enrol-free.server.ts";
import { openLessonPage, openOwnVariants } from "#app/features/learning/lesson-page.queries.server.ts";
import { listMyCourses } from "#app/features/learning/my-courses.queries.server.ts";
import { savePosition } from "#app/features/learning/save-position.server.ts";
import { visitCourse, visitLesson } from "#app/features/learning/visit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anAdmin } from "#tests/support/people.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

const dollars = { amount: 14_900, currency: "usd" };

async function aLearner(spec: Parameters<typeof aCourse>[0] = {}) {
  const [course, viewer] = [await aCourse(spec), await aViewer()];
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  return { course, viewer };
}

test("enrolling in a free course twice at once leaves one enrolment and one entitlement", async () => {
  const [course, viewer] = [await aCourse(), await aViewer()];
  const ask = { userId: viewer.id, courseKey: course.key };
  await Promise.all(Array.from({ length: 10 }, () => enrolFree(ask)));
  expect(await db.enrolment.count({ where: { userId: viewer.id } })).toBe(1);
  expect(await db.entitlement.count({ where: { userId: viewer.id } })).toBe(1);
});

test("a paid course is not to be had for free, and one that does not exist not at all", async () => {
  const [course, viewer] = [await aCourse({ price: dollars }), await aViewer()];
  expect(await enrolFree({ userId: viewer.id, courseKey: course.key })).toEqual({ status: "refused", reason: "needs-payment" });
  expect(await enrolFree({ userId: viewer.id, courseKey: "nothing" })).toEqual({ status: "refused", reason: "no-such-course" });
  expect(await db.entitlement.count({ where: { userId: viewer.id } })).toBe(0);
});

test("without an entitlement nothing opens and no trace is left", async () => {
  const [course, viewer] = [await aCourse({ price: dollars }), await aViewer()];
  expect(await visitLesson(viewer, course.key, "one")).toMatchObject({ status: "refused", reason: "no-entitlement" });
  expect(await completeLesson({ viewer, courseKey: course.key, lessonKey: "one" })).toMatchObject({ status: "refused" });
  expect(await db.enrolment.count({ where: { userId: viewer.id } })).toBe(0);
});

test("the first visits at once make one enrolment", async () => {
  const { course, viewer } = await aLearner();
  await Promise.all(Array.from({ length: 10 }, () => openLessonPage({ viewer, courseKey: course.key, lessonKey: "one" })));
  expect(await db.enrolment.count({ where: { userId: viewer.id } })).toBe(1);
  expect(await db.lessonProgress.count({ where: { enrolment: { userId: viewer.id } } })).toBe(1);
});

test("a lesson that is not there is refused, and leaves no progress", async () => {
  const { course, viewer } = await aLearner();
  expect(await visitLesson(viewer, course.key, "nowhere")).toMatchObject({ status: "refused", reason: "no-such-lesson" });
  expect(await visitLesson(viewer, "no-course", "one")).toMatchObject({ status: "refused", reason: "no-such-course" });
  expect(await visitLesson(viewer, "bad\0key", "one")).toMatchObject({ status: "refused", reason: "no-such-course" });
  expect(await db.lessonProgress.count({ where: { enrolment: { userId: viewer.id } } })).toBe(0);
});

test("a completion stays as it was first set, however often it is repeated", async () => {
  const { course, viewer } = await aLearner();
  const ask = { viewer, courseKey: course.key, lessonKey: "one" };
  expect(await completeLesson(ask)).toMatchObject({ status: "completed", next: { key: "two" }, courseFinished: false });
  const where = { enrolment: { userId: viewer.id }, lessonKey: "one" };
  const first = await db.lessonProgress.findFirstOrThrow({ where });
  await Promise.all(Array.from({ length: 5 }, () => completeLesson(ask)));
  const later = await db.lessonProgress.findFirstOrThrow({ where });
  expect(later.completedAt).toEqual(first.completedAt);
  expect(later.completedOn).toBe(course.releaseId);
});

test("all lessons completed at once finish the course", async () => {
  const { course, viewer } = await aLearner();
  await Promise.all(["one", "two", "three"].map((lessonKey) => completeLesson({ viewer, courseKey: course.key, lessonKey })));
  expect(await visitCourse(viewer, course.key)).toMatchObject({ status: "open", progress: { finished: true, percent: 100 } });
  expect(await db.enrolment.findFirstOrThrow({ where: { userId: viewer.id } })).toMatchObject({ completedAt: expect.any(Date) });
});

test("in a required order a lesson waits for the one before, and cannot be completed by its address", async () => {
  const { course, viewer } = await aLearner({ order: "required" });
  expect(await visitLesson(viewer, course.key, "two")).toMatchObject({ status: "locked", waitsFor: { key: "one" } });
  expect(await completeLesson({ viewer, courseKey: course.key, lessonKey: "two" })).toMatchObject({ status: "locked" });
  expect(await db.lessonProgress.count({ where: { enrolment: { userId: viewer.id } } })).toBe(0);
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "one" });
  expect(await visitLesson(viewer, course.key, "two")).toMatchObject({ status: "open" });
});

test("a lesson that is completed by being viewed is completed by its page", async () => {
  const { course, viewer } = await aLearner({ order: "required", lessons: [{ key: "one", completion: "viewed" }, "two"] });
  expect(await openLessonPage({ viewer, courseKey: course.key, lessonKey: "one" })).toMatchObject({
    completed: true,
    next: { open: true },
  });
  expect(await visitLesson(viewer, course.key, "two")).toMatchObject({ status: "open" });
});

test("losing one of two entitlements leaves the course open; losing both closes it and keeps the progress", async () => {
  const { course, viewer } = await aLearner();
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "one" });
  const admin = await anAdmin();
  const [first, second] = await db.entitlement.findMany({ where: { userId: viewer.id } });
  await revokeEntitlement({ userId: viewer.id, entitlementId: first!.id, actorId: admin.id, reason: "Test" });
  expect(await visitCourse(viewer, course.key)).toMatchObject({ status: "open" });
  await revokeEntitlement({ userId: viewer.id, entitlementId: second!.id, actorId: admin.id, reason: "Test" });
  expect(await visitCourse(viewer, course.key)).toMatchObject({ status: "refused", reason: "revoked" });
  expect(await listMyCourses(viewer)).toMatchObject([{ key: course.key, open: false, done: 1 }]);
});

test("with next-visit a learner comes to the new release and keeps every completion", async () => {
  const { course, viewer } = await aLearner({ lessons: ["one", "two"] });
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "one" });
  const next = await aCourse({ key: course.key, lessons: ["zero", "one", "three"] });
  expect(await visitCourse(viewer, course.key)).toMatchObject({
    status: "open",
    enrolment: { releaseId: next.releaseId },
    progress: { done: 1, total: 3 },
  });
  expect(await visitLesson(viewer, course.key, "two")).toMatchObject({ status: "refused", reason: "no-such-lesson" });
  expect(await db.lessonProgress.count({ where: { enrolment: { userId: viewer.id }, completedAt: { not: null } } })).toBe(1);
});

test("with finish a learner stays on their release until they are done", async () => {
  const lessons = ["one", "two"];
  const { course, viewer } = await aLearner({ releases: "finish", lessons });
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "one" });
  const next = await aCourse({ key: course.key, releases: "finish", lessons: [...lessons, "three"] });
  expect(await visitCourse(viewer, course.key)).toMatchObject({ enrolment: { releaseId: course.releaseId } });
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "two" });
  expect(await visitCourse(viewer, course.key)).toMatchObject({
    enrolment: { releaseId: next.releaseId },
    progress: { done: 2, total: 3 },
  });
});

test("what a learner has opened stays open when a new release puts a lesson before it", async () => {
  const { course, viewer } = await aLearner({ order: "required", lessons: ["one", "two"] });
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "one" });
  await openLessonPage({ viewer, courseKey: course.key, lessonKey: "two" });
  await aCourse({ key: course.key, order: "required", lessons: ["one", "new", "two", "three"] });
  expect(await visitLesson(viewer, course.key, "two")).toMatchObject({ status: "open" });
  expect(await visitLesson(viewer, course.key, "three")).toMatchObject({ status: "locked" });
});

test("somebody else's progress is out of reach", async () => {
  const { course, viewer } = await aLearner();
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "one" });
  const other = await aViewer();
  await aGrant({ userId: other.id, courseId: course.courseId });
  expect(await visitCourse(other, course.key)).toMatchObject({ progress: { done: 0 } });
});

test("a position is kept, the share played never falls, and a text lesson is not completed by it", async () => {
  const { course, viewer } = await aLearner();
  const ask = { viewer, courseKey: course.key, lessonKey: "one" };
  await savePosition({ ...ask, report: { position: 40, playedShare: 0.95 } });
  expect(await savePosition({ ...ask, report: { position: 10, playedShare: 0.1 } })).toEqual({
    status: "saved",
    completed: false,
  });
  expect(await db.lessonProgress.findFirstOrThrow({ where: { enrolment: { userId: viewer.id } } })).toMatchObject({
    positionSeconds: 10,
    playedShare: 0.95,
    completedAt: null,
  });
});

test("the reader's own variant is opened and the others stay closed", () => {
  const html = '<details data-variant="secure"><p>a</p></details><details data-variant="fearful-avoidant"><p>b</p></details>';
  expect(openOwnVariants(html, "secure")).toBe(
    '<details open data-variant="secure"><p>a</p></details><details data-variant="fearful-avoidant"><p>b</p></details>',
  );
  expect(openOwnVariants(html, null)).toBe(html);
  expect(openOwnVariants(html, '"><script>')).toBe(html);
});
