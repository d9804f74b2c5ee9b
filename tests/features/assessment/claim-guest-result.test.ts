import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { claimGuestResult } from "#app/features/assessment/claim-guest-result.server.ts";
import { CONSENT_VERSION } from "#app/features/assessment/consent-words.ts";
import { deleteGuestResult } from "#app/features/assessment/delete-guest-result.server.ts";
import { readGuestResult } from "#app/features/assessment/guest-result.queries.server.ts";
import { recordConsent, withdrawConsent } from "#app/features/assessment/record-consent.server.ts";
import { rescoreAttempt } from "#app/features/assessment/rescore-attempt.server.ts";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { listSavedResults } from "#app/features/assessment/saved-results.queries.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { readAssessmentStatistics } from "#app/features/insights/assessment-statistics.queries.server.ts";
import type { StaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { readLearner } from "#app/features/learning/learner.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { profileAnswers } from "#tests/support/assessment-builders.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anEnrolment } from "#tests/support/enrolments.ts";
import { aStudent } from "#tests/support/people.ts";
import { aGuestResult, aPublicAssessment, aPublicProfile } from "#tests/support/public-assessments.ts";

beforeEach(() => db.rateLimit.deleteMany());

type Assessment = Awaited<ReturnType<typeof aPublicAssessment>>;

const look = ({ key }: Assessment, token: string | null, viewerId: string | null = null) =>
  readGuestResult({ key, token, viewerId });

test("saved, it is an attempt with the same answers and score, and the visitor's row holds nothing of them", async () => {
  const assessment = await aPublicAssessment();
  const token = await aGuestResult(assessment);
  const guest = await db.guestResult.findUniqueOrThrow({ where: { tokenHash: hashSecretToken(token) } });
  const { id: userId } = await aStudent();
  const claimed = await claimGuestResult({ userId, key: assessment.key, token });
  expect(claimed).toEqual({ status: "saved", attemptId: guest.id, first: true });
  expect(await claimGuestResult({ userId, key: assessment.key, token })).toEqual({ ...claimed, first: false });

  const attempt = await db.attempt.findUniqueOrThrow({ where: { id: guest.id }, include: { answers: true, scores: true } });
  const { revisionId, course, key } = assessment;
  const { createdAt } = guest;
  const place = { enrolmentId: null, courseId: course.courseId, lessonKey: key };
  expect(attempt).toMatchObject({ userId, ...place, revisionId, number: 1, seed: 7, openSlot: null, submittedAt: createdAt });
  expect(Object.fromEntries(attempt.answers.map(({ itemKey, value }) => [itemKey, value]))).toEqual(profileAnswers(6, 2));
  expect(attempt.scores).toMatchObject([{ result: guest.result, scorerVersion: guest.scorerVersion, passed: true }]);
  const left = await db.guestResult.findUniqueOrThrow({ where: { id: guest.id } });
  expect(left).toMatchObject({ answers: null, result: null, claimedById: userId });
  // Sending the answers agreed to what happens with them.
  expect(await db.consent.findMany({ where: { userId } })).toMatchObject([
    { courseId: course.courseId, instrumentKey: key, wordsVersion: CONSENT_VERSION, consentedAt: createdAt, withdrawnAt: null },
  ]);
  expect(await look(assessment, token)).toEqual({ status: "saved", attemptId: guest.id, own: false });
  expect(await deleteGuestResult({ key, token })).toMatchObject({ status: "refused" });
});

test("twenty claims by two people at once make one attempt of one of them", async () => {
  const assessment = await aPublicAssessment();
  for (let round = 0; round < 5; round++) {
    const token = await aGuestResult(assessment);
    const people = [await aStudent(), await aStudent()];
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => claimGuestResult({ userId: people[turn % 2]!.id, key: assessment.key, token })),
    );
    const { id } = await db.guestResult.findUniqueOrThrow({ where: { tokenHash: hashSecretToken(token) } });
    const attempts = await db.attempt.findMany({
      where: { userId: { in: people.map(({ id }) => id) } },
      include: { answers: true, scores: true },
    });
    expect(attempts).toMatchObject([{ id }]);
    expect(attempts[0]?.answers).toHaveLength(8);
    expect(attempts[0]?.scores).toHaveLength(1);
    expect(outcomes.filter((one) => one.status === "saved" && one.first)).toHaveLength(1);
    const winner = people.findIndex((person) => person.id === attempts[0]?.userId);
    outcomes.forEach((outcome, turn) => {
      if (turn % 2 === winner) expect(outcome).toMatchObject({ status: "saved", attemptId: id });
      else expect(outcome).toEqual({ status: "refused", reason: "saved-by-somebody-else" });
    });
  }
});

test("saved and deleted at once, a result is either the person's or gone, and never both", async () => {
  const assessment = await aPublicAssessment();
  for (let round = 0; round < 10; round++) {
    const token = await aGuestResult(assessment);
    const { id: userId } = await aStudent();
    const { key } = assessment;
    const [claimed, deleted] = await Promise.all([claimGuestResult({ userId, key, token }), deleteGuestResult({ key, token })]);
    const attempts = await db.attempt.count({ where: { userId } });
    expect([claimed.status, deleted.status, attempts]).toEqual(
      attempts === 1 ? ["saved", "refused", 1] : ["refused", "deleted", 0],
    );
  }
});

test("results that are saved to one account at the same moment are numbered one by one", async () => {
  const assessment = await aPublicAssessment();
  const tokens = [await aGuestResult(assessment), await aGuestResult(assessment), await aGuestResult(assessment)];
  const { id: userId } = await aStudent();
  await Promise.all(tokens.map((token) => claimGuestResult({ userId, key: assessment.key, token })));
  const attempts = await db.attempt.findMany({ where: { userId }, orderBy: { number: "asc" } });
  expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test("the owner alone reads a saved result, with the earlier ones in its history and its plot", async () => {
  const assessment = await aPublicAssessment();
  const { key } = assessment;
  const { id: userId } = await aStudent();
  for (const answers of [profileAnswers(6, 2), profileAnswers(2, 2)]) {
    await claimGuestResult({ userId, key, token: await aGuestResult(assessment, answers) });
  }
  const [newest] = await listSavedResults({ userId });
  const page = await readResultPage({ userId, attemptId: newest!.attemptId });
  expect(page).toMatchObject({
    status: "submitted",
    number: 2,
    standalone: { key, open: true },
    history: [
      { number: 2, result: "Secure" },
      { number: 1, result: "Anxious" },
    ],
    model: { profile: { key: "secure" }, plot: { earlier: [{ x: 6, y: 2 }] } },
  });
  const { id: somebody } = await aStudent();
  expect(await readResultPage({ userId: somebody, attemptId: newest!.attemptId })).toEqual({ status: "no-such-attempt" });
  expect(await listSavedResults({ userId: somebody })).toEqual([]);
  expect(await listSavedResults({ userId, of: { courseId: assessment.course.courseId, key: "another" } })).toEqual([]);
});

test("lessons open the passages for the profile of a result that was saved", async () => {
  const assessment = await aPublicAssessment();
  const { id: userId } = await aStudent();
  await claimGuestResult({ userId, key: assessment.key, token: await aGuestResult(assessment) });
  expect(await readLearner({ userId, courseKey: assessment.course.key })).toMatchObject({ profile: "anxious", enrolment: null });
});

test("saving a result brings no consent back that was taken back after it was made", async () => {
  const assessment = await aPublicAssessment();
  const { id: userId } = await aStudent();
  const about = { userId, courseId: assessment.course.courseId, instrumentKey: assessment.key };
  const [early, token] = [await aGuestResult(assessment), await aGuestResult(assessment)];
  await recordConsent({ ...about, wordsVersion: CONSENT_VERSION });
  const { id: consentId, consentedAt } = await db.consent.findFirstOrThrow({ where: about });
  expect(await claimGuestResult({ userId, key: assessment.key, token: early })).toMatchObject({ status: "saved" });
  expect(await db.consent.findMany({ where: about })).toMatchObject([{ consentedAt, withdrawnAt: null }]);
  await withdrawConsent({ userId, consentId });
  expect(await claimGuestResult({ userId, key: assessment.key, token })).toMatchObject({ status: "saved" });
  expect(await db.consent.findMany({ where: about })).toMatchObject([{ consentedAt, withdrawnAt: expect.any(Date) }]);
  // Answers that are sent afterwards agree anew.
  const later = await aGuestResult(assessment);
  expect(await claimGuestResult({ userId, key: assessment.key, token: later })).toMatchObject({ status: "saved" });
  expect(await db.consent.findMany({ where: about })).toMatchObject([{ withdrawnAt: null }]);
});

test("what stands alone is no attempt of the lesson, not even where both have one key, and in no statistics of the course", async () => {
  const key = `styles-${randomUUID().slice(0, 8)}`;
  const course = await aCourse({ lessons: [{ key, assessment: aPublicProfile({ key }) }] });
  const [assessment] = await db.instrumentRevision.findMany({ where: { courseId: course.courseId } });
  const { id: userId } = await aStudent();
  const enrolment = await anEnrolment({ user: { id: userId }, course });
  const instrument = { key, digest: assessment!.digest };
  const lesson = { userId, enrolmentId: enrolment.id, courseId: course.courseId, lessonKey: key };
  await recordConsent({ userId, courseId: course.courseId, instrumentKey: key, wordsVersion: CONSENT_VERSION });
  const started = await startAttempt({ ...lesson, instrument });
  if (started.status !== "opened") throw new Error(started.status);
  await submitAttempt({ userId, attemptId: started.attemptId });
  const token = await aGuestResult({ key, revisionId: assessment!.id });
  const claimed = await claimGuestResult({ userId, key, token });
  if (claimed.status !== "saved") throw new Error(claimed.reason);

  const historyOf = async (attemptId: string) => {
    const page = await readResultPage({ userId, attemptId });
    return page.status === "submitted" ? page.history.map(({ attemptId }) => attemptId) : page.status;
  };
  expect(await historyOf(claimed.attemptId)).toEqual([claimed.attemptId]);
  expect(await historyOf(started.attemptId)).toEqual([started.attemptId]);
  expect(await startAttempt({ ...lesson, instrument })).toMatchObject({ status: "opened" });
  expect(await db.lessonProgress.count({ where: { enrolmentId: enrolment.id } })).toBe(0);
  const staff = { id: course.courseId, currentReleaseId: course.releaseId } as StaffCourse;
  expect(await readAssessmentStatistics(staff, key)).toMatchObject({ people: 1 });
  expect(await rescoreAttempt({ attemptId: claimed.attemptId })).toMatchObject({ status: "scored", changed: false });
});
