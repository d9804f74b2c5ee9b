import { afterEach, expect, test } from "vitest";
import { changeEmail } from "#app/features/accounts/change-email.server.ts";
import { confirmEmailChange } from "#app/features/accounts/confirm-email-change.server.ts";
import { requestPasswordReset } from "#app/features/accounts/request-password-reset.server.ts";
import { resetPassword } from "#app/features/accounts/reset-password.server.ts";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { mailsTo, tokenFor } from "#tests/support/outbox.ts";
import { aCookieOf, aPerson, PASSWORD } from "#tests/support/people.ts";

const NEW_PASSWORD = "another honest sentence";
let addresses = 0;
const ask = (email: string, clientAddress = `198.51.100.${++addresses}`) => requestPasswordReset({ email, clientAddress });
const enter = (email: string, password: string) => signIn({ email, password, clientAddress: "192.0.2.2", userAgent: "" });

async function aResetLink(person: { email: string }): Promise<string> {
  await ask(person.email);
  return tokenFor(person.email, "reset-password");
}

afterEach(() => shiftClock(0));

test("a new password replaces the old one and ends every session", async () => {
  const person = await aPerson();
  const cookies = [await aCookieOf(person), await aCookieOf(person)];
  const token = await aResetLink(person);
  expect(await resetPassword({ token, password: NEW_PASSWORD })).toEqual({ status: "changed" });
  for (const cookie of cookies) expect((await readSession(cookie)).viewer).toBeNull();
  expect(await enter(person.email, PASSWORD)).toMatchObject({ reason: "wrong-credentials" });
  expect(await enter(person.email, NEW_PASSWORD)).toMatchObject({ status: "signed-in" });
  expect((await mailsTo(person.email)).map(({ kind }) => kind)).toEqual(["reset-password", "password-changed"]);
});

test("a link sets one password, of twenty tries at the same time", async () => {
  const person = await aPerson();
  const token = await aResetLink(person);
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => resetPassword({ token, password: `password number ${index}` })),
  );
  const won = outcomes.findIndex(({ status }) => status === "changed");
  expect(outcomes.filter(({ status }) => status === "changed")).toHaveLength(1);
  expect(await enter(person.email, `password number ${won}`)).toMatchObject({ status: "signed-in" });
});

test("two links used at the same time set one password between them", async () => {
  for (let round = 0; round < 5; round++) {
    const person = await aPerson();
    const tokens = [await aResetLink(person), await aResetLink(person)];
    const outcomes = await Promise.all(tokens.map((token) => resetPassword({ token, password: NEW_PASSWORD })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["changed", "refused"]);
  }
});

test("a link ends after an hour", async () => {
  const token = await aResetLink(await aPerson());
  shiftClock(60 * 60 * 1000 + 1);
  expect(await resetPassword({ token, password: NEW_PASSWORD })).toEqual({ status: "refused", reason: "expired-link" });
});

test("a weak password is refused and leaves the link as it was", async () => {
  const person = await aPerson({ email: "weakling@example.org" });
  const token = await aResetLink(person);
  for (const password of ["short", "password", "Password1", "weakling", "weakling@example.org", "Weakling@Example.org"]) {
    expect(await resetPassword({ token, password })).toMatchObject({ reason: "weak-password" });
  }
  expect(await resetPassword({ token, password: NEW_PASSWORD })).toEqual({ status: "changed" });
});

test("an address without an account gets a mail that says so, and no link", async () => {
  expect(await ask("nobody@example.org")).toEqual({ status: "mail-sent" });
  const [mail] = await mailsTo("nobody@example.org");
  expect(mail?.kind).toBe("no-account");
  expect(mail?.text).not.toContain("reset-password");
  expect(await db.accountToken.count({ where: { email: "nobody@example.org" } })).toBe(0);
});

test("an account that was never verified is, once a link to its address was followed", async () => {
  const person = await aPerson({ emailVerifiedAt: null });
  await resetPassword({ token: await aResetLink(person), password: NEW_PASSWORD });
  expect(await enter(person.email, NEW_PASSWORD)).toMatchObject({ status: "signed-in" });
});

test("a new password stops a move to another address, and a move ends a link that went to the old one", async () => {
  const person = await aPerson();
  await changeEmail({ userId: person.id, password: PASSWORD, email: "thief@example.org" });
  const move = await tokenFor("thief@example.org", "account/confirm-email");
  await resetPassword({ token: await aResetLink(person), password: NEW_PASSWORD });
  expect(await confirmEmailChange({ token: move })).toEqual({ status: "refused", reason: "used-link" });

  const old = await aResetLink(person);
  await changeEmail({ userId: person.id, password: NEW_PASSWORD, email: "moved@example.org" });
  await confirmEmailChange({ token: await tokenFor("moved@example.org", "account/confirm-email") });
  expect(await resetPassword({ token: old, password: PASSWORD })).toEqual({ status: "refused", reason: "used-link" });
});

test("a link that was on its way to the old address while the account moved is dead", async () => {
  const person = await aPerson();
  const token = await aResetLink(person);
  await db.user.update({ where: { id: person.id }, data: { email: "meanwhile@example.org" } });
  expect(await resetPassword({ token, password: NEW_PASSWORD })).toEqual({ status: "refused", reason: "used-link" });
  expect(await enter("meanwhile@example.org", PASSWORD)).toMatchObject({ status: "signed-in" });
});

test("asking is limited by target and by client, with the same answer for everybody", async () => {
  const person = await aPerson();
  for (const email of [person.email, "no-one@example.org"]) {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => ask(email)));
    expect(outcomes.filter(({ status }) => status === "mail-sent")).toHaveLength(5);
    expect(await mailsTo(email)).toHaveLength(5);
  }
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, index) => ask(`target-${index}@example.org`, "2001:db8:1:2::1")),
  );
  expect(outcomes.filter(({ status }) => status === "mail-sent")).toHaveLength(30);
  expect(await ask("target-99@example.org", "2001:db8:1:2:ffff::9")).toMatchObject({ reason: "too-many-tries" });
  expect(await ask("target-99@example.org", "2001:db8:1:3::1")).toEqual({ status: "mail-sent" });
});
