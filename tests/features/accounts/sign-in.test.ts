import { expect, test } from "vitest";
import { changePassword } from "#app/features/accounts/change-password.server.ts";
import { requestPasswordReset } from "#app/features/accounts/request-password-reset.server.ts";
import { resetPassword } from "#app/features/accounts/reset-password.server.ts";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { db } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { tokenFor } from "#tests/support/outbox.ts";
import { aCookieOf, aPerson, cookieIn, PASSWORD } from "#tests/support/people.ts";

let addresses = 0;
const enter = (email: string, password: string, clientAddress = `198.51.100.${++addresses}`) =>
  signIn({ email, password, clientAddress, userAgent: "Test browser" });

test("the right password opens a session that knows the person", async () => {
  const person = await aPerson({ role: "instructor", theme: "dark" });
  const outcome = await enter(person.email, PASSWORD);
  const { viewer } = await readSession(outcome.status === "signed-in" ? cookieIn(outcome.setCookie) : null);
  expect(viewer).toMatchObject({ id: person.id, email: person.email, role: "instructor", theme: "dark" });
});

test("a wrong password, an unknown address and an account without a password have one answer", async () => {
  const person = await aPerson();
  const without = await aPerson({ passwordHash: null });
  const refused = { status: "refused", reason: "wrong-credentials" };
  expect(await enter(person.email, `${PASSWORD}!`)).toEqual(refused);
  expect(await enter("nobody@example.org", PASSWORD)).toEqual(refused);
  expect(await enter(without.email, PASSWORD)).toEqual(refused);
  expect(await enter(without.email, "")).toEqual(refused);
});

test("passwords are argon2id hashes with OWASP's parameters", async () => {
  const { passwordHash } = await aPerson();
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("of many tries at once from one address, ten are heard, and the right password is not heard any more", async () => {
  const person = await aPerson();
  const outcomes = await Promise.all(Array.from({ length: 25 }, () => enter(person.email, "guess", "203.0.113.7")));
  expect(outcomes.filter((outcome) => outcome.status === "refused" && outcome.reason === "wrong-credentials")).toHaveLength(10);
  const late = await enter(person.email, PASSWORD, "203.0.113.7");
  expect(late).toMatchObject({ status: "refused", reason: "too-many-tries" });
  const { retryAt } = late as { retryAt: Date };
  expect(retryAt.getTime()).toBeGreaterThan(Date.now());
  expect(retryAt.getTime()).toBeLessThanOrEqual(Date.now() + 15 * 60_000);
});

test("going on while refused does not make the wait longer, and from elsewhere the owner still gets in", async () => {
  const person = await aPerson();
  const guess = () => enter(person.email, "guess", "203.0.113.8");
  for (let tries = 0; tries < 10; tries++) await guess();
  const first = (await guess()) as { retryAt: Date };
  for (let tries = 0; tries < 10; tries++) await guess();
  const last = (await guess()) as { retryAt: Date };
  expect(last.retryAt.getTime() - first.retryAt.getTime()).toBeLessThan(1_000);
  expect(await enter(person.email, PASSWORD)).toMatchObject({ status: "signed-in" });
});

test("the limit treats an address without an account as one with an account", async () => {
  const reasons = [];
  for (let tries = 0; tries < 11; tries++)
    reasons.push((await enter("ghost@example.org", "guess", "203.0.113.9")) as { reason: string });
  expect(reasons.map(({ reason }) => reason)).toEqual([...Array(10).fill("wrong-credentials"), "too-many-tries"]);
});

test("guessing from many places at one account ends too, until the window does", async () => {
  const person = await aPerson();
  const outcomes = await Promise.all(Array.from({ length: 60 }, (_, index) => enter(person.email, "guess", `10.0.0.${index}`)));
  expect(outcomes.filter((outcome) => outcome.status === "refused" && outcome.reason === "wrong-credentials")).toHaveLength(50);
  expect(await enter(person.email, PASSWORD)).toMatchObject({ reason: "too-many-tries" });
  await db.$executeRaw`update "RateLimit" set expire = 0`;
  expect(await enter(person.email, PASSWORD)).toMatchObject({ status: "signed-in" });
});

test("signing in again and again is never refused", async () => {
  const person = await aPerson();
  for (let tries = 0; tries < 60; tries++) {
    expect(await enter(person.email, PASSWORD, "203.0.113.10")).toMatchObject({ status: "signed-in" });
  }
});

test("an old password that is being replaced opens no session that outlives the change", async () => {
  for (let round = 0; round < 10; round++) {
    const person = await aPerson();
    const sessionHash = (await readSession(await aCookieOf(person))).viewer?.sessionHash ?? "";
    const [changed] = await Promise.all([
      changePassword({ userId: person.id, sessionHash, currentPassword: PASSWORD, newPassword: "another honest one" }),
      enter(person.email, PASSWORD),
      enter(person.email, PASSWORD),
    ]);
    expect(changed).toEqual({ status: "changed" });
    const left = await db.session.findMany({ where: { userId: person.id } });
    expect(left.map(({ id }) => id)).toEqual([sessionHash]);
  }
});

test("a reset at the same time as a sign-in leaves no session", async () => {
  for (let round = 0; round < 5; round++) {
    const person = await aPerson();
    await requestPasswordReset({ email: person.email, clientAddress: "203.0.113.11" });
    const token = await tokenFor(person.email, "reset-password");
    await Promise.all([resetPassword({ token, password: "another honest one" }), enter(person.email, PASSWORD)]);
    expect(await db.session.count({ where: { userId: person.id } })).toBe(0);
  }
});

test("one address cannot lock an account for its owner, who comes from another", async () => {
  const person = await aPerson();
  for (let tries = 0; tries < 60; tries += 1) await enter(person.email, "a wrong guess", "203.0.113.9");
  expect(await enter(person.email, "a wrong guess", "203.0.113.9")).toMatchObject({ reason: "too-many-tries" });
  expect(await enter(person.email, PASSWORD, "203.0.113.10")).toMatchObject({ status: "signed-in" });
});
