import { expect, test } from "vitest";
import { setStaffRole } from "#app/features/insights/staff/set-staff-role.server.ts";
import { readStaffPage } from "#app/features/insights/staff/staff.queries.server.ts";
import { ROLE_WORDS } from "#app/features/insights/staff/staff-words.ts";
import type { StaffRole } from "#app/features/insights/staff-access.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { aViewer } from "#tests/support/viewers.ts";

type Viewer = Awaited<ReturnType<typeof aViewer>>;

async function aStaffedCourse() {
  const published = await aCourse();
  const course = { id: published.courseId, key: published.key, title: published.manifest.title };
  const owner = await aViewer({ role: "instructor" });
  await onStaff(owner, { courseId: course.id });
  const set = (actor: Viewer, person: { email: string } | { userId: string }, role: StaffRole | null) =>
    setStaffRole({ actor, course, person, role });
  const roles = async () => {
    const rows = await db.courseStaff.findMany({ where: { courseId: course.id } });
    return Object.fromEntries(rows.map(({ userId, role }) => [userId, role]));
  };
  return { course, owner, set, roles };
}

test("an owner puts an instructor on the staff, who is told; changes their role, and takes them off", async () => {
  const { course, owner, set, roles } = await aStaffedCourse();
  const other = await aViewer({ role: "instructor" });
  expect(await set(owner, { email: other.email }, "editor")).toEqual({ status: "set" });
  expect(await roles()).toEqual({ [owner.id]: "owner", [other.id]: "editor" });
  const [mail, ...more] = await mailsTo(other.email);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ kind: "joined-staff", text: expect.stringContaining(ROLE_WORDS.editor) });
  expect(mail?.text).toContain(`/instructor/courses/${course.key}`);
  expect(await set(owner, { email: other.email }, "viewer")).toEqual({ status: "refused", reason: "on-staff-already" });
  expect(await set(owner, { userId: other.id }, "viewer")).toEqual({ status: "set" });
  expect(await set(owner, { userId: other.id }, "viewer")).toEqual({ status: "unchanged" });
  expect(await set(owner, { userId: other.id }, null)).toEqual({ status: "set" });
  expect(await roles()).toEqual({ [owner.id]: "owner" });
  expect(await mailsTo(other.email)).toHaveLength(1);
  const trail = await db.auditEntry.findMany({
    where: { subjectId: course.id, action: "course.set-staff" },
    orderBy: { id: "asc" },
  });
  expect(trail.map(({ actorId, detail }) => [actorId, detail])).toMatchObject([
    [owner.id, { userId: other.id, before: null, after: "editor" }],
    [owner.id, { before: "editor", after: "viewer" }],
    [owner.id, { before: "viewer", after: null }],
  ]);
});

test("students, strangers and who is nobody there are refused, and students stay students", async () => {
  const { owner, set, roles } = await aStaffedCourse();
  const student = await aViewer();
  const missing = { status: "refused", reason: "no-such-instructor" };
  expect(await set(owner, { email: student.email }, "editor")).toEqual(missing);
  expect(await set(owner, { email: "nobody@example.org" }, "editor")).toEqual(missing);
  expect(await set(owner, { userId: (await aViewer({ role: "instructor" })).id }, "editor")).toEqual(missing);
  expect(Object.keys(await roles())).toEqual([owner.id]);
});

test("editors, graders, viewers, other instructors and demoted owners change nothing and see no list", async () => {
  const { course, owner, set, roles } = await aStaffedCourse();
  const target = await aViewer({ role: "instructor" });
  for (const role of ["editor", "grader", "viewer", null] as const) {
    const actor = await aViewer({ role: "instructor" });
    if (role) await onStaff(actor, { courseId: course.id }, role);
    expect(await set(actor, { email: target.email }, "owner")).toEqual({ status: "refused", reason: "not-allowed" });
    expect(await set(actor, { userId: owner.id }, null)).toEqual({ status: "refused", reason: "not-allowed" });
    expect(await set(actor, { userId: actor.id }, "owner")).toEqual({ status: "refused", reason: "not-allowed" });
    expect(await readStaffPage(actor, course.key)).toBeNull();
  }
  expect((await roles())[owner.id]).toBe("owner");
  const admin = await aViewer({ role: "admin" });
  expect(await set(admin, { email: target.email }, "owner")).toEqual({ status: "set" });
  expect((await readStaffPage(admin, course.key))?.people.map(({ userId }) => userId).sort()).toEqual(
    Object.keys(await roles()).sort(),
  );
});

test("an owner always stays: the last one cannot go, and two who take each other off at once leave one", async () => {
  const { owner, set, roles } = await aStaffedCourse();
  for (const role of ["editor", null] as const)
    expect(await set(owner, { userId: owner.id }, role)).toEqual({ status: "refused", reason: "last-owner" });
  for (let round = 0; round < 5; round += 1) {
    const { course, owner: one, set, roles } = await aStaffedCourse();
    const other = await aViewer({ role: "instructor" });
    await onStaff(other, { courseId: course.id });
    await Promise.all([set(one, { userId: other.id }, null), set(other, { userId: one.id }, "viewer")]);
    expect(Object.values(await roles()).filter((role) => role === "owner")).toHaveLength(1);
  }
  expect(await roles()).toEqual({ [owner.id]: "owner" });
});
