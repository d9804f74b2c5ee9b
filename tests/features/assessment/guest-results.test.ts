import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimGuestResult } from "#app/features/assessment/claim-guest-result.server.ts";
import { deleteGuestResult } from "#app/features/assessment/delete-guest-result.server.ts";
import { readGuestResult } from "#app/features/assessment/guest-result.queries.server.ts";
import { keepGuestResult } from "#app/features/assessment/keep-guest-result.server.ts";
import { rescoreAttempt } from "#app/features/assessment/rescore-attempt.server.ts";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { listSavedResults } from "#app/features/assessment/saved-results.queries.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { sweepGuestResults } from "#app/features/assessment/sweep-guest-results.server.ts";
import { readAssessmentStatistics } from "#app/features/insights/assessment-statistics.queries.server.ts";
import type { StaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { score } from "#app/features/instruments/score.ts";
import { readLearner } from "#app/features/learning/learner.queries.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { compiled, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anEnrolment } from "#tests/support/enrolments.ts";
import { aStudent } from "#tests/support/people.ts";
import { aGuestResult, aPublicAssessment, aPublicProfile, formOf, guestFields } from "#tests/support/public-assessments.ts";

const DAY = 24 * 60 * 60 * 1000;

beforeEach(() => db.rateLimit.deleteMany());
afterEach(() => shiftClock(0));

type Assessment = Awaited<ReturnType<typeof aPublicAssessment>>;

const keep = ({ key }: Assessment, fields: Record<string, string>, formerToken: string | null = null) =>
  keepGuestResult({ key, form: formOf(fields), clientAddress: "192.0.2.1", formerToken });
const look = ({ key }: Assessment, token: string | null, viewerId: string | null = null) =>
  readGuestResult({ key, token, viewerId });

test("what is kept is the answers, their score, and the hash of the token alone, for thirty days", async () => {
  const assessment = await aPublicAssessment();
  const token = await aGuestResult(assessment);
  const [row, ...others] = await db.guestResult.findMany({ where: { revisionId: assessment.revisionId } });
  expect(others).toEqual([]);
  expect(row).toMatchObject({ tokenHash: hashSecretToken(token), answers: profileAnswers(6, 2), claimedAt: null });
  expect(JSON.stringify(row)).not.toContain(token);
  expect(row?.result).toEqual(JSON.parse(JSON.stringify(score(compiled(assessment.profile), profileAnswers(6, 2)))));
  expect(row!.expiresAt.getTime() - row!.createdAt.getTime()).toBe(30 * DAY);
  const visit = await look(assessment, token);
  expect(visit).toMatchObject({ status: "open", page: { model: { profile: { key: "anxious" } } } });
});

test("missing answers are asked about, and nothing is stored before the visitor says so", async () => {
  const assessment = await aPublicAssessment();
  const { "anxiety-1": _left, ...answers } = profileAnswers(6, 2);
  const fields = guestFields(assessment.revisionId, answers);
  const asked = await keep(assessment, fields);
  expect(asked).toMatchObject({ status: "asked", outcome: { status: "unanswered", itemKeys: ["anxiety-1"] } });
  if (asked.status !== "asked") throw new Error();
  const shown = Object.fromEntries(asked.page.questions.map(({ question, values }) => [question.key, values]));
  expect(shown).toMatchObject({ "anxiety-1": [], "anxiety-2": ["6"], "avoidance-4": ["6"] });
  expect(await db.guestResult.count({ where: { revisionId: assessment.revisionId } })).toBe(0);
  expect(await keep(assessment, { ...fields, intent: "submit-anyway" })).toMatchObject({ status: "kept" });
});

test("of no answers there is no result, however often somebody asks", async () => {
  const assessment = await aPublicAssessment();
  const fields = { ...guestFields(assessment.revisionId, {}), intent: "submit-anyway" };
  expect(await keep(assessment, fields)).toMatchObject({ status: "asked" });
  expect(await db.guestResult.count({ where: { revisionId: assessment.revisionId } })).toBe(0);
});

test.each([
  [
    "a choice that there is not",
    { "item.anxiety-1": "8" },
    { status: "asked", outcome: { status: "bad", errors: { "anxiety-1": /Choose/ } } },
  ],
  ["an item that there is not", { "item.colour": "red" }, { status: "refused", reason: "bad-form" }],
  ["no revision", { revision: "" }, { status: "refused", reason: "bad-form" }],
  ["a revision with a NUL byte", { revision: "a\0b" }, { status: "refused", reason: "bad-form" }],
  ["a seed that is no number", { seed: "-1" }, { status: "refused", reason: "bad-form" }],
  ["a seed beyond 31 bits", { seed: "2147483648" }, { status: "refused", reason: "bad-form" }],
])("%s is refused, and nothing is stored", async (_what, fields, outcome) => {
  const assessment = await aPublicAssessment();
  const answer = await keep(assessment, { ...guestFields(assessment.revisionId), ...(fields as Record<string, string>) });
  expect(answer).toMatchObject(withPatterns(outcome));
  expect(await db.guestResult.count({ where: { revisionId: assessment.revisionId } })).toBe(0);
});

function withPatterns(value: unknown): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(value, (_, one) => (one instanceof RegExp ? { pattern: one.source } : one)),
    (_, one) => (one && typeof one === "object" && "pattern" in one ? expect.stringMatching(one.pattern) : one),
  );
}

test("a revision of another course or another assessment is not scored", async () => {
  const [assessment, other] = [await aPublicAssessment(), await aPublicAssessment()];
  const { profile } = assessment;
  const copy = await aCourse({ lessons: [{ key: "styles", assessment: { ...profile, title: "A copy" } }] });
  const { id } = await db.instrumentRevision.findFirstOrThrow({ where: { courseId: copy.courseId } });
  for (const revisionId of [other.revisionId, id]) {
    expect(await keep(assessment, guestFields(revisionId))).toEqual({ status: "refused", reason: "bad-form" });
  }
});

test("too many results from one address are refused, and told when to come back", async () => {
  const assessment = await aPublicAssessment();
  await aGuestResult(assessment);
  await db.rateLimit.updateMany({ data: { points: 120 } });
  expect(await keep(assessment, guestFields(assessment.revisionId))).toMatchObject({ status: "too-many-tries" });
  expect(await db.guestResult.count({ where: { revisionId: assessment.revisionId } })).toBe(1);
});

test("taking it again replaces the earlier result of this browser, but none that is saved", async () => {
  const assessment = await aPublicAssessment();
  const first = await aGuestResult(assessment);
  const again = await keep(assessment, guestFields(assessment.revisionId, profileAnswers(2, 2)), first);
  expect(await look(assessment, first)).toEqual({ status: "no-such-result" });
  if (again.status !== "kept") throw new Error();
  const { id: userId } = await aStudent();
  await claimGuestResult({ userId, key: assessment.key, token: again.token });
  await keep(assessment, guestFields(assessment.revisionId), again.token);
  expect(await listSavedResults({ userId })).toMatchObject([{ result: "Secure" }]);
  expect(await look(assessment, again.token, userId)).toMatchObject({ status: "saved", own: true });
});

test("no other token opens it, nor this one under another assessment", async () => {
  const [assessment, other] = [await aPublicAssessment(), await aPublicAssessment()];
  const token = await aGuestResult(assessment);
  const none = { status: "no-such-result" };
  expect(await look(assessment, null)).toEqual(none);
  expect(await look(assessment, await aGuestResult(other))).toEqual(none);
  expect(await look(assessment, hashSecretToken(token))).toEqual(none);
  expect(await look(other, token)).toEqual(none);
  const { id: userId } = await aStudent();
  expect(await claimGuestResult({ userId, key: other.key, token })).toEqual({ status: "refused", reason: "no-such-result" });
  expect(await deleteGuestResult({ key: other.key, token })).toEqual({ status: "refused", reason: "no-such-result" });
  expect(await look(assessment, token)).toMatchObject({ status: "open" });
});

test("a result that is deleted is gone, and cannot be saved", async () => {
  const assessment = await aPublicAssessment();
  const token = await aGuestResult(assessment);
  expect(await deleteGuestResult({ key: assessment.key, token })).toEqual({ status: "deleted" });
  expect(await db.guestResult.count({ where: { revisionId: assessment.revisionId } })).toBe(0);
  expect(await look(assessment, token)).toEqual({ status: "no-such-result" });
  const { id: userId } = await aStudent();
  expect(await claimGuestResult({ userId, key: assessment.key, token })).toMatchObject({ status: "refused" });
  expect(await deleteGuestResult({ key: assessment.key, token })).toMatchObject({ status: "refused" });
});

test("after thirty days nothing opens or saves it, and the job deletes it and no younger one", async () => {
  const assessment = await aPublicAssessment();
  const old = await aGuestResult(assessment);
  shiftClock(29 * DAY);
  const young = await aGuestResult(assessment);
  expect(await look(assessment, old)).toMatchObject({ status: "open" });
  shiftClock(30 * DAY + 1_000);
  expect(await look(assessment, old)).toEqual({ status: "no-such-result" });
  const { id: userId } = await aStudent();
  expect(await claimGuestResult({ userId, key: assessment.key, token: old })).toMatchObject({ status: "refused" });
  await sweepGuestResults();
  expect(await db.guestResult.count({ where: { tokenHash: hashSecretToken(old) } })).toBe(0);
  expect(await look(assessment, young)).toMatchObject({ status: "open" });
});

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

test("a course that changes the assessment, or takes it off, breaks no result and loses no answers that are under way", async () => {
  const assessment = await aPublicAssessment();
  const { key, profile, course } = assessment;
  const token = await aGuestResult(assessment);
  const before = await look(assessment, token);
  const items = profile.items.slice(1).concat({ ...profile.items[0]!, key: "anxiety-new" });
  const publish = (given: object) =>
    aCourse({ key: course.key, lessons: ["one", { key: "styles", assessment: { ...profile, ...given } }] });
  await publish({ title: "Another title", items });
  expect(await look(assessment, token)).toEqual(before);
  // The page that was open before the change is scored as it was shown.
  const late = await keep(assessment, guestFields(assessment.revisionId));
  expect(late).toMatchObject({ status: "kept" });

  await publish({ public: false });
  expect(await keep(assessment, guestFields(assessment.revisionId))).toEqual({ status: "refused", reason: "no-such-assessment" });
  const closed = await look(assessment, token);
  expect(closed).toEqual({ ...before, page: { ...(before.status === "open" && before.page), standalone: { key, open: false } } });
  await db.course.update({ where: { id: course.courseId }, data: { currentReleaseId: null } });
  const { id: userId } = await aStudent();
  expect(await claimGuestResult({ userId, key, token })).toMatchObject({ status: "saved" });
  expect(await listSavedResults({ userId })).toMatchObject([{ title: "Styles", result: "Anxious" }]);
});

test("what stands alone is no attempt of the lesson, not even where both have one key, and in no statistics of the course", async () => {
  const key = `styles-${randomUUID().slice(0, 8)}`;
  const course = await aCourse({ lessons: [{ key, assessment: aPublicProfile({ key }) }] });
  const [assessment] = await db.instrumentRevision.findMany({ where: { courseId: course.courseId } });
  const { id: userId } = await aStudent();
  const enrolment = await anEnrolment({ user: { id: userId }, course });
  const instrument = { key, digest: assessment!.digest };
  const lesson = { userId, enrolmentId: enrolment.id, courseId: course.courseId, lessonKey: key };
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
