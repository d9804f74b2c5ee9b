import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, expect, test } from "vitest";
import { AccommodationForm, AccommodationList } from "#app/features/insights/accommodation-parts.tsx";
import { db } from "#app/platform/db.server.ts";
import * as student from "#app/routes/instructor.courses.$courseSlug.students.$userId.tsx";
import { aCheck, aProfile } from "#tests/support/assessment-builders.ts";
import { aCourse, type PublishedCourse } from "#tests/support/courses.ts";
import { anEnrolment, onStaff } from "#tests/support/enrolments.ts";
import { aCookieOf, anAdmin, anInstructor, aStudent } from "#tests/support/people.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let course: PublishedCourse;
let learner: Awaited<ReturnType<typeof aStudent>>;
let owner: string;

beforeEach(async () => {
  const person = await anInstructor({ name: "Olu Owner" });
  const profiles = aProfile().profiles.map(({ reading: _reading, ...profile }) => profile);
  course = await aCourse({
    ownerId: person.id,
    lessons: [
      "intro",
      { key: "quiz", assessment: aCheck({ attempts: 2, minutes: 20, closes: "2045-01-31" }) },
      { key: "styles", assessment: aProfile({ profiles }) },
    ],
  });
  learner = await aStudent({ name: "Lena Learner", timeZone: "Asia/Tokyo" });
  await anEnrolment({ user: learner, course });
  owner = await aCookieOf(person);
});

const params = () => ({ courseSlug: course.key, userId: learner.id });
const page = async (cookie: string) => (await dataOf(student.loader(visit("/", { cookie, params: params() })))).data;
const send = (cookie: string | undefined, form: Record<string, string>) =>
  student.action(visit("/", { cookie, form, params: params() }));
const GRANT = {
  ...{ intent: "accommodate", lessonKey: "quiz", extraAttempts: "2", extraMinutes: "10", closes: "2045-02-28" },
  reason: "Was ill for a week",
};
const granted = () => db.accommodation.findMany({ where: { grantedAt: { not: null }, enrolment: { userId: learner.id } } });

test("staff grant and take back, and the page says what holds, who granted it and why", async () => {
  const before = await page(owner);
  expect(before.accommodations).toMatchObject({ granted: [], timeZone: "Asia/Tokyo" });
  expect(before.accommodations.assessments).toEqual([
    { lessonKey: "quiz", title: "Lesson quiz", rules: "2 attempts, 20 minutes, closes 2045-01-31" },
    { lessonKey: "styles", title: "Lesson styles", rules: "no limits" },
  ]);
  const response = await responseOf(() => send(owner, GRANT));
  expect([response.status, response.headers.get("Location")]).toEqual([
    303,
    `/instructor/courses/${course.key}/students/${learner.id}?done=granted`,
  ]);
  const { accommodations } = await page(owner);
  expect(accommodations.granted).toMatchObject([
    {
      ...{ lessonKey: "quiz", extraAttempts: 2, extraMinutes: 10, closes: "2045-02-28" },
      ...{ reason: "Was ill for a week", grantedBy: "Olu Owner", grantedAt: expect.any(Date) },
    },
  ]);
  const list = renderToStaticMarkup(createElement(AccommodationList, { granted: accommodations.granted, may: true }));
  expect(list).toContain("Lesson quiz: 2 further attempts, 10 minutes more for each attempt, closes 2045-02-28");
  expect(list).toContain("Was ill for a week");
  await responseOf(() => send(owner, { intent: "accommodate", lessonKey: "quiz", extraAttempts: "1", reason: "One will do" }));
  expect(await granted()).toMatchObject([{ extraAttempts: 1, extraMinutes: 0, closes: null, reason: "One will do" }]);
  const back = await responseOf(() => send(owner, { intent: "withdraw", lessonKey: "quiz", reason: "A mistake" }));
  expect(back.headers.get("Location")).toMatch(/\?done=withdrawn$/);
  expect((await page(owner)).accommodations.granted).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  ["no reason", { reason: "" }, "reason"],
  ["blanks for a reason", { reason: "   " }, "reason"],
  ["no assessment", { lessonKey: "" }, "lessonKey"],
  ["a lesson that is no assessment", { lessonKey: "intro" }, "lessonKey"],
  ["half an attempt", { extraAttempts: "1.5" }, "extraAttempts"],
  ["fewer attempts", { extraAttempts: "-1" }, "extraAttempts"],
  ["too many attempts", { extraAttempts: "101" }, "extraAttempts"],
  ["two days more", { extraMinutes: "2880" }, "extraMinutes"],
  ["a day that does not exist", { closes: "2045-02-30" }, "closes"],
  ["an earlier day", { closes: "2045-01-31" }, "closes"],
  ["minutes where there is no time limit", { lessonKey: "styles", extraAttempts: "", closes: "" }, "extraMinutes"],
  ["attempts where there is no limit", { lessonKey: "styles", extraMinutes: "", closes: "" }, "extraAttempts"],
  ["a closing where it never closes", { lessonKey: "styles", extraAttempts: "", extraMinutes: "" }, "closes"],
  ["nothing at all", { extraAttempts: "", extraMinutes: "0", closes: "" }, ""],
])("%s is said beside its field, and nothing is granted", async (_, changed, field) => {
  const { data, status } = await dataOf(send(owner, { ...GRANT, ...changed }));
  expect(status).toBe(400);
  const reply = data as { values: Record<string, string>; errors: Record<string, string[]> };
  expect(Object.keys(reply.errors)).toEqual([field]);
  expect(reply.errors[field]?.[0]).toMatch(/^[A-Z].+\.$/);
  expect(reply.values).toMatchObject({ ...GRANT, ...changed });
  // Beside the field, with what was typed.
  const { accommodations } = await page(owner);
  const html = renderToStaticMarkup(createElement(AccommodationForm, { options: accommodations, reply }));
  const id = field === "reason" ? "accommodation-reason" : field;
  if (field) expect(html).toMatch(new RegExp(`id="${id}"[^>]*aria-describedby="${id}-error`));
  else expect(html).toMatch(/role="alert"/);
  expect(await granted()).toEqual([]);
  expect(await db.auditEntry.count({ where: { subjectId: learner.id } })).toBe(0);
});

test("owners, editors, graders and admins may; a viewer sees what is granted and may not, and nobody else gets in", async () => {
  for (const role of ["owner", "editor", "grader"] as const) {
    const person = await anInstructor();
    await onStaff(person, course, role);
    const cookie = await aCookieOf(person);
    expect((await responseOf(() => send(cookie, { ...GRANT, reason: `As ${role}` }))).status).toBe(303);
    expect((await page(cookie)).may).toBe(true);
  }
  expect((await responseOf(async () => send(await aCookieOf(await anAdmin()), GRANT))).status).toBe(303);
  const before = await granted();
  const viewer = await anInstructor();
  await onStaff(viewer, course, "viewer");
  const looks = await aCookieOf(viewer);
  expect((await page(looks)).accommodations.granted).toHaveLength(1);
  expect((await page(looks)).may).toBe(false);
  const others = [await aCookieOf(await anInstructor()), await aCookieOf(learner), await aCookieOf(await aStudent())];
  for (const form of [
    { ...GRANT, reason: "Forged" },
    { intent: "withdraw", lessonKey: "quiz", reason: "Forged" },
  ]) {
    expect((await responseOf(() => send(looks, form))).status).toBe(403);
    for (const cookie of others) expect((await responseOf(() => send(cookie, form))).status).toBe(404);
    expect((await responseOf(() => send(undefined, form))).headers.get("Location")).toMatch(/^\/sign-in/);
  }
  expect(await granted()).toEqual(before);
});

test("a form that is not known, and a withdrawal of nothing, are refused", async () => {
  expect((await responseOf(() => send(owner, { intent: "promote" }))).status).toBe(400);
  const withdrawal = { intent: "withdraw", lessonKey: "quiz", reason: "A mistake" };
  expect((await responseOf(() => send(owner, withdrawal))).status).toBe(404);
});
