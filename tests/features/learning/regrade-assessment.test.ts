import { expect, test } from "vitest";
import { previewRegrade } from "#app/features/assessment/regrading/regrade-preview.queries.server.ts";
import { rescoreAttempt } from "#app/features/assessment/rescore-attempt.server.ts";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { findLesson } from "#app/features/courseware/manifest.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { regradeAssessment } from "#app/features/learning/regrade-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aProfile, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aCourse, type PublishedCourse } from "#tests/support/courses.ts";
import { anAdmin } from "#tests/support/people.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

const LESSON = "the-check";
const right = { colour: "blue", primes: ["two", "three"], round: false };

const publish = (assessment: { key: string } & Record<string, unknown>, key?: string) =>
  aCourse({ key, lessons: [{ key: LESSON, assessment }, "last"] });

/** The check with another right colour. */
function withRedSky() {
  const check = structuredClone(aCheck());
  const [red, blue] = check.items[0]!.choices!;
  Object.assign(red!, { correct: true });
  Object.assign(blue!, { correct: false });
  return check;
}

/** A profile whose readings need no files. */
function withoutReadings(): ReturnType<typeof aProfile> {
  return JSON.parse(JSON.stringify(aProfile(), (name, value) => (name === "reading" ? undefined : value)));
}

async function handsIn(course: PublishedCourse, answers: Record<string, unknown>) {
  const viewer = await aViewer();
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  const started = await startAssessment({ viewer, courseKey: course.key, lessonKey: LESSON });
  if (started.status !== "opened") throw new Error(started.status);
  const ask = { userId: viewer.id, attemptId: started.attemptId };
  for (const [itemKey, value] of Object.entries(answers)) await saveAnswer({ ...ask, itemKey, value, sequence: now().getTime() });
  await finishAssessment(ask);
  return ask;
}

async function previewOf(course: PublishedCourse) {
  const { assessment } = findLesson(course.manifest, LESSON)!;
  const preview = await previewRegrade({ courseId: course.courseId, lessonKey: LESSON, instrument: assessment! });
  return preview!;
}

const apply = async (course: PublishedCourse, keyRevisionId: string, attemptIds: string[]) => ({
  actorId: (await anAdmin()).id,
  ...{ courseId: course.courseId, lessonKey: LESSON, keyRevisionId, attemptIds, reason: "Blue was marked as right by mistake." },
});

const resultOf = async (ask: { userId: string; attemptId: string }) => {
  const page = await readResultPage(ask);
  if (page.status !== "submitted") throw new Error(page.status);
  return page;
};

test("a dry run says who would change and how, and writes nothing; what is chosen is scored again, with an audit line", async () => {
  const before = await publish(aCheck());
  // Of three points: blue and one more is two thirds, over the mark of 60.
  const loses = await handsIn(before, { colour: "blue", round: false });
  const wins = await handsIn(before, { colour: "red", round: false });
  const same = await handsIn(before, { round: false });
  const after = await publish(withRedSky(), before.key);
  const preview = await previewOf(after);
  expect(preview).toMatchObject({ attempts: 3, changing: 2, changed: ["colour"], kept: [] });
  expect(preview.rows.map(({ attemptId, before, after }) => [attemptId, before.passed, after.passed]).sort()).toEqual(
    [
      [loses.attemptId, true, false],
      [wins.attemptId, false, true],
    ].sort(),
  );
  expect(await db.score.count()).toBe(3);

  const ask = await apply(after, preview.keyRevisionId, [wins.attemptId]);
  expect(await regradeAssessment(ask)).toEqual({ regraded: 1, unchanged: 0 });
  const page = await resultOf(wins);
  expect(page).toMatchObject({ model: { passed: true }, regradedAt: expect.any(Date) });
  // The page shows as right what counted as right.
  const [colour] = page.model.kind === "graded" ? page.model.items : [];
  expect(colour).toMatchObject({
    state: "right",
    options: expect.arrayContaining([expect.objectContaining({ value: "red", correct: true })]),
  });
  // The lesson is completed now, as if it had been passed at once; the one that was not chosen keeps its score.
  const progress = await db.lessonProgress.findFirst({ where: { enrolment: { userId: wins.userId }, lessonKey: LESSON } });
  expect(progress?.completedAt).not.toBeNull();
  expect(await resultOf(loses)).toMatchObject({ model: { passed: true } });
  const audit = await db.auditEntry.findMany({ where: { action: "attempt.regrade" } });
  expect(audit).toMatchObject([
    {
      actorId: ask.actorId,
      subjectId: wins.attemptId,
      reason: ask.reason,
      detail: { before: { passed: false }, after: { passed: true } },
    },
  ]);
  expect(await db.answer.findMany({ where: { attemptId: wins.attemptId }, select: { itemKey: true, value: true } })).toEqual(
    expect.arrayContaining([{ itemKey: "colour", value: "red" }]),
  );
  expect(await previewOf(after)).toMatchObject({ attempts: 2, changing: 1, rows: [{ attemptId: loses.attemptId }] });
  expect((await resultOf(same)).regradedAt).toBeUndefined();
});

test("a check that is no longer passed leaves its lesson completed", async () => {
  const before = await publish(aCheck());
  const loses = await handsIn(before, { colour: "blue", round: false });
  const after = await publish(withRedSky(), before.key);
  const { keyRevisionId } = await previewOf(after);
  await regradeAssessment(await apply(after, keyRevisionId, [loses.attemptId]));
  expect(await resultOf(loses)).toMatchObject({ model: { passed: false } });
  const progress = await db.lessonProgress.findFirst({ where: { enrolment: { userId: loses.userId }, lessonKey: LESSON } });
  expect(progress?.completedAt).not.toBeNull();
});

test("twice, and ten times at once, is once; the key goes on counting when the attempt is scored anew", async () => {
  const before = await publish(aCheck());
  const wins = await handsIn(before, { ...right, colour: "red" });
  const after = await publish(withRedSky(), before.key);
  const { keyRevisionId } = await previewOf(after);
  const ask = await apply(after, keyRevisionId, [wins.attemptId, wins.attemptId]);
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => regradeAssessment(ask)));
  expect(outcomes.reduce((sum, { regraded }) => sum + regraded, 0)).toBe(1);
  expect(await db.score.count({ where: { attemptId: wins.attemptId } })).toBe(2);
  expect(await db.auditEntry.count({ where: { subjectId: wins.attemptId } })).toBe(1);
  expect(await rescoreAttempt({ attemptId: wins.attemptId })).toMatchObject({ changed: false, result: { percent: 100 } });
});

test("attempts of another lesson, another course or that are open are left alone", async () => {
  const before = await publish(aCheck());
  const other = await publish(aCheck());
  const elsewhere = await handsIn(other, right);
  const viewer = await aViewer();
  await aGrant({ userId: viewer.id, courseId: before.courseId });
  const open = await startAssessment({ viewer, courseKey: before.key, lessonKey: LESSON });
  const after = await publish(withRedSky(), before.key);
  const { keyRevisionId, attempts } = await previewOf(after);
  expect(attempts).toBe(0);
  const ids = [elsewhere.attemptId, open.status === "opened" ? open.attemptId : "", "no-such-attempt", "\0"];
  expect(await regradeAssessment(await apply(after, keyRevisionId, ids))).toEqual({ regraded: 0, unchanged: 4 });
  expect(await db.score.count({ where: { attempt: { courseId: before.courseId } } })).toBe(0);
});

test("of a questionnaire nobody learns whose result would change, or to what", async () => {
  const before = await publish(withoutReadings());
  const taken = await handsIn(before, profileAnswers(7, 1));
  const data = withoutReadings();
  const items = (data.items as { reverse?: boolean }[]).map((item, index) =>
    index === 0 ? { ...item, reverse: !item.reverse } : item,
  );
  const after = await publish({ ...data, items }, before.key);
  const preview = await previewOf(after);
  expect(preview).toMatchObject({ kind: "profile", changing: 1, rows: [] });
  await regradeAssessment(await apply(after, preview.keyRevisionId, preview.profileAttemptIds));
  const [audit] = await db.auditEntry.findMany({ where: { subjectId: taken.attemptId } });
  expect(audit?.detail).toEqual({
    keyRevisionId: preview.keyRevisionId,
    before: { profile: "private" },
    after: { profile: "private" },
  });
  expect((await resultOf(taken)).regradedAt).toBeInstanceOf(Date);
});
