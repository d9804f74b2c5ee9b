import { beforeAll, expect, test } from "vitest";
import { saveDrafts } from "#app/features/assessment/grading/save-drafts.server.ts";
import { rescoreAttempt } from "#app/features/assessment/rescore-attempt.server.ts";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { releaseGrades, releaseLesson } from "#app/features/learning/release-grades.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aGradingRoom, draftBoth, given, handedIn, type Room, seenOf } from "#tests/support/grading-builders.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { anInstructor } from "#tests/support/people.ts";

let room: Room;
beforeAll(async () => {
  room = await aGradingRoom();
});

const askOf = (attemptId: string) => ({ graderId: room.grader.id, courseId: room.course.courseId, attemptId });
const scoresOf = (attemptId: string) => db.score.findMany({ where: { attemptId }, orderBy: { sequence: "asc" } });
const progressOf = (userId: string) => db.lessonProgress.findMany({ where: { enrolment: { userId } } });

test("released marks are a new score, complete the lesson and the course, and are written down and mailed", async () => {
  const { attemptId, own, viewer } = await handedIn(room);
  expect(await progressOf(viewer.id)).toEqual([]);
  const answers = await db.answer.findMany({ where: { attemptId } });
  await draftBoth(room, attemptId);
  expect(await releaseGrades(askOf(attemptId))).toMatchObject({ status: "released", released: ["essay", "letter"] });

  expect(await scoresOf(attemptId)).toMatchObject([
    { sequence: 1, reason: "submitted", actorId: null, passed: false, result: { points: 0, waiting: 2 } },
    { sequence: 2, reason: "graded", actorId: room.grader.id, passed: true, result: { points: 10, max: 10 } },
  ]);
  expect(await progressOf(viewer.id)).toMatchObject([
    { lessonKey: "check", completedAt: expect.any(Date), completedOn: room.course.releaseId },
  ]);
  expect(await db.enrolment.findFirst({ where: { userId: viewer.id } })).toMatchObject({ completedAt: expect.any(Date) });
  expect(await db.answer.findMany({ where: { attemptId } })).toEqual(answers);
  const audit = await db.auditEntry.findMany({ where: { subjectKind: "attempt", subjectId: attemptId } });
  expect(audit).toMatchObject([
    { actorId: room.grader.id, action: "grade.release", detail: { items: ["essay", "letter"], before: 0, after: 10 } },
  ]);
  const [mail, ...more] = await mailsTo(viewer.email);
  expect(more).toEqual([]);
  expect(mail?.text).toContain(`/attempts/${attemptId}/result`);
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Well argued|Clear and kind|Dear you|\b10\b|passed/);

  const page = await readResultPage(own);
  if (page.status !== "submitted" || page.model.kind !== "graded") throw new Error(page.status);
  expect(page.model).toMatchObject({ passed: true, waiting: 0, percent: 100 });
  expect(page.model.items[0]?.read).toMatchObject({
    levels: [
      { criterion: "It is clear", level: "Yes", points: 2, most: 2 },
      { criterion: "It is kind", level: "Yes", points: 2, most: 2 },
    ],
    feedback: "Clear and kind.",
  });
  expect(JSON.stringify(page)).not.toContain("Between us");
  // Handing in again finds the score that counts now.
  expect(await finishAssessment(own)).toMatchObject({ first: false, passed: true, result: { points: 10 } });
});

test("of many releases at once one does it: one score, one mail, one line of the audit log", async () => {
  const { attemptId, viewer } = await handedIn(room);
  await draftBoth(room, attemptId);
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => releaseGrades(askOf(attemptId))));
  expect(outcomes.map(({ status }) => status).sort()).toEqual([...Array(7).fill("nothing"), "released"]);
  expect(await scoresOf(attemptId)).toHaveLength(2);
  expect(await mailsTo(viewer.email)).toHaveLength(1);
  expect(await db.auditEntry.count({ where: { subjectId: attemptId } })).toBe(1);
});

test("a release, a draft and a lesson's release that cross end without a lost or a doubled word", async () => {
  for (let round = 0; round < 10; round++) {
    const { attemptId, viewer } = await handedIn(room);
    const revisions = await draftBoth(room, attemptId);
    const seen = seenOf(1, { marks: { points: 6 }, feedback: "Well argued." });
    const [saved] = await Promise.all([
      saveDrafts({ ...askOf(attemptId), grades: [given("essay", { points: "3", feedback: "On second thoughts.", seen })] }),
      releaseGrades({ ...askOf(attemptId), drafts: revisions }),
      releaseLesson({ graderId: room.grader.id, courseId: room.course.courseId, lessonKey: "check" }),
    ]);
    const essay = await db.grade.findUniqueOrThrow({ where: { attemptId_itemKey: { attemptId, itemKey: "essay" } } });
    const conflict = saved.status === "saved" && saved.conflicts.length > 0;
    // Either the later words are stored, as a draft or released, or their author was told that they are not.
    expect([essay.feedback, essay.draftFeedback].includes("On second thoughts.")).toBe(!conflict);
    const scores = await scoresOf(attemptId);
    expect(scores.map(({ sequence }) => sequence)).toEqual(scores.map((_, index) => index + 1));
    const marks = essay.marks as { points: number } | null;
    expect((scores.at(-1)!.result as { points: number }).points).toBe(4 + (marks?.points ?? 0));
    expect((await mailsTo(viewer.email)).length).toBeLessThanOrEqual(1);
  }
});

test("a part can be released: it counts, and the mail waits for the last one", async () => {
  const { attemptId, viewer } = await handedIn(room);
  const revisions = await draftBoth(room, attemptId);
  const letter = new Map([["letter", revisions.get("letter")!]]);
  expect(await releaseGrades({ ...askOf(attemptId), drafts: letter })).toMatchObject({ released: ["letter"] });
  expect((await scoresOf(attemptId)).at(-1)).toMatchObject({ passed: false, result: { points: 4, waiting: 1 } });
  expect(await mailsTo(viewer.email)).toEqual([]);
  expect(await progressOf(viewer.id)).toEqual([]);
  await releaseGrades(askOf(attemptId));
  expect(await mailsTo(viewer.email)).toHaveLength(1);
  expect(await progressOf(viewer.id)).toHaveLength(1);
});

test("a draft that has changed since it was seen, or is not complete, is not released", async () => {
  const { attemptId } = await handedIn(room);
  const revisions = await draftBoth(room, attemptId);
  const seen = seenOf(1, { marks: { points: 6 }, feedback: "Well argued." });
  await saveDrafts({ ...askOf(attemptId), grades: [given("essay", { points: "", feedback: "No points yet.", seen })] });
  expect(await releaseGrades({ ...askOf(attemptId), drafts: revisions })).toMatchObject({
    released: ["letter"],
    changed: ["essay"],
  });
  expect(await releaseGrades(askOf(attemptId))).toEqual({ status: "nothing", incomplete: ["essay"], changed: [] });
});

test("what was released stays until its correction is released; a lesson that is complete stays complete", async () => {
  const { attemptId, own, viewer } = await handedIn(room);
  await draftBoth(room, attemptId);
  await releaseGrades(askOf(attemptId));
  const before = await readResultPage(own);
  const seen = seenOf(2, { marks: { points: 6 }, feedback: "Well argued." });
  await saveDrafts({ ...askOf(attemptId), grades: [given("essay", { points: "0", feedback: "Copied.", seen })] });
  expect(await readResultPage(own)).toEqual(before);
  await releaseGrades(askOf(attemptId));
  expect((await scoresOf(attemptId)).map(({ passed }) => passed)).toEqual([false, true, false]);
  expect(await readResultPage(own)).toMatchObject({ model: { points: 4, passed: false } });
  expect(await progressOf(viewer.id)).toMatchObject([{ completedAt: expect.any(Date) }]);
  expect(await mailsTo(viewer.email)).toHaveLength(1);
});

test("scoring again counts the released marks, and adds nothing where nothing has changed", async () => {
  const { attemptId } = await handedIn(room);
  await draftBoth(room, attemptId, "3");
  await releaseGrades(askOf(attemptId));
  const ask = { attemptId, reason: "regraded" as const, actorId: room.grader.id };
  expect(await rescoreAttempt(ask)).toMatchObject({ changed: false, result: { points: 7 } });
  await db.score.updateMany({ where: { attemptId, sequence: 2 }, data: { scorerVersion: 0 } });
  expect(await rescoreAttempt(ask)).toMatchObject({ changed: true, result: { points: 7 } });
  expect((await scoresOf(attemptId)).at(-1)).toMatchObject({ sequence: 3, reason: "regraded", actorId: room.grader.id });
  const many = await Promise.all(Array.from({ length: 6 }, () => rescoreAttempt(ask)));
  expect(many).toEqual(Array(6).fill(expect.objectContaining({ changed: false })));
});

test("a lesson's drafts are released together; its incomplete ones, one's own work and other lessons are left", async () => {
  const own = await aGradingRoom();
  const [first, second, third] = [await handedIn(own), await handedIn(own), await handedIn(own)];
  await draftBoth(own, first.attemptId);
  await draftBoth(own, second.attemptId);
  const ask = { graderId: own.grader.id, courseId: own.course.courseId };
  await saveDrafts({ ...ask, attemptId: third.attemptId, grades: [given("letter", { levels: { clear: "yes" } })] });
  expect(await releaseLesson({ ...ask, lessonKey: "after" })).toEqual({ attempts: 0, answers: 0, incomplete: 0 });
  expect(await releaseLesson({ ...ask, lessonKey: "check" })).toEqual({ attempts: 2, answers: 4, incomplete: 1 });
  expect(await db.grade.findMany({ where: { attemptId: third.attemptId } })).toMatchObject([{ marks: null, releasedAt: null }]);
  expect(await releaseLesson({ ...ask, lessonKey: "check" })).toEqual({ attempts: 0, answers: 0, incomplete: 1 });
});

test("nobody releases in another course", async () => {
  const { attemptId } = await handedIn(room);
  await draftBoth(room, attemptId);
  const other = await aGradingRoom();
  const ask = { ...askOf(attemptId), courseId: other.course.courseId };
  expect(await releaseGrades(ask)).toEqual({ status: "refused", reason: "no-such-work" });
  expect(await releaseGrades({ ...askOf(attemptId), graderId: (await anInstructor()).id })).toMatchObject({ status: "released" });
});
