import { expect, test } from "vitest";
import { CONSENT_VERSION } from "#app/features/assessment/consent-words.ts";
import { recordConsent } from "#app/features/assessment/record-consent.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { visitCourse } from "#app/features/learning/visit.server.ts";
import { db } from "#app/platform/db.server.ts";
import * as page from "#app/routes/instructor.courses.$courseSlug.assessments.$lessonKey._index.tsx";
import * as results from "#app/routes/instructor.courses.$courseSlug.assessments.$lessonKey.results[.]csv.ts";
import { aCheck, aProfile, profileAnswers } from "#tests/support/assessment-builders.ts";
import { answersWorth } from "#tests/support/attempts.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aCookieOf, anInstructor } from "#tests/support/people.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";
import { responseOf, visit } from "#tests/support/visit.ts";

/** A course whose one learner, named like a formula, has handed in its one assessment. */
async function handedIn(instrument: ReturnType<typeof aCheck> | ReturnType<typeof aProfile>, answers: Record<string, unknown>) {
  const owner = await anInstructor();
  const course = await aCourse({ ownerId: owner.id, lessons: [{ key: "quiz", assessment: instrument }] });
  const viewer = await aViewer();
  await db.user.update({ where: { id: viewer.id }, data: { name: '=HYPERLINK("x")' } });
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  const visited = await visitCourse(viewer, course.key);
  if (visited.status !== "open") throw new Error(visited.status);
  const words = { instrumentKey: instrument.key, wordsVersion: CONSENT_VERSION };
  await recordConsent({ userId: viewer.id, courseId: course.courseId, ...words });
  const started = await startAttempt({
    ...{ userId: viewer.id, enrolmentId: visited.enrolment.id, courseId: course.courseId, lessonKey: "quiz", timeZone: null },
    instrument: course.manifest.modules[0]!.lessons[0]!.assessment!,
  });
  if (!("attemptId" in started)) throw new Error(started.reason);
  const { attemptId } = started;
  for (const [itemKey, value] of Object.entries(answers)) {
    await saveAnswer({ userId: viewer.id, attemptId, itemKey, value, sequence: 1 });
  }
  await submitAttempt({ userId: viewer.id, attemptId });
  const asked = { cookie: await aCookieOf(owner), params: { courseSlug: course.key, lessonKey: "quiz" } };
  return {
    attemptId,
    file: () => responseOf(() => results.loader(visit("/", asked))),
    page: () => page.loader(visit("/", asked)),
  };
}

test("a check gives a line an attempt with the name, and a name that is a formula stays a name", async () => {
  const { file } = await handedIn(aCheck(), answersWorth(3));
  const response = await file();
  expect(response.headers.get("Content-Type")).toContain("text/csv");
  const lines = (await response.text()).trim().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^"'=HYPERLINK\(""x""\)",[^,]+@[^,]+,1,.*,100,yes,0$/);
});

test("where blind grading waits there is no name and no address", async () => {
  const { file, attemptId } = await handedIn(aCheck(), answersWorth(3));
  const { revisionId } = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  await db.$executeRaw`update "InstrumentRevision" set definition = jsonb_set(definition, '{blind}', 'true') where id = ${revisionId}`;
  await db.$executeRaw`update "Score" set result = jsonb_set(result, '{waiting}', '1') where "attemptId" = ${attemptId}`;
  const text = await (await file()).text();
  expect(text).toContain("hidden until the grades are released,,1,");
  expect(text).not.toMatch(/HYPERLINK|@/);
});

test("a profile gives no file at all, whoever asks", async () => {
  const { file, page } = await handedIn(aProfile({ profiles: [] }), profileAnswers(2, 2));
  expect((await page()).page.kind).toBe("profile");
  expect((await file()).status).toBe(404);
});
