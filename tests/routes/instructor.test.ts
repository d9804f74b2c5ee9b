import { beforeAll, expect, test } from "vitest";
import { CONSENT_VERSION } from "#app/features/assessment/consent-words.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import * as home from "#app/routes/instructor._index.tsx";
import * as course from "#app/routes/instructor.courses.$courseSlug._index.tsx";
import * as students from "#app/routes/instructor.courses.$courseSlug.students._index.tsx";
import * as student from "#app/routes/instructor.courses.$courseSlug.students.$userId.tsx";
import * as csv from "#app/routes/instructor.courses.$courseSlug.students[.]csv.ts";
import { aCheck, aProfile, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aCourse, type PublishedCourse } from "#tests/support/courses.ts";
import { anEnrolment, onStaff } from "#tests/support/enrolments.ts";
import { aCookieOf, anAdmin, anInstructor, aStudent } from "#tests/support/people.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";
import { responseOf, visit } from "#tests/support/visit.ts";

let own: PublishedCourse;
let learner: Awaited<ReturnType<typeof aStudent>>;
let owner: Awaited<ReturnType<typeof anInstructor>>;
let cookie: string;

beforeAll(async () => {
  owner = await anInstructor({ name: "Olu Owner" });
  own = await aCourse({ ownerId: owner.id });
  learner = await aStudent({ name: "Lena Learner", email: "lena@example.org" });
  await anEnrolment({ user: learner, course: own, completed: ["one"], viewed: ["two"], at: new Date("2026-05-04T10:00:00Z") });
  cookie = await aCookieOf(owner);
});

const slug = () => ({ courseSlug: own.key });

/** Every page about one course, asked for by whoever holds the cookie. */
function pagesOf(cookie?: string, params: Record<string, string> = { ...slug(), userId: learner.id }) {
  const path = `/instructor/courses/${own.key}`;
  return [
    () => course.loader(visit(path, { cookie, params })),
    () => students.loader(visit(`${path}/students`, { cookie, params })),
    () => csv.loader(visit(`${path}/students.csv`, { cookie, params })),
    () => student.loader(visit(`${path}/students/${learner.id}`, { cookie, params })),
  ];
}

test("whoever is not signed in is sent to sign in, and comes back", async () => {
  for (const page of [() => home.loader(visit("/instructor")), ...pagesOf()]) {
    const response = await responseOf(page);
    expect(response.status).toBe(302);
    expect(response.headers.get("Location")).toMatch(/^\/sign-in\?returnTo=%2Finstructor/);
  }
});

test("for a student, the learner of the course too, there is no instructor area", async () => {
  for (const person of [await aStudent(), learner]) {
    const cookie = await aCookieOf(person);
    for (const page of [() => home.loader(visit("/instructor", { cookie })), ...pagesOf(cookie)]) {
      expect((await responseOf(page)).status).toBe(404);
    }
  }
});

test("a student with a place on the staff left over sees nothing", async () => {
  const left = await aStudent();
  await onStaff(left, own, "grader");
  for (const page of pagesOf(await aCookieOf(left))) expect((await responseOf(page)).status).toBe(404);
});

test("for an instructor of another course there is no such course", async () => {
  const stranger = await anInstructor();
  await aCourse({ ownerId: stranger.id });
  const cookie = await aCookieOf(stranger);
  for (const page of pagesOf(cookie)) expect((await responseOf(page)).status).toBe(404);
  const { courses } = await home.loader(visit("/instructor", { cookie }));
  expect(courses.map(({ key }) => key)).not.toContain(own.key);
});

test("every place on the staff opens the course, and so does being an admin", async () => {
  for (const role of ["owner", "editor", "grader", "viewer"] as const) {
    const person = await anInstructor();
    await onStaff(person, own, role);
    const cookie = await aCookieOf(person);
    for (const page of pagesOf(cookie)) await page();
    expect((await home.loader(visit("/instructor", { cookie }))).courses).toMatchObject([{ key: own.key, staffRole: role }]);
  }
  const admin = await aCookieOf(await anAdmin());
  for (const page of pagesOf(admin)) await page();
  const { courses } = await home.loader(visit("/instructor", { cookie: admin }));
  expect(courses.find(({ key }) => key === own.key)).toMatchObject({ staffRole: null, students: 1, finished: 0 });
});

test("forged and mangled names of courses and people are found by nobody", async () => {
  for (const courseSlug of ["no-such-course", "", "\0", "x".repeat(5_000), "' or 1=1 --", own.key.toUpperCase()]) {
    for (const page of pagesOf(cookie, { courseSlug, userId: learner.id })) expect((await responseOf(page)).status).toBe(404);
  }
  for (const userId of ["no-such-person", "", "\0", owner.id, (await aStudent()).id]) {
    const asked = visit("/", { cookie, params: { ...slug(), userId } });
    expect((await responseOf(() => student.loader(asked))).status).toBe(404);
  }
});

test("the list shows a course with its release, its students and how many have finished", async () => {
  const teacher = await anInstructor();
  const course = await aCourse({ ownerId: teacher.id });
  await anEnrolment({ course });
  await anEnrolment({ course, completed: ["one", "two", "three"], completedAt: new Date() });
  const cookie = await aCookieOf(teacher);
  const { courses } = await home.loader(visit("/instructor", { cookie }));
  expect(courses).toMatchObject([
    { key: course.key, title: course.manifest.title, release: { number: 1 }, students: 2, finished: 1 },
  ]);
});

test("releases name their number, who published them and how many learn on each", async () => {
  const author = await anInstructor({ name: "Ann Author" });
  const first = await aCourse({ ownerId: author.id });
  await anEnrolment({ course: first });
  const second = await aCourse({ key: first.key, lessons: ["one"] });
  await db.release.update({ where: { id: second.releaseId }, data: { notes: "Shorter." } });
  await anEnrolment({ course: second });
  await anEnrolment({ course: second });
  const visitor = visit("/", { cookie: await aCookieOf(author), params: { courseSlug: first.key } });
  const { releases, staff } = await course.loader(visitor);
  expect(releases).toMatchObject([
    { number: 2, current: true, learners: 2, notes: "Shorter." },
    { number: 1, current: false, learners: 1, notes: "" },
  ]);
  expect(staff).toEqual([{ userId: author.id, name: "Ann Author", email: author.email, role: "owner" }]);
});

test("the table is searched, sorted and paged by its address, and says what it does not know", async () => {
  const ask = (query: string) =>
    students.loader(visit(`/instructor/courses/${own.key}/students${query}`, { cookie, params: slug() }));
  const { students: lines } = await ask("?sort=name&q=LENA&page=1");
  expect(lines).toEqual([
    {
      ...{ userId: learner.id, name: "Lena Learner", email: "lena@example.org", done: 1, total: 3, percent: 33, release: 1 },
      ...{ lastSeen: "May 4, 2026", finished: "" },
    },
  ]);
  expect((await ask("?q=nobody")).students).toEqual([]);
  expect((await ask("?page=2")).students).toEqual([]);
  expect((await ask("?q=%00%0A")).students).toHaveLength(1);
  for (const wrong of ["?sort=passwordHash", "?page=0", "?page=1e9", "?page=-1", `?q=${"x".repeat(101)}`]) {
    const response = await responseOf(() => ask(wrong));
    expect(response.status, wrong).toBe(400);
    expect(await response.text()).toMatch(/^[A-Z].+\.$/);
  }
});

test("the table costs three statements: who asks, which course, and the table", async () => {
  const ask = () => students.loader(visit(`/instructor/courses/${own.key}/students`, { cookie, params: slug() }));
  await ask();
  expect(await statementsOf(ask)).toHaveLength(3);
});

test("the file for spreadsheets has every student, and no formula", async () => {
  const course = await aCourse({ ownerId: owner.id });
  await anEnrolment({
    course,
    user: await aStudent({ name: '=HYPERLINK("http://evil.example";"Mia")', email: "+1@example.org" }),
  });
  await anEnrolment({
    course,
    user: await aStudent({ name: "Plain, Jane", email: "jane@example.org" }),
    completed: ["one"],
    at: new Date("2026-05-04T10:00:00Z"),
  });
  const ask = (query: string) => csv.loader(visit(`/${query}`, { cookie, params: { courseSlug: course.key } }));
  const response = await ask("");
  expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("Content-Disposition")).toBe(`attachment; filename="students-${course.key}.csv"`);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
  const [head, jane, mia, end] = text.split("\r\n");
  expect(head).toBe("\ufeffName,E-mail,Lessons done,Lessons,Percent,Last active,Finished,Release");
  expect(jane).toBe('"Plain, Jane",jane@example.org,1,3,33,2026-05-04 10:00,,1');
  expect(mia).toMatch(/^"'=HYPERLINK\(""http:\/\/evil\.example"";""Mia""\)",'\+1@example\.org,0,3,0,/);
  expect(end).toBe("");
  expect((await (await ask("?q=jane")).text()).split("\r\n")).toHaveLength(3);
});

/** Hands in the assessment of a lesson with these answers. */
async function handIn(viewer: Viewer, courseKey: string, lessonKey: string, answers: Record<string, unknown>): Promise<void> {
  const started = await startAssessment({ viewer, courseKey, lessonKey, consent: CONSENT_VERSION });
  if (started.status !== "opened") throw new Error(JSON.stringify(started));
  const { attemptId } = started;
  for (const [itemKey, value] of Object.entries(answers)) {
    await saveAnswer({ userId: viewer.id, attemptId, itemKey, value, sequence: now().getTime() });
  }
  await finishAssessment({ userId: viewer.id, attemptId });
}

test("a student's page has every lesson's state and the best result of a check, and nothing private", async () => {
  const teacher = await anInstructor();
  const profiles = aProfile().profiles.map(({ reading: _reading, ...profile }) => profile);
  const lessons = ["intro", { key: "quiz", assessment: aCheck() }, { key: "styles", assessment: aProfile({ profiles }) }, "end"];
  const published = await aCourse({ ownerId: teacher.id, order: "required", lessons });
  const viewer = await aViewer({ name: "Sam Student" });
  await aGrant({ userId: viewer.id, courseId: published.courseId });
  await anEnrolment({ user: viewer, course: published, completed: ["intro", "gone-by-now"] });
  const params = { courseSlug: published.key, userId: viewer.id };
  const ask = async () => student.loader(visit("/", { cookie: await aCookieOf(teacher), params }));

  expect((await ask()).student).toMatchObject({
    progress: { done: 1, total: 4, percent: 25 },
    modules: [
      {
        lessons: [
          { key: "intro", state: "completed", check: null },
          { key: "quiz", state: "open", check: null },
          { key: "styles", state: "locked", check: null },
          { key: "end", state: "locked", check: null },
        ],
      },
    ],
    elsewhere: [{ key: "gone-by-now" }],
  });

  await handIn(viewer, published.key, "quiz", { colour: "red" });
  await handIn(viewer, published.key, "quiz", { colour: "blue", primes: ["two", "three"], round: true });
  await handIn(viewer, published.key, "styles", profileAnswers(6, 2));
  const { student: page } = await ask();
  expect(page.modules[0]?.lessons).toMatchObject([
    { key: "intro", state: "completed" },
    { key: "quiz", state: "completed", check: { attempts: 2, passed: true, percent: expect.closeTo(66.67, 1) } },
    // Of a questionnaire no more than that it is done: not even how often.
    { key: "styles", state: "completed", completedAt: expect.any(Date), check: null },
    { key: "end", state: "open" },
  ]);
  const said = JSON.stringify(page);
  for (const secret of ["anxious", "anxiety", "avoidan", "secure", "primes", "blue", "Statement"])
    expect(said).not.toContain(secret);
});
