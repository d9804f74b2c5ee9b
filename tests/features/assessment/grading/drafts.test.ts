import { beforeAll, expect, test } from "vitest";
import { readGradingPage } from "#app/features/assessment/grading/grading-page.queries.server.ts";
import { saveDrafts } from "#app/features/assessment/grading/save-drafts.server.ts";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aGradingRoom, anOpenAttempt, draftBoth, given, handedIn, type Room, seenOf } from "#tests/support/grading-builders.ts";
import { anInstructor } from "#tests/support/people.ts";

let room: Room;
beforeAll(async () => {
  room = await aGradingRoom();
});

const askOf = (attemptId: string, graderId = room.grader.id) => ({ graderId, courseId: room.course.courseId, attemptId });
const gradeOf = (attemptId: string, itemKey = "essay") =>
  db.grade.findUnique({ where: { attemptId_itemKey: { attemptId, itemKey } } });

test("a draft is kept, and saving it again changes nothing", async () => {
  const { attemptId } = await handedIn(room);
  const grades = [given("essay", { points: "4,5", feedback: "Good." })];
  expect(await saveDrafts({ ...askOf(attemptId), grades })).toMatchObject({ revisions: new Map([["essay", 1]]) });
  const before = await gradeOf(attemptId);
  expect(before).toMatchObject({ draftMarks: { points: 4.5 }, draftFeedback: "Good.", marks: null, releasedAt: null });
  expect(await saveDrafts({ ...askOf(attemptId), grades })).toMatchObject({ revisions: new Map([["essay", 1]]), conflicts: [] });
  expect(await gradeOf(attemptId)).toEqual(before);
});

test("what a grader left as it was is not touched, though somebody else has changed it", async () => {
  const { attemptId } = await handedIn(room);
  await draftBoth(room, attemptId);
  // A page from before the drafts: nothing is filled in there but one field.
  const grades = [given("letter", {}), given("essay", {})];
  expect(await saveDrafts({ ...askOf(attemptId), grades })).toMatchObject({ conflicts: [] });
  expect(await gradeOf(attemptId)).toMatchObject({ draftFeedback: "Well argued.", revision: 1 });
});

test("a newer draft of somebody else is not overwritten, and the rest is saved", async () => {
  const { attemptId } = await handedIn(room);
  await draftBoth(room, attemptId);
  const other = await anInstructor();
  const grades = [
    given("essay", { points: "1", feedback: "Mine." }),
    given("letter", { levels: { clear: "no" }, seen: { revision: 1, digest: "what it showed" } }),
  ];
  const saved = await saveDrafts({ ...askOf(attemptId, other.id), grades });
  expect(saved).toMatchObject({ conflicts: ["essay"], revisions: new Map([["letter", 2]]) });
  expect(await gradeOf(attemptId)).toMatchObject({ draftFeedback: "Well argued.", graderId: room.grader.id });
  expect(await gradeOf(attemptId, "letter")).toMatchObject({ draftMarks: { levels: { clear: "no" } }, graderId: other.id });
});

test("of many who save at once one wins, and every other one hears of it", async () => {
  const graders = await Promise.all([1, 2, 3, 4, 5, 6].map(() => anInstructor()));
  for (let round = 0; round < 10; round++) {
    const { attemptId } = await handedIn(room);
    const outcomes = await Promise.all(
      graders.map(({ id }, index) =>
        saveDrafts({ ...askOf(attemptId, id), grades: [given("essay", { points: String(index), feedback: `By ${index}` })] }),
      ),
    );
    const conflicts = outcomes.filter((outcome) => outcome.status === "saved" && outcome.conflicts.length === 1);
    expect(conflicts).toHaveLength(5);
    const winner = outcomes.findIndex((outcome) => outcome.status === "saved" && outcome.conflicts.length === 0);
    const kept = { draftFeedback: `By ${winner}`, graderId: graders[winner]!.id, revision: 1 };
    expect(await gradeOf(attemptId)).toMatchObject(kept);
  }
});

test("whoever has seen the newer draft may overwrite it", async () => {
  const { attemptId } = await handedIn(room);
  await draftBoth(room, attemptId);
  const page = await readGradingPage({ ...askOf(attemptId), currentReleaseId: room.course.releaseId });
  const [revision = "", digest = ""] = page!.items[1]!.seen.split(".");
  expect({ revision: Number(revision), digest }).toEqual(seenOf(1, { marks: { points: 6 }, feedback: "Well argued." }));
  const grades = [given("essay", { points: "2", seen: { revision: Number(revision), digest } })];
  expect(await saveDrafts({ ...askOf(attemptId), grades })).toMatchObject({ revisions: new Map([["essay", 2]]) });
});

test.each(["7", "-1", "abc", "1e9", "NaN", "6.5"])("points of %s are refused in words, and nothing is stored", async (points) => {
  const { attemptId } = await handedIn(room);
  const saved = await saveDrafts({ ...askOf(attemptId), grades: [given("essay", { points, feedback: "F" })] });
  expect(saved).toMatchObject({ bad: new Map([["essay", "Give a number from 0 to 6."]]) });
  expect(await gradeOf(attemptId)).toBeNull();
});

test("a level that the rubric does not have is refused", async () => {
  const { attemptId } = await handedIn(room);
  const saved = await saveDrafts({ ...askOf(attemptId), grades: [given("letter", { levels: { clear: "brilliant" } })] });
  expect(saved).toMatchObject({ bad: new Map([["letter", expect.stringContaining("It is clear")]]) });
});

test("there is nothing to grade in an open attempt, in another course, in one's own work, and in what was not answered", async () => {
  const open = await anOpenAttempt(room);
  const { attemptId, viewer } = await handedIn(room, { letter: "Dear you" });
  const other = await aGradingRoom();
  const grades = [given("letter", { levels: { clear: "yes" } })];
  const refused = { status: "refused", reason: "no-such-work" };
  expect(await saveDrafts({ ...askOf(open.attemptId), grades })).toEqual(refused);
  expect(await saveDrafts({ ...askOf(attemptId), courseId: other.course.courseId, grades })).toEqual(refused);
  expect(await saveDrafts({ ...askOf(attemptId, viewer.id), grades })).toEqual(refused);
  expect(await saveDrafts({ ...askOf("a\0b"), grades })).toEqual(refused);
  await saveDrafts({ ...askOf(attemptId), grades: [given("essay", { points: "6" })] });
  expect(await db.grade.count({ where: { attemptId } })).toBe(0);
});

test("the student sees nothing of a draft and of a note", async () => {
  const { attemptId, own } = await handedIn(room);
  const before = await readResultPage(own);
  await draftBoth(room, attemptId);
  const page = await readResultPage(own);
  expect(page).toEqual(before);
  expect(page).toMatchObject({ model: { points: 0, waiting: 2, items: [{ state: "to-be-graded" }, { state: "to-be-graded" }] } });
  expect(JSON.stringify(page)).not.toMatch(/Clear and kind|Well argued|Between us/);
});
