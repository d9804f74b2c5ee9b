import { expect, test } from "vitest";
import { deleteResult } from "#app/features/assessment/delete-result.server.ts";
import { rescoreAttempt } from "#app/features/assessment/rescore-attempt.server.ts";
import { readAttemptHistory, readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { shareResult } from "#app/features/assessment/share-result.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { readLearner } from "#app/features/learning/learner.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aProfileCourse, aTaker, begin, takeProfile } from "#tests/support/profile-takers.ts";

const course = await aProfileCourse({ check: aCheck() });

/** What is stored of an attempt beside its row. */
async function leftOf(attemptId: string) {
  const where = { attemptId };
  return {
    answers: await db.answer.count({ where }),
    scores: await db.score.count({ where }),
    shared: await db.resultShare.count({ where: { liveSlot: attemptId } }),
    counted: await db.statisticsMember.count({ where }),
  };
}
const NOTHING = { answers: 0, scores: 0, shared: 0, counted: 0 };

test("answers and result go, and the attempt and the completed lesson stay", async () => {
  const viewer = await aTaker(course);
  const attemptId = await takeProfile(viewer, course);
  const own = { userId: viewer.id, attemptId };
  await shareResult({ ...own, scope: "result" });
  expect((await readLearner({ userId: viewer.id, courseKey: course.key }))?.profile).toBe("anxious");
  expect(await deleteResult(own)).toEqual({ status: "deleted" });
  expect(await deleteResult(own)).toEqual({ status: "deleted" });

  expect(await leftOf(attemptId)).toEqual(NOTHING);
  const row = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  expect(row).toMatchObject({ number: 1, openSlot: null, startedAt: expect.any(Date), deletedAt: expect.any(Date) });
  expect(await readResultPage(own)).toEqual({ status: "deleted" });
  expect((await readLearner({ userId: viewer.id, courseKey: course.key }))?.profile).toBeNull();
  const enrolmentId = row.enrolmentId!;
  expect(await db.lessonProgress.findFirst({ where: { enrolmentId, lessonKey: "styles" } })).toMatchObject({
    completedAt: expect.any(Date),
  });
  expect(await readAttemptHistory({ userId: viewer.id, enrolmentId, lessonKey: "styles" })).toMatchObject([
    { number: 1, result: "deleted by you" },
  ]);
  // The next one is the second.
  await takeProfile(viewer, course);
  expect(await db.attempt.count({ where: { userId: viewer.id, number: 2 } })).toBe(1);
  expect(await db.auditEntry.findMany({ where: { subjectId: attemptId, action: "result.delete" } })).toHaveLength(1);
});

test("a check is a grade record, and stays", async () => {
  const viewer = await aTaker(course);
  const attemptId = await takeProfile(viewer, course, { colour: "red" }, "check");
  expect(await deleteResult({ userId: viewer.id, attemptId })).toEqual({ status: "refused", reason: "grade-record" });
  expect(await leftOf(attemptId)).toMatchObject({ answers: 1, scores: 1 });
});

test("nobody deletes what is another person's", async () => {
  const [viewer, neighbour] = [await aTaker(course), await aTaker(course)];
  const attemptId = await takeProfile(viewer, course);
  for (const forged of [attemptId, "", "a\0b", "nothing"]) {
    expect(await deleteResult({ userId: neighbour.id, attemptId: forged })).toMatchObject({ reason: "no-such-attempt" });
  }
  expect(await leftOf(attemptId)).toMatchObject({ answers: 8, scores: 1 });
});

test("an open attempt ends by it, completes nothing, and another can begin", async () => {
  const viewer = await aTaker(course);
  const attemptId = await begin(viewer, course, { "anxiety-1": 5 });
  const own = { userId: viewer.id, attemptId };
  expect(await deleteResult(own)).toEqual({ status: "deleted" });
  expect(await saveAnswer({ ...own, itemKey: "anxiety-2", value: 5, sequence: now().getTime() })).toMatchObject({
    reason: "closed",
  });
  expect(await finishAssessment(own)).toEqual({ status: "refused", reason: "no-such-attempt" });
  expect(await rescoreAttempt({ attemptId })).toEqual({ status: "refused", reason: "no-such-attempt" });
  expect(await leftOf(attemptId)).toEqual(NOTHING);
  expect(await db.lessonProgress.count({ where: { enrolment: { userId: viewer.id }, completedAt: { not: null } } })).toBe(0);
  expect(await begin(viewer, course)).not.toBe(attemptId);
});

test("whatever is saved, handed in, scored and shared at the same moment, nothing is left", async () => {
  for (let round = 0; round < 8; round += 1) {
    const viewer = await aTaker(course);
    const attemptId = await begin(viewer, course, profileAnswers(5, 5));
    const own = { userId: viewer.id, attemptId };
    if (round % 2) await finishAssessment(own);
    const acts = [
      () => deleteResult(own),
      () => finishAssessment(own),
      () => rescoreAttempt({ attemptId }),
      () => shareResult({ ...own, scope: "result" }),
      () => saveAnswer({ ...own, itemKey: "anxiety-1", value: 1, sequence: now().getTime() + 1 }),
      () => saveAnswer({ ...own, itemKey: "anxiety-2", value: 1, sequence: now().getTime() + 1 }),
    ];
    const turned = [...acts.slice(round % acts.length), ...acts.slice(0, round % acts.length)];
    await Promise.all(turned.map((act) => act()));
    expect(await leftOf(attemptId)).toEqual(NOTHING);
  }
});
