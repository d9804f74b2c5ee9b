import { expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import * as students from "#app/routes/instructor.courses.$courseSlug.students._index.tsx";
import * as enrol from "#app/routes/instructor.courses.$courseSlug.students.enrol.tsx";
import { aCourse } from "#tests/support/courses.ts";
import { anEnrolment, onStaff } from "#tests/support/enrolments.ts";
import { aCookieOf, anInstructor, aStudent } from "#tests/support/people.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

async function aDesk() {
  const course = await aCourse();
  const owner = await anInstructor();
  await onStaff(owner, course);
  const cookie = await aCookieOf(owner);
  const params = { courseSlug: course.key };
  const path = `/instructor/courses/${course.key}/students`;
  const send = (form: Record<string, string> | FormData) => enrol.action(visit(`${path}/enrol`, { cookie, params, form }));
  return { course, cookie, params, path, send };
}

/** What is sent by the button under a preview. */
async function looked(send: Awaited<ReturnType<typeof aDesk>>["send"], form: Record<string, string> | FormData) {
  const { data, status } = await dataOf(send(form));
  expect(status).toBe(200);
  return data as { values: Record<string, string>; preview: { email: string; effect: string }[]; errors: object };
}

test("a look changes nothing; the button below it enrols, and the list of students says how many", async () => {
  const { course, cookie, params, path, send } = await aDesk();
  const student = await aStudent();
  const { values, preview } = await looked(send, { intent: "look", people: student.email, reason: "A scholarship." });
  expect(preview).toMatchObject([{ email: student.email, effect: "gets" }]);
  expect(await db.entitlement.count({ where: { courseId: course.courseId } })).toBe(0);
  const done = await responseOf(() => send({ ...values, intent: "enrol" }));
  expect([done.status, done.headers.get("Location")]).toEqual([303, `${path}?enrolled=1`]);
  const shown = await students.loader(visit(`${path}?enrolled=1`, { cookie, params }));
  expect(shown).toMatchObject({ enrolled: 1, enrols: true, students: [{ email: student.email, done: 0 }] });
});

test("a file and what is written beside it are one list, and the file's headings count", async () => {
  const { send } = await aDesk();
  const form = new FormData();
  form.set("intent", "look");
  form.set("reason", "A class.");
  form.set("people", "bo@example.org");
  form.set("file", new File(["Name,E-mail\r\nJosé,jose@example.org\r\n"], "class.csv", { type: "text/csv" }));
  const { preview } = await looked(send, form);
  expect(preview).toMatchObject([
    { line: 2, email: "jose@example.org", name: "José", effect: "gets" },
    { line: 3, email: "bo@example.org", name: "" },
  ]);
});

test("a file that is no text, and one that is too large, are refused beside the field, and what was written stays", async () => {
  const { send } = await aDesk();
  for (const bytes of [new Uint8Array([0, 1, 2, 3, 0]), new Uint8Array(410_000).fill(97)]) {
    const form = new FormData();
    form.set("people", "ann@example.org");
    form.set("intent", "look");
    form.set("reason", "Why.");
    form.set("file", new File([bytes], "list.csv"));
    const { data, status } = await dataOf(send(form));
    expect(status).toBe(400);
    expect(data).toMatchObject({ values: { people: "ann@example.org" }, errors: { file: [expect.any(String)] } });
  }
});

test("where somebody's access changed in between, the page shows the list again and has done nothing", async () => {
  const { course, send } = await aDesk();
  const student = await aStudent();
  const { values } = await looked(send, { intent: "look", people: student.email, reason: "Why." });
  const first = await responseOf(() => send({ ...values, intent: "enrol" }));
  expect(first.status).toBe(303);
  const { requestId: _sent, ...rest } = values;
  const other = { ...rest, requestId: "018f0000-0000-7000-8000-000000000000", intent: "enrol" };
  const { data, status } = await dataOf(send(other));
  expect(status).toBe(409);
  expect(data).toMatchObject({ again: true, preview: [{ effect: "keeps" }] });
  expect(await db.entitlement.count({ where: { courseId: course.courseId } })).toBe(1);
});

test("a last day that is over is refused beside its field, also where it ends between the look and the press", async () => {
  const { course, send } = await aDesk();
  const student = await aStudent();
  const today = new Date().toISOString().slice(0, 10);
  const { values } = await looked(send, { intent: "look", people: student.email, reason: "Why.", until: today });
  const forms: Record<string, string>[] = [
    { intent: "look", people: student.email, reason: "Why.", until: "2020-02-29" },
    { ...values, intent: "enrol", until: "2020-02-29" },
  ];
  for (const form of forms) {
    const { data, status } = await dataOf(send(form));
    expect(status).toBe(400);
    expect(data).toMatchObject({ errors: { until: [expect.stringContaining("is over")] } });
  }
  expect(await db.entitlement.count({ where: { courseId: course.courseId } })).toBe(0);
});

test("the form comes filled in for a student of the course, and for nobody else", async () => {
  const { course, cookie, params, path } = await aDesk();
  const [student, stranger] = [await aStudent(), await aStudent()];
  await anEnrolment({ user: student, course });
  const filled = (id: string) => enrol.loader(visit(`${path}/enrol?student=${id}`, { cookie, params }));
  expect((await filled(student.id)).people).toBe(student.email);
  for (const id of [stranger.id, "nobody", ""]) expect((await filled(id)).people).toBeUndefined();
});

test("an editor has no such page and no button to it", async () => {
  const { course, params, path } = await aDesk();
  const editor = await anInstructor();
  await onStaff(editor, course, "editor");
  const cookie = await aCookieOf(editor);
  expect((await responseOf(() => enrol.loader(visit(`${path}/enrol`, { cookie, params })))).status).toBe(404);
  const sent = await responseOf(() =>
    enrol.action(visit(`${path}/enrol`, { cookie, params, form: { people: "a@example.org" } })),
  );
  expect(sent.status).toBe(404);
  expect((await students.loader(visit(path, { cookie, params }))).enrols).toBe(false);
});
