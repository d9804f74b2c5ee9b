import { afterEach, beforeEach, expect, test } from "vitest";
import { acceptFirstInstructorLink } from "#app/features/accounts/accept-first-instructor-link.server.ts";
import { createFirstInstructorLink } from "#app/features/accounts/first-instructor.server.ts";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { signUp } from "#app/features/accounts/sign-up.server.ts";
import { verifyEmail } from "#app/features/accounts/verify-email.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { tokenFor } from "#tests/support/outbox.ts";
import { aCookieOf, anAdmin, aPerson, cookieIn, PASSWORD } from "#tests/support/people.ts";

const who = { name: "Ines", email: "ines@example.org", password: PASSWORD, userAgent: "Test browser" };
const aToken = async () => (await createFirstInstructorLink())?.replace("/welcome/", "") ?? "";

beforeEach(async () => {
  await db.user.deleteMany();
  await db.accountToken.deleteMany();
});
afterEach(() => shiftClock(0));

test("the link makes a signed-in, verified admin", async () => {
  expect(await createFirstInstructorLink()).toMatch(/^\/welcome\/[\w-]{43}$/);
  const outcome = await acceptFirstInstructorLink({ ...who, token: await aToken() });
  expect(outcome.status).toBe("accepted");
  const { viewer } = await readSession(outcome.status === "accepted" ? cookieIn(outcome.setCookie) : null);
  expect(viewer).toMatchObject({ role: "admin", email: who.email, emailVerified: true, name: "Ines" });
  expect(await signIn({ ...who, clientAddress: "192.0.2.1" })).toMatchObject({ status: "signed-in" });
  expect(await db.auditEntry.count({ where: { action: "account.become-first-instructor" } })).toBe(1);
});

test("where there is an admin there is no link", async () => {
  await anAdmin();
  expect(await createFirstInstructorLink()).toBeNull();
  expect(await db.accountToken.count()).toBe(0);
});

test("a link that was made before there was an admin does not make another", async () => {
  const token = await aToken();
  await anAdmin();
  expect(await acceptFirstInstructorLink({ ...who, token })).toEqual({ status: "refused", reason: "used-link" });
});

test("a new link replaces the one before, also when two processes start at once", async () => {
  const old = await aToken();
  const paths = await Promise.all(Array.from({ length: 8 }, () => createFirstInstructorLink()));
  expect(await db.accountToken.count()).toBe(1);
  expect(await acceptFirstInstructorLink({ ...who, token: old })).toEqual({ status: "refused", reason: "unknown-link" });
  const outcomes = [];
  for (const path of paths) outcomes.push(await acceptFirstInstructorLink({ ...who, token: path?.slice(9) ?? "" }));
  expect(outcomes.filter(({ status }) => status === "accepted")).toHaveLength(1);
});

test("twenty people with the link at the same time: one admin", async () => {
  const token = await aToken();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => acceptFirstInstructorLink({ ...who, email: `ines-${index}@example.org`, token })),
  );
  expect(outcomes.filter(({ status }) => status === "accepted")).toHaveLength(1);
  expect(await db.user.count()).toBe(1);
  expect(await db.user.count({ where: { role: "admin" } })).toBe(1);
});

test("the link ends after 24 hours", async () => {
  const token = await aToken();
  shiftClock(24 * 60 * 60 * 1000 + 1);
  expect(await acceptFirstInstructorLink({ ...who, token })).toEqual({ status: "refused", reason: "expired-link" });
});

test("the address of an account in use needs that account's password", async () => {
  const person = await aPerson({ email: who.email });
  const cookie = await aCookieOf(person);
  const token = await aToken();
  expect(await acceptFirstInstructorLink({ ...who, token, password: "not that person's" })).toEqual({
    status: "refused",
    reason: "address-taken",
  });
  expect((await db.user.findUnique({ where: { id: person.id } }))?.role).toBe("student");
  expect(await acceptFirstInstructorLink({ ...who, token })).toMatchObject({ status: "accepted", userId: person.id });
  expect((await readSession(cookie)).viewer).toBeNull();
});

test("a sign-up that was never confirmed is taken over, and its link is dead", async () => {
  await signUp({ ...who, password: "somebody else's idea", clientAddress: "192.0.2.1" });
  const link = await tokenFor(who.email, "verify-email");
  expect(await acceptFirstInstructorLink({ ...who, token: await aToken() })).toMatchObject({ status: "accepted" });
  expect(await verifyEmail({ token: link, userAgent: "" })).toEqual({ status: "refused", reason: "used-link" });
  expect(await signIn({ ...who, clientAddress: "192.0.2.1" })).toMatchObject({ status: "signed-in" });
});
