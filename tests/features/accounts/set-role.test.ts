import { expect, test } from "vitest";
import { setRole } from "#app/features/accounts/set-role.server.ts";
import { db } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { aCookieOf, anAdmin, anInstructor, aStudent } from "#tests/support/people.ts";

test("an admin gives a role, it holds from the next request on, and the audit log has it", async () => {
  const [admin, student] = [await anAdmin(), await aStudent()];
  const cookie = await aCookieOf(student);
  const ask = { actorId: admin.id, userId: student.id, role: "instructor", reason: "teaches from May" } as const;
  expect(await setRole(ask)).toEqual({ status: "set" });
  expect((await readSession(cookie)).viewer?.role).toBe("instructor");
  const [entry] = await db.auditEntry.findMany({ where: { subjectId: student.id } });
  expect(entry).toMatchObject({
    actorId: admin.id,
    action: "account.set-role",
    reason: "teaches from May",
    detail: { before: "student", after: "instructor" },
  });
  expect(await setRole(ask)).toEqual({ status: "set" });
  expect(await db.auditEntry.count({ where: { subjectId: student.id } })).toBe(1);
});

test("nobody else may, and forged ids find nobody", async () => {
  const [admin, instructor, student] = [await anAdmin(), await anInstructor(), await aStudent()];
  for (const actorId of [instructor.id, student.id, "forged", ""]) {
    expect(await setRole({ actorId, userId: student.id, role: "admin" })).toEqual({ status: "refused", reason: "not-allowed" });
  }
  expect(await setRole({ actorId: admin.id, userId: "forged", role: "admin" })).toEqual({
    status: "refused",
    reason: "no-such-person",
  });
});

test("one admin always stays, also when two demote each other at once", async () => {
  await db.user.updateMany({ where: { role: "admin" }, data: { role: "student" } });
  const admins = [await anAdmin(), await anAdmin()] as const;
  const [one, two] = admins;
  const outcomes = await Promise.all([
    setRole({ actorId: one.id, userId: two.id, role: "student" }),
    setRole({ actorId: two.id, userId: one.id, role: "student" }),
  ]);
  expect(outcomes).toContainEqual({ status: "set" });
  const left = await db.user.findMany({ where: { role: "admin" } });
  expect(left).toHaveLength(1);
  const last = left[0]?.id ?? "";
  expect(await setRole({ actorId: last, userId: last, role: "instructor" })).toEqual({ status: "refused", reason: "last-admin" });
});
