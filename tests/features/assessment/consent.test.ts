import { createHash } from "node:crypto";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ConsentNote } from "#app/features/assessment/consent-note.tsx";
import { CONSENT_VERSION, readConsent } from "#app/features/assessment/consent-words.ts";
import { hasConsented, recordConsent, withdrawConsent } from "#app/features/assessment/record-consent.server.ts";
import { shareResult } from "#app/features/assessment/share-result.server.ts";
import { readAssessmentPanel } from "#app/features/learning/assessment-panel.queries.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aProfileCourse, aTaker, takeProfile } from "#tests/support/profile-takers.ts";
import { statementsOf } from "#tests/support/statements.ts";

const course = await aProfileCourse({ check: aCheck() });
const start = (viewer: Viewer, more: { consent?: number; lessonKey?: string } = {}) =>
  startAssessment({ viewer, courseKey: course.key, lessonKey: "styles", ...more });
const REFUSED = { status: "refused-start", reason: "no-consent" };

test("the words are those of their number: who changes them raises it, and writes the new pair here", () => {
  const words = renderToStaticMarkup(createElement(ConsentNote)).replace(/\s+/g, " ");
  const digest = createHash("sha256").update(words).digest("hex").slice(0, 16);
  expect({ version: CONSENT_VERSION, digest }).toEqual({ version: 1, digest: "105d3e5706cd7c3d" });
});

test("a questionnaire begins only with consent, and a check needs none", async () => {
  const viewer = await aTaker(course);
  expect(await start(viewer)).toEqual(REFUSED);
  expect(await start(viewer)).toEqual(REFUSED);
  expect(await db.attempt.count({ where: { userId: viewer.id } })).toBe(0);
  expect(await start(viewer, { lessonKey: "check" })).toMatchObject({ status: "opened" });
  expect(await start(viewer, { consent: CONSENT_VERSION })).toMatchObject({ status: "opened" });
  expect(await db.consent.findMany({ where: { userId: viewer.id } })).toMatchObject([
    { instrumentKey: "styles", wordsVersion: CONSENT_VERSION, withdrawnAt: null, consentedAt: expect.any(Date) },
  ]);
});

test("consent is asked once, by the person and the questionnaire, and again when the words change", async () => {
  const viewer = await aTaker(course);
  await takeProfile(viewer, course);
  expect(await start(viewer)).toMatchObject({ status: "opened" });
  await takeProfile(viewer, course);
  // They agreed to older words.
  await db.consent.updateMany({ where: { userId: viewer.id }, data: { wordsVersion: CONSENT_VERSION - 1 } });
  expect(await start(viewer)).toEqual(REFUSED);
  // Words that are not the site's are no consent.
  expect(await start(viewer, { consent: CONSENT_VERSION - 1 })).toEqual(REFUSED);
  expect(await start(viewer, { consent: CONSENT_VERSION + 1 })).toEqual(REFUSED);
  expect(await start(viewer, { consent: CONSENT_VERSION })).toMatchObject({ status: "opened" });
});

test("the consent of one person, or to one questionnaire, is none of another", async () => {
  const other = await aProfileCourse();
  const [viewer, neighbour] = [await aTaker(course), await aTaker(course)];
  await takeProfile(neighbour, course);
  await recordConsent({
    userId: viewer.id,
    courseId: other.courseId,
    instrumentKey: "styles",
    wordsVersion: CONSENT_VERSION,
  });
  expect(await start(viewer)).toEqual(REFUSED);
});

test("an attempt that is open goes on without being asked again", async () => {
  const viewer = await aTaker(course);
  const opened = await start(viewer, { consent: CONSENT_VERSION });
  await db.consent.deleteMany({ where: { userId: viewer.id } });
  expect(await start(viewer)).toEqual(opened);
});

test("asking for consent costs the start no statement", async () => {
  const [first, second] = [await aTaker(course), await aTaker(course)];
  await takeProfile(first, course);
  await recordConsent({ userId: second.id, courseId: course.courseId, instrumentKey: "styles", wordsVersion: CONSENT_VERSION });
  await start(second, { lessonKey: "check" });
  const check = await aTaker(course);
  await startAssessment({ viewer: check, courseKey: course.key, lessonKey: "intro" });
  const [withConsent, without] = [
    await statementsOf(() => start(second)),
    await statementsOf(() => start(check, { lessonKey: "check" })),
  ];
  expect(withConsent).toHaveLength(without.length);
});

test("the lesson's panel asks until there is consent", async () => {
  const viewer = await aTaker(course);
  await startAssessment({ viewer, courseKey: course.key, lessonKey: "intro" });
  const { id: enrolmentId } = await db.enrolment.findFirstOrThrow({ where: { userId: viewer.id } });
  const panel = async (lessonKey: string) => {
    const lesson = course.manifest.modules[0]!.lessons.find(({ key }) => key === lessonKey)!;
    return readAssessmentPanel({ userId: viewer.id, courseId: course.courseId, enrolmentId, lesson, completed: false });
  };
  expect(await panel("styles")).toMatchObject({ asksConsent: true });
  expect(await panel("check")).toMatchObject({ asksConsent: false });
  await takeProfile(viewer, course);
  expect(await panel("styles")).toMatchObject({ asksConsent: false });
});

test("consent that is taken back ends what is shared, and is asked for again", async () => {
  const viewer = await aTaker(course);
  const attemptId = await takeProfile(viewer, course);
  await shareResult({ userId: viewer.id, attemptId, scope: "result_and_answers" });
  const consent = await db.consent.findFirstOrThrow({ where: { userId: viewer.id } });
  const stranger = await aTaker(course);
  expect(await withdrawConsent({ userId: stranger.id, consentId: consent.id })).toEqual({
    status: "refused",
    reason: "no-such-consent",
  });
  expect(await hasConsented({ userId: viewer.id, courseId: course.courseId, instrumentKey: "styles" })).toBe(true);
  for (const _twice of [1, 2]) {
    expect(await withdrawConsent({ userId: viewer.id, consentId: consent.id })).toEqual({ status: "withdrawn" });
  }
  expect(await db.resultShare.count({ where: { attemptId, liveSlot: { not: null } } })).toBe(0);
  expect(await start(viewer)).toEqual(REFUSED);
  expect(await db.answer.count({ where: { attemptId } })).toBe(8);
  expect(await start(viewer, { consent: CONSENT_VERSION })).toMatchObject({ status: "opened" });
  expect(await db.auditEntry.count({ where: { action: "consent.withdraw", subjectId: viewer.id } })).toBe(1);
});

test("a form says which words it showed, or nothing of them", () => {
  const form = (value?: string) => {
    const data = new FormData();
    if (value !== undefined) data.set("consent", value);
    return readConsent(data);
  };
  expect([form(), form(""), form("yes"), form("1e9"), form("-1"), form("99999999999")]).toEqual(Array(6).fill(undefined));
  expect(form("1")).toBe(1);
});
