import { afterEach, beforeEach, expect, test } from "vitest";
import { claimGuestResult } from "#app/features/assessment/claim-guest-result.server.ts";
import { deleteGuestResult } from "#app/features/assessment/delete-guest-result.server.ts";
import { readGuestResult } from "#app/features/assessment/guest-result.queries.server.ts";
import { keepGuestResult } from "#app/features/assessment/keep-guest-result.server.ts";
import { listSavedResults } from "#app/features/assessment/saved-results.queries.server.ts";
import { sweepGuestResults } from "#app/features/assessment/sweep-guest-results.server.ts";
import { score } from "#app/features/instruments/score.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { compiled, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aStudent } from "#tests/support/people.ts";
import { aGuestResult, aPublicAssessment, formOf, guestFields } from "#tests/support/public-assessments.ts";

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
