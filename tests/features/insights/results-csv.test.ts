import { expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import * as results from "#app/routes/instructor.courses.$courseSlug.assessments.$lessonKey.results[.]csv.ts";
import { aCheck, aCourseWith, aLearner, aProfile, profileAnswers } from "#tests/support/assessment-builders.ts";
import { answersWorth, take } from "#tests/support/attempts.ts";
import { aCookieOf, anAdmin } from "#tests/support/people.ts";
import { responseOf, visit } from "#tests/support/visit.ts";

async function fileOf(courseId: string, lessonKey: string): Promise<Response> {
  const { key } = await db.course.findUniqueOrThrow({ where: { id: courseId } });
  const cookie = await aCookieOf(await anAdmin());
  return responseOf(() => results.loader(visit("/", { cookie, params: { courseSlug: key, lessonKey } })));
}

test("a check gives a line an attempt with the name, and a name that is a formula stays a name", async () => {
  const classroom = await aCourseWith(aCheck());
  const learner = await aLearner(classroom);
  const attemptId = await take(learner, answersWorth(3));
  const attempt = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  await db.user.update({ where: { id: attempt.userId }, data: { name: '=HYPERLINK("x")' } });
  const response = await fileOf(classroom.courseId, attempt.lessonKey);
  expect(response.headers.get("Content-Type")).toContain("text/csv");
  const lines = (await response.text()).trim().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^"'=HYPERLINK\(""x""\)",[^,]+@[^,]+,1,.*,100,yes,0$/);
});

test("a profile gives no file at all", async () => {
  const classroom = await aCourseWith(aProfile());
  const learner = await aLearner(classroom);
  const attemptId = await take(learner, profileAnswers(2, 2));
  const attempt = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  expect((await fileOf(classroom.courseId, attempt.lessonKey)).status).toBe(404);
});
