import { expect, test } from "vitest";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { completeLesson } from "#app/features/learning/complete-lesson.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { openLessonPage } from "#app/features/learning/lesson-page.queries.server.ts";
import { savePosition } from "#app/features/learning/save-position.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { visitCourse } from "#app/features/learning/visit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { SMALL_TALK } from "#tests/features/courseware/course-files.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

/** A published course whose one required lesson is this one, and somebody who has it. */
async function aCourseOf(files: Record<string, string | Buffer>, lesson: string) {
  const key = `small-${crypto.randomUUID().slice(0, 8)}`;
  const changed: Record<string, string | Buffer> = {
    ...files,
    "course.yaml": String(files["course.yaml"])
      .replace("key: small-talk", `key: ${key}`)
      .replace("order: required", "order: free"),
  };
  for (const other of ["welcome", "watch", "check"].filter((name) => name !== lesson)) {
    const path = `modules/opening/${other}.md`;
    changed[path] = String(changed[path]).replace(`key: ${other}\n`, `key: ${other}\nrequired: false\n`);
  }
  const published = await publishCourse({
    folder: { files: new Map(Object.entries(changed).map(([path, text]) => [path, Buffer.from(text)])) },
  });
  if (published.status === "refused") throw new Error(JSON.stringify(published.faults));
  const viewer = await aViewer();
  await aGrant({ userId: viewer.id, courseId: published.courseId });
  return { viewer, courseKey: key };
}

const finishedAt = async (viewer: Viewer) => (await db.enrolment.findFirstOrThrow({ where: { userId: viewer.id } })).completedAt;

test("a video is completed at nine tenths played, and by nothing less", async () => {
  const { viewer, courseKey } = await aCourseOf(SMALL_TALK, "watch");
  const report = (playedShare: number) =>
    savePosition({ viewer, courseKey, lessonKey: "watch", report: { position: 2, playedShare } });
  expect(await report(0.5)).toEqual({ status: "saved", completed: false });
  expect(await report(0.89)).toEqual({ status: "saved", completed: false });
  expect(await finishedAt(viewer)).toBeNull();
  expect(await report(0.9)).toEqual({ status: "saved", completed: true });
  expect(await finishedAt(viewer)).not.toBeNull();
  expect(await report(0.1)).toEqual({ status: "saved", completed: true });
  expect(
    await db.lessonProgress.findFirstOrThrow({ where: { lessonKey: "watch", enrolment: { userId: viewer.id } } }),
  ).toMatchObject({
    playedShare: 0.9,
  });
});

test("a video that was played a little on one device and a little on another is not completed by the sum", async () => {
  const { viewer, courseKey } = await aCourseOf(SMALL_TALK, "watch");
  const report = (position: number) =>
    savePosition({ viewer, courseKey, lessonKey: "watch", report: { position, playedShare: 0.6 } });
  await Promise.all([report(1), report(2), report(3)]);
  expect(await report(4)).toEqual({ status: "saved", completed: false });
});

const waysToFinish: [string, () => Promise<Viewer>][] = [
  [
    "marking the last lesson complete",
    async () => {
      const { viewer, courseKey } = await aCourseOf(SMALL_TALK, "welcome");
      await completeLesson({ viewer, courseKey, lessonKey: "welcome" });
      return viewer;
    },
  ],
  [
    "opening the last lesson, where that completes it",
    async () => {
      const course = await aCourse({ lessons: [{ key: "only", completion: "viewed" }] });
      const viewer = await aViewer();
      await aGrant({ userId: viewer.id, courseId: course.courseId });
      await openLessonPage({ viewer, courseKey: course.key, lessonKey: "only" });
      return viewer;
    },
  ],
  [
    "passing the last lesson's check",
    async () => {
      const course = await aCourse({ lessons: [{ key: "only", assessment: aCheck({ passMark: 30 }) }] });
      const viewer = await aViewer();
      await aGrant({ userId: viewer.id, courseId: course.courseId });
      const started = await startAssessment({ viewer, courseKey: course.key, lessonKey: "only" });
      if (started.status !== "opened") throw new Error(started.status);
      const { attemptId } = started;
      await saveAnswer({ userId: viewer.id, attemptId, itemKey: "colour", value: "blue", sequence: now().getTime() });
      expect(await finishAssessment({ userId: viewer.id, attemptId })).toMatchObject({ passed: true });
      return viewer;
    },
  ],
];

test.each(waysToFinish)("%s finishes the course at that moment", async (_, finish) => {
  expect(await finishedAt(await finish())).not.toBeNull();
});

test("who finished a course by its check stays finished when a new release adds a lesson", async () => {
  const viewer = await waysToFinish[2]![1]();
  const finished = await finishedAt(viewer);
  const { course } = await db.enrolment.findFirstOrThrow({ where: { userId: viewer.id }, include: { course: true } });
  await aCourse({ key: course.key, lessons: [{ key: "only", assessment: aCheck({ passMark: 30 }) }, "new"] });
  expect(await visitCourse(viewer, course.key)).toMatchObject({ progress: { done: 1, total: 2 } });
  expect(await finishedAt(viewer)).toEqual(finished);
});
