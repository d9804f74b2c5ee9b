import { expect, test } from "vitest";
import { accommodateStudent } from "#app/features/assessment/accommodate-student.server.ts";
import { readAssessmentPanel } from "#app/features/learning/assessment-panel.queries.server.ts";
import { openLessonPage } from "#app/features/learning/lesson-page.queries.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { visitCourse } from "#app/features/learning/visit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { answersWorth, takeLesson } from "#tests/support/attempts.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

/** A course of one check, at three points, and somebody who takes it. */
async function aCheckOf(rules: Record<string, unknown>) {
  const course = await aCourse({ lessons: [{ key: "quiz", assessment: aCheck(rules) }] });
  const viewer = await aViewer();
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  const ask = { viewer, courseKey: course.key, lessonKey: "quiz" };
  return {
    ...{ course, viewer, ask },
    take: (points: 0 | 1 | 2 | 3) => takeLesson(viewer, course.key, "quiz", answersWorth(points)),
    start: () => startAssessment(ask),
    republish: (rules: Record<string, unknown>) =>
      aCourse({ key: course.key, lessons: [{ key: "quiz", assessment: aCheck(rules) }] }),
    completed: async () => {
      const row = await db.lessonProgress.findFirst({ where: { lessonKey: "quiz", enrolment: { userId: viewer.id } } });
      return row?.completedAt ?? null;
    },
    panel: async () => {
      const page = await openLessonPage(ask);
      if (page.status !== "open") throw new Error(page.status);
      return readAssessmentPanel({ userId: viewer.id, ...page });
    },
  };
}

test("the highest: one attempt at the mark completes the lesson, and no other is begun", async () => {
  const { take, completed, start, panel } = await aCheckOf({ passMark: 60 });
  await take(1);
  expect(await completed()).toBeNull();
  await take(2);
  expect(await completed()).not.toBeNull();
  expect(await start()).toEqual({ status: "refused-start", reason: "already-passed" });
  expect(await panel()).toMatchObject({
    passed: true,
    settles: false,
    standing: { grade: { percent: expect.closeTo(66.67, 1) } },
  });
});

test("the average: an attempt above the mark is not enough where the average is below it", async () => {
  const { take, completed, panel } = await aCheckOf({ passMark: 60, grade: "average" });
  await take(0);
  await take(3);
  expect(await completed()).toBeNull();
  expect(await panel()).toMatchObject({ passed: false, standing: { grade: { percent: 50, passed: false }, refusal: null } });
  await take(3);
  expect(await completed()).not.toBeNull();
  expect(await panel()).toMatchObject({ passed: true, standing: { grade: { percent: expect.closeTo(66.67, 1) } } });
});

test("the first: later attempts are taken and change nothing", async () => {
  const { take, completed, panel } = await aCheckOf({ passMark: 60, grade: "first" });
  await take(1);
  await take(3);
  expect(await completed()).toBeNull();
  expect(await panel()).toMatchObject({
    passed: false,
    standing: { refusal: null, grade: { percent: expect.closeTo(33.33, 1) } },
  });
});

test("the latest: what was passed earlier under another rule stays completed, whatever comes later", async () => {
  const { take, completed, republish, ask, panel } = await aCheckOf({ passMark: 60, grade: "average" });
  await take(2);
  const at = await completed();
  expect(at).not.toBeNull();
  await republish({ passMark: 90, grade: "latest" });
  // Its own pass mark was reached, and it is the latest.
  expect(await startAssessment(ask)).toMatchObject({ reason: "already-passed" });
  await republish({ passMark: 90, grade: "average" });
  await take(0);
  expect(await panel()).toMatchObject({ passed: false, standing: { grade: { percent: expect.closeTo(33.33, 1) } } });
  expect(await completed()).toEqual(at);
});

test("a lower pass mark of a new release passes who has reached it, and the button completes the lesson and the course", async () => {
  const { take, completed, republish, start, panel, viewer } = await aCheckOf({ passMark: 90 });
  await take(2);
  expect(await completed()).toBeNull();
  await republish({ passMark: 50 });
  expect(await panel()).toMatchObject({ passed: true, settles: true });
  expect(await start()).toEqual({ status: "refused-start", reason: "already-passed" });
  expect(await completed()).not.toBeNull();
  expect(await db.enrolment.findFirstOrThrow({ where: { userId: viewer.id } })).toMatchObject({ completedAt: expect.any(Date) });
  expect(await panel()).toMatchObject({ passed: true, settles: false });
});

test("attempts, waiting time and days are those of the release that the learner is on; items stay with the attempt", async () => {
  const { take, republish, start, panel } = await aCheckOf({ passMark: 90, attempts: 1 });
  await take(1);
  expect(await start()).toMatchObject({ reason: "no-attempts-left" });
  await republish({ passMark: 90, attempts: 2 });
  expect(await panel()).toMatchObject({ standing: { left: 1, refusal: null } });
  expect(await start()).toMatchObject({ status: "opened" });
  await republish({ passMark: 90, attempts: 2, closes: "2020-01-01" });
  // The open attempt has no deadline of before, and goes on.
  expect(await start()).toMatchObject({ status: "opened" });
});

test("with a grant a student can go on, and the panel says what is left", async () => {
  const { take, panel, course, viewer, start } = await aCheckOf({ passMark: 90, attempts: 1 });
  await visitCourse(viewer, course.key);
  await take(0);
  expect(await panel()).toMatchObject({ standing: { left: 0, refusal: "no-attempts-left" } });
  const place = { courseId: course.courseId, userId: viewer.id, actorId: viewer.id, lessonKey: "quiz" };
  await accommodateStudent({ ...place, extraAttempts: 2, extraMinutes: 0, closes: null, reason: "A lost connection" });
  expect(await panel()).toMatchObject({ standing: { left: 2, refusal: null, granted: { extraAttempts: 2 } } });
  expect(await start()).toMatchObject({ status: "opened" });
});
