import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import * as people from "#app/routes/admin.people._index.tsx";
import * as person from "#app/routes/admin.people.$userId.tsx";
import { aCourse } from "#tests/support/courses.ts";
import { anEnrolment } from "#tests/support/enrolments.ts";
import { aCookieOf, anAdmin, anInstructor, aStudent } from "#tests/support/people.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let admin: Awaited<ReturnType<typeof anAdmin>>;
let cookie: string;

beforeAll(async () => {
  admin = await anAdmin({ name: "Ada Admin" });
  cookie = await aCookieOf(admin);
});

const about = (userId: string, more: { form?: Record<string, string>; query?: string } = {}) =>
  visit(`/admin/people/${userId}${more.query ?? ""}`, { cookie, params: { userId }, form: more.form });
const grant = (courseId: string, more: Record<string, string> = {}) => {
  return { intent: "grant", courseId, reason: "Asked by mail", grantKey: randomUUID(), ...more };
};
const revoke = (entitlementId: string, reason = "A mistake") => ({ intent: "revoke", entitlementId, reason });

test("a grant by hand opens the course, is in the audit log, and the form sent twice grants once", async () => {
  const [course, student] = [await aCourse(), await aStudent()];
  const form = grant(course.courseId);
  const answers = await Promise.all([1, 2, 3].map(() => responseOf(() => person.action(about(student.id, { form })))));
  for (const answer of answers) {
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, `/admin/people/${student.id}?done=grant`]);
  }
  const page = await person.loader(about(student.id, { query: "?done=grant" }));
  expect(page.notice).toBe("The course is granted");
  expect(page.person.entitlements).toMatchObject([
    { courseKey: course.key, source: "manual", state: "live", endsAt: null, reason: "Asked by mail" },
  ]);
  expect(page.person.audit).toMatchObject([
    { action: "entitlement.grant", reason: "Asked by mail", actor: { name: "Ada Admin" } },
  ]);
});

test("a grant can end, with the day named", async () => {
  const [course, student] = [await aCourse(), await aStudent()];
  await person.action(about(student.id, { form: grant(course.courseId, { until: "2999-02-28" }) }));
  const { person: seen } = await person.loader(about(student.id));
  expect(seen.entitlements).toMatchObject([{ state: "live", endsAt: new Date("2999-03-01T00:00:00Z") }]);
});

test("a grant without a reason, without a course or until a day gone by is refused beside the field", async () => {
  const [course, student] = [await aCourse(), await aStudent()];
  const bad: [string, Record<string, string>][] = [
    ["reason", grant(course.courseId, { reason: "   " })],
    ["reason", grant(course.courseId, { reason: "x".repeat(501) })],
    ["courseId", grant("forged")],
    ["courseId", grant(randomUUID())],
    ["until", grant(course.courseId, { until: "2020-01-01" })],
    ["until", grant(course.courseId, { until: "2027-02-30" })],
    ["until", grant(course.courseId, { until: "soon" })],
    ["grantKey", grant(course.courseId, { grantKey: "" })],
  ];
  for (const [field, form] of bad) {
    const { data, status } = await dataOf(person.action(about(student.id, { form })));
    expect(status).toBe(400);
    expect(data.errors[field]?.[0], JSON.stringify(form)).toMatch(/^[A-Z].+\.$/);
    expect(data.values).toMatchObject(form);
  }
  expect(await db.entitlement.count({ where: { userId: student.id } })).toBe(0);
});

test("a revocation closes the course, keeps the progress, and the same form again changes nothing", async () => {
  const [course, student] = [await aCourse(), await aStudent()];
  await anEnrolment({ user: student, course, completed: ["one"] });
  await person.action(about(student.id, { form: grant(course.courseId) }));
  const { id } = (await person.loader(about(student.id))).person.entitlements[0]!;
  expect((await dataOf(person.action(about(student.id, { form: revoke(id, "") })))).data.errors.reason).toHaveLength(1);
  for (const reason of ["Left the school", "Again"]) {
    const answer = await responseOf(() => person.action(about(student.id, { form: revoke(id, reason) })));
    expect(answer.headers.get("Location")).toBe(`/admin/people/${student.id}?done=revoke`);
  }
  const page = await person.loader(about(student.id));
  expect(page.person.entitlements).toMatchObject([{ state: "revoked", revokedReason: "Left the school" }]);
  expect(page.person.audit.map(({ action, reason }) => [action, reason])).toEqual([
    ["entitlement.revoke", "Left the school"],
    ["entitlement.grant", "Asked by mail"],
  ]);
  expect(await db.lessonProgress.count({ where: { enrolment: { userId: student.id } } })).toBe(1);
});

test("somebody else's entitlement is not revoked from this person's page", async () => {
  const [course, student, other] = [await aCourse(), await aStudent(), await aStudent()];
  await person.action(about(other.id, { form: grant(course.courseId) }));
  const { id } = await db.entitlement.findFirstOrThrow({ where: { userId: other.id } });
  expect((await responseOf(() => person.action(about(student.id, { form: revoke(id) })))).status).toBe(404);
  expect(await db.entitlement.findUnique({ where: { id } })).toMatchObject({ revokedAt: null });
});

test("a role is changed with a reason, and the last admin stays one", async () => {
  const student = await aStudent();
  const form = { intent: "set-role", role: "instructor", reason: "Teaches from May" };
  expect((await dataOf(person.action(about(student.id, { form: { ...form, reason: "" } })))).status).toBe(400);
  expect((await dataOf(person.action(about(student.id, { form: { ...form, role: "owner" } })))).status).toBe(400);
  await person.action(about(student.id, { form }));
  const page = await person.loader(about(student.id));
  expect(page.person).toMatchObject({ role: "instructor", audit: [{ action: "account.set-role", reason: "Teaches from May" }] });
  await db.user.updateMany({ where: { role: "admin", NOT: { id: admin.id } }, data: { role: "student" } });
  const { data } = await dataOf(person.action(about(admin.id, { form: { ...form, role: "student" } })));
  expect(data.errors.role).toEqual(["This is the only admin. Make somebody else an admin first."]);
});

test("people are found by name or address, in any case, and by role", async () => {
  const [zoe, ulf] = [
    await aStudent({ name: "Zoë Ångström" }),
    await anInstructor({ name: "Ulf", email: "ulf.unique@example.org" }),
  ];
  const found = async (query: string) =>
    (await people.loader(visit(`/admin/people${query}`, { cookie }))).people.map(({ id }) => id);
  expect(await found("?q=zoË+ÅNG")).toEqual([zoe.id]);
  expect(await found("?q=ULF.UNIQUE@")).toEqual([ulf.id]);
  expect(await found("?q=ulf.unique&role=student")).toEqual([]);
  expect(await found("?q=ulf.unique&role=instructor")).toEqual([ulf.id]);
  expect(await found("?q=100%25")).toEqual([]);
});
