import { beforeEach, expect, test } from "vitest";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { putAwayReleaseNotes, readReleaseNotes } from "#app/features/learning/release-notes.server.ts";
import { visitCourse } from "#app/features/learning/visit.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

beforeEach(() => shiftClock(0));

/** Publishes the next release of a course a day later than the one before. */
async function aCourseWithNews(releases?: "next-visit" | "finish") {
  const course = await aCourse({ releases, lessons: ["lesson-0"] });
  let days = 0;
  const publish = async (notes: string) => {
    days += 1;
    shiftClock(days * 24 * 60 * 60 * 1000);
    const folder = aCourseFolder({ key: course.key, releases, lessons: [`lesson-${days}`] });
    expect((await publishCourse({ folder, notes })).status).toBe("published");
  };
  const aLearner = async () => {
    const viewer = await aViewer();
    await aGrant({ userId: viewer.id, courseId: course.courseId });
    await visitCourse(viewer, course.key);
    const read = async () => {
      await visitCourse(viewer, course.key);
      return (await readReleaseNotes({ userId: viewer.id, courseId: course.courseId })).map(({ notes }) => notes);
    };
    const putAway = (number: number) => putAwayReleaseNotes({ userId: viewer.id, courseKey: course.key, number });
    return { read, putAway };
  };
  return { publish, aLearner };
}

test("a learner reads what is new since they came, the newest first, until they put it away", async () => {
  const { publish, aLearner } = await aCourseWithNews();
  await publish("Before anybody came");
  const { read, putAway } = await aLearner();
  expect(await read()).toEqual([]);
  await publish("A new talk");
  await publish("  ");
  await publish("A new exercise");
  expect(await read()).toEqual(["A new exercise", "A new talk"]);
  expect(await read()).toEqual(["A new exercise", "A new talk"]);
  await putAway(5);
  expect(await read()).toEqual([]);
  await putAway(2);
  expect(await read()).toEqual([]);
  await publish("One more");
  expect(await read()).toEqual(["One more"]);
});

test("what one has put away another still reads", async () => {
  const { publish, aLearner } = await aCourseWithNews();
  const [one, other] = [await aLearner(), await aLearner()];
  await publish("New");
  await one.putAway(2);
  expect(await one.read()).toEqual([]);
  expect(await other.read()).toEqual(["New"]);
});

test("who stays on their release until they finish is told nothing of the next", async () => {
  const { publish, aLearner } = await aCourseWithNews("finish");
  const { read } = await aLearner();
  await publish("Not for you yet");
  expect(await read()).toEqual([]);
});
