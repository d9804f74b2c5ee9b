import { beforeAll, expect, test } from "vitest";
import { readResultForStaff } from "#app/features/assessment/answers.queries.server.ts";
import { previewRegrade } from "#app/features/assessment/regrading/regrade-preview.queries.server.ts";
import { releaseGrades } from "#app/features/learning/release-grades.server.ts";
import { db } from "#app/platform/db.server.ts";
import * as result from "#app/routes/attempts.$attemptId.result.tsx";
import * as queue from "#app/routes/instructor.courses.$courseSlug.grading._index.tsx";
import * as grade from "#app/routes/instructor.courses.$courseSlug.grading.$attemptId.tsx";
import * as work from "#app/routes/instructor.courses.$courseSlug.results.$attemptId.tsx";
import * as student from "#app/routes/instructor.courses.$courseSlug.students.$userId.tsx";
import { aRevision } from "#tests/support/attempts.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { aGradingRoom, aWrittenCheck, draftBoth, handedIn, type Room } from "#tests/support/grading-builders.ts";
import { aCookieOf, anAdmin, anInstructor, aStudent } from "#tests/support/people.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let room: Room;
let cookie: string;
beforeAll(async () => {
  room = await aGradingRoom();
  cookie = await aCookieOf(room.grader);
});

const base = () => `/instructor/courses/${room.course.key}/grading`;
const slug = () => ({ courseSlug: room.course.key });
const visitQueue = (form?: Record<string, string>, who = cookie) => visit(base(), { cookie: who, params: slug(), form });
const visitWork = (attemptId: string, form?: Record<string, string>, who = cookie) =>
  visit(`${base()}/${attemptId}`, { cookie: who, params: { ...slug(), attemptId }, form });

/** The fields of the page as it stands, with what is typed into it. */
async function fieldsOf(attemptId: string, typed: Record<string, string>, who = cookie): Promise<Record<string, string>> {
  const { page } = await grade.loader(visitWork(attemptId, undefined, who));
  const fields: Record<string, string> = {};
  for (const { key, seen, given, rubric } of page.items) {
    fields[`seen.${key}`] = seen;
    fields[`feedback.${key}`] = given.feedback;
    fields[`note.${key}`] = given.note;
    if (!rubric) fields[`points.${key}`] = "points" in given.marks ? String(given.marks.points ?? "") : "";
    if ("levels" in given.marks)
      for (const [name, level] of Object.entries(given.marks.levels)) fields[`level.${key}.${name}`] = level;
  }
  return { ...fields, ...typed };
}

const BOTH = {
  "level.letter.clear": "yes",
  "level.letter.kind": "some",
  "feedback.letter": "Kind\r\nwords.",
  "points.essay": "6",
};

test("owners, editors, graders and admins grade; those who only look, and students, find no such page", async () => {
  const { attemptId, viewer } = await handedIn(room);
  for (const role of ["owner", "editor", "grader"] as const) {
    const person = await anInstructor();
    await onStaff(person, room.course, role);
    const who = await aCookieOf(person);
    await queue.loader(visitQueue(undefined, who));
    expect((await grade.loader(visitWork(attemptId, undefined, who))).page.who).toBe("Sara Student");
  }
  await grade.loader(visitWork(attemptId, undefined, await aCookieOf(await anAdmin())));
  const looker = await anInstructor();
  await onStaff(looker, room.course, "viewer");
  const left = await aStudent();
  await onStaff(left, room.course, "grader");
  for (const person of [looker, left, viewer, await anInstructor()]) {
    const who = await aCookieOf(person);
    const tries = [
      () => queue.loader(visitQueue(undefined, who)),
      () => queue.action(visitQueue({ intent: "release-lesson", lesson: "check" }, who)),
      () => grade.loader(visitWork(attemptId, undefined, who)),
      () => grade.action(visitWork(attemptId, { intent: "release" }, who)),
    ];
    for (const one of tries) expect((await responseOf(one)).status).toBe(404);
  }
});

test("nobody grades their own work, not even an admin", async () => {
  const { attemptId, viewer } = await handedIn(room, undefined, {}, { role: "admin", name: "Ada Admin" });
  const who = await aCookieOf(viewer);
  expect((await responseOf(() => grade.loader(visitWork(attemptId, undefined, who)))).status).toBe(404);
  expect(JSON.stringify(await queue.loader(visitQueue(undefined, who)))).not.toContain(attemptId);
});

test("a course without work says so, and an attempt of another course is none here", async () => {
  const other = await aGradingRoom();
  const { attemptId } = await handedIn(room);
  const who = await aCookieOf(other.grader);
  const args = visit("/", { cookie: who, params: { courseSlug: other.course.key, attemptId } });
  expect((await queue.loader(args)).queue).toEqual({ lessons: [], first: null });
  expect((await responseOf(() => grade.loader(args))).status).toBe(404);
});

test("from the queue through drafts to the release, form by form", async () => {
  const own = await aGradingRoom();
  room = own;
  cookie = await aCookieOf(own.grader);
  const [first, second] = [await handedIn(own), await handedIn(own)];
  const listed = await queue.loader(visitQueue());
  expect(listed.queue).toMatchObject({
    first: first.attemptId,
    lessons: [
      {
        lessonKey: "check",
        counts: { waiting: 4, drafts: 0, released: 0 },
        open: [{ attemptId: first.attemptId }, { attemptId: second.attemptId }],
      },
    ],
  });

  const saved = await responseOf(async () =>
    grade.action(visitWork(first.attemptId, await fieldsOf(first.attemptId, { ...BOTH, intent: "next" }))),
  );
  expect([saved.status, saved.headers.get("Location")]).toEqual([303, `${base()}/${second.attemptId}`]);
  expect((await queue.loader(visitQueue())).queue).toMatchObject({
    first: second.attemptId,
    lessons: [{ counts: { waiting: 4, drafts: 2 } }],
  });
  const studentCookie = await aCookieOf(first.viewer);
  const seeResult = async () =>
    JSON.stringify(await result.loader(visit("/", { cookie: studentCookie, params: { attemptId: first.attemptId } })));
  expect(await seeResult()).not.toMatch(/Kind\\nwords|In part.*read/);

  const released = await responseOf(async () =>
    grade.action(visitWork(first.attemptId, await fieldsOf(first.attemptId, { intent: "release" }))),
  );
  expect(released.headers.get("Location")).toBe(`${base()}/${first.attemptId}?done=released`);
  expect(await seeResult()).toContain("Kind\\nwords.");
  expect((await queue.loader(visitQueue())).queue.lessons[0]).toMatchObject({
    counts: { waiting: 2, drafts: 0, released: 1 },
    released: [{ attemptId: first.attemptId, released: 2 }],
  });

  const last = await responseOf(async () =>
    grade.action(visitWork(second.attemptId, await fieldsOf(second.attemptId, { ...BOTH, intent: "next" }))),
  );
  expect(last.headers.get("Location")).toBe(base());
  const all = await responseOf(() => queue.action(visitQueue({ intent: "release-lesson", lesson: "check" })));
  expect(all.headers.get("Location")).toBe(`${base()}?released=2&incomplete=0`);
});

test("two graders at once: the second keeps what they wrote, sees the other's, and can then decide", async () => {
  const { attemptId } = await handedIn(room);
  const mine = await fieldsOf(attemptId, { ...BOTH, intent: "release", "feedback.essay": "Mine." });
  await draftBoth(room, attemptId);
  const { data, status } = await dataOf(grade.action(visitWork(attemptId, mine)));
  expect(status).toBe(409);
  expect(data).toMatchObject({ conflicts: expect.arrayContaining(["letter", "essay"]), yours: { essay: { feedback: "Mine." } } });
  const { page } = await grade.loader(visitWork(attemptId));
  expect(page.items[1]).toMatchObject({ given: { feedback: "Well argued." }, by: { name: "Greta Grader" }, state: "draft" });
  expect(await db.score.count({ where: { attemptId } })).toBe(1);
  const decided = await fieldsOf(attemptId, { "feedback.essay": "Mine.", intent: "release-one:essay" });
  expect((await responseOf(() => grade.action(visitWork(attemptId, decided)))).status).toBe(303);
  expect(await db.grade.findMany({ where: { attemptId }, orderBy: { itemKey: "asc" } })).toMatchObject([
    { itemKey: "essay", feedback: "Mine.", draftMarks: null },
    { itemKey: "letter", feedback: "", draftFeedback: "Clear and kind." },
  ]);
});

test("what cannot be read stands beside its field, and the rest is saved", async () => {
  const { attemptId } = await handedIn(room);
  const fields = await fieldsOf(attemptId, { ...BOTH, "points.essay": "many", "feedback.essay": "Hm.", intent: "release" });
  const { data, status } = await dataOf(grade.action(visitWork(attemptId, fields)));
  expect([status, data]).toMatchObject([
    422,
    { errors: { essay: "Give a number from 0 to 6." }, yours: { essay: { marks: { points: "many" } } } },
  ]);
  expect(await db.grade.findMany({ where: { attemptId } })).toMatchObject([{ itemKey: "letter", marks: null }]);
});

test("a form that says nothing, and one with fields of anything, end in a sentence", async () => {
  const { attemptId } = await handedIn(room);
  for (const form of [{ intent: "destroy" }, {}]) {
    expect((await responseOf(() => grade.action(visitWork(attemptId, form as Record<string, string>)))).status).toBe(400);
  }
  const odd = {
    intent: "save",
    "seen.__proto__": "x",
    "seen.letter": "99999999999.x",
    "level.letter.constructor": "a",
    "seen.": "0.",
  };
  expect((await responseOf(() => grade.action(visitWork(attemptId, odd)))).status).toBe(303);
  expect(await db.grade.count({ where: { attemptId } })).toBe(0);
  expect((await responseOf(() => queue.action(visitQueue({ intent: "release-lesson", lesson: "a\0b" })))).status).toBe(400);
});

test("the levels of a rubric, and their points, are shown where the points of answers are", async () => {
  for (const hidden of [{ score: "never" }, { marks: "never" }, {}]) {
    const other = await aGradingRoom(aWrittenCheck({ review: hidden }));
    const { attemptId, viewer } = await handedIn(other);
    await draftBoth(other, attemptId);
    await releaseGrades({ graderId: other.grader.id, courseId: other.course.courseId, attemptId });
    const { data } = await dataOf(result.loader(visit("/", { cookie: await aCookieOf(viewer), params: { attemptId } })));
    expect(JSON.stringify(data.page)).toContain("Clear and kind.");
    expect(/"criterion"/.test(JSON.stringify(data.page)), JSON.stringify(hidden)).toBe(Object.keys(hidden).length === 0);
  }
});

test("where grading is blind no other page joins a piece of work, or its moment, with a name before it is released", async () => {
  const blind = await aGradingRoom(aWrittenCheck({ blind: true }));
  const { courseId, key } = blind.course;
  const { attemptId, viewer } = await handedIn(blind, undefined, {}, { name: "Bella Blind" });
  const who = await aCookieOf(blind.grader);
  const { submittedAt } = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  const studentPage = async () => {
    const params = { courseSlug: key, userId: viewer.id };
    return JSON.stringify(await student.loader(visit("/", { cookie: who, params })));
  };
  const workPage = () => work.loader(visit("/", { cookie: who, params: { courseSlug: key, attemptId } }));
  const instrument = await aRevision(
    { courseId } as Parameters<typeof aRevision>[0],
    aWrittenCheck({ blind: true, passMark: 1 }),
  );
  const preview = async () => JSON.stringify(await previewRegrade({ courseId, lessonKey: "check", instrument }));
  for (const drafted of [false, true]) {
    if (drafted) await draftBoth(blind, attemptId);
    const shown = await studentPage();
    expect(shown).not.toContain(attemptId);
    expect(shown).not.toContain(submittedAt!.toISOString());
    expect((await responseOf(workPage)).status).toBe(404);
    const course = { id: courseId, staffRole: "grader" as const };
    expect(await readResultForStaff({ viewer: { id: blind.grader.id, role: "instructor" }, course, attemptId })).toBeNull();
    expect(await preview()).not.toContain("Bella");
  }
  await releaseGrades({ graderId: blind.grader.id, courseId, attemptId });
  expect(await studentPage()).toContain(attemptId);
  expect(JSON.stringify(await workPage())).toContain("Bella Blind");
});

test("where grading is blind no page of the graders names the student before everything is released", async () => {
  const blind = await aGradingRoom(aWrittenCheck({ blind: true }));
  room = blind;
  cookie = await aCookieOf(blind.grader);
  const { attemptId, viewer } = await handedIn(blind, undefined, {}, { name: "Bella Blind" });
  const pages = async () => JSON.stringify([await queue.loader(visitQueue()), await grade.loader(visitWork(attemptId))]);
  expect(await pages()).not.toMatch(new RegExp(`Bella|${viewer.id}|${viewer.email}`));
  await draftBoth(blind, attemptId);
  expect(await pages()).not.toContain("Bella");
  await releaseGrades({ graderId: blind.grader.id, courseId: blind.course.courseId, attemptId });
  expect(await pages()).toContain("Bella Blind");
});
