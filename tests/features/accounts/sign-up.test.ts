import { afterEach, expect, test } from "vitest";
import { resetPassword } from "#app/features/accounts/reset-password.server.ts";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { signUp } from "#app/features/accounts/sign-up.server.ts";
import { verifyEmail } from "#app/features/accounts/verify-email.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { linkIn, mailsTo, tokenFor } from "#tests/support/outbox.ts";
import { aPerson, cookieIn, PASSWORD } from "#tests/support/people.ts";

const userAgent = "Test browser";
const somebody = { name: "Ada", password: "eight words or so", clientAddress: "192.0.2.1" };
const enter = (email: string, password: string) => signIn({ email, password, clientAddress: "192.0.2.2", userAgent });

afterEach(() => shiftClock(0));

test("a new person gets a link by mail and has no account until it is followed", async () => {
  const email = "new@example.org";
  expect(await signUp({ ...somebody, email })).toEqual({ status: "mail-sent" });
  expect(await enter(email, somebody.password)).toMatchObject({ reason: "unverified" });

  const [mail] = await mailsTo(email);
  const outcome = await verifyEmail({ token: linkIn(mail, "verify-email").token, userAgent });
  expect(outcome.status).toBe("verified");
  const { viewer } = await readSession(outcome.status === "verified" ? cookieIn(outcome.setCookie) : null);
  expect(viewer).toMatchObject({ email, emailVerified: true, name: "Ada", role: "student" });
  expect(await enter(email, somebody.password)).toMatchObject({ status: "signed-in" });
});

test("the page to return to goes with the link, and no foreign one does", async () => {
  await signUp({ ...somebody, email: "return@example.org", returnTo: "/courses/first-words?from=mail&x=1" });
  await signUp({ ...somebody, email: "return2@example.org", returnTo: "//evil.example" });
  const [mail] = await mailsTo("return@example.org");
  const { search } = linkIn(mail, "verify-email");
  expect(new URLSearchParams(search).get("returnTo")).toBe("/courses/first-words?from=mail&x=1");
  const [other] = await mailsTo("return2@example.org");
  expect(other?.text).not.toContain("evil");
});

test("the mail quotes nothing that the person typed", async () => {
  await signUp({ ...somebody, name: "Win a million at spam.example", email: "quoted@example.org" });
  const [mail] = await mailsTo("quoted@example.org");
  expect(`${mail?.subject} ${mail?.text}`).not.toContain("spam");
});

test("signing up with an address that has an account changes nothing and tells its owner", async () => {
  const owner = await aPerson();
  expect(await signUp({ ...somebody, email: owner.email })).toEqual({ status: "mail-sent" });
  const [mail, second] = await mailsTo(owner.email);
  expect(second).toBeUndefined();
  expect(mail?.subject).toBe("You already have an account");
  expect(await db.user.findUnique({ where: { id: owner.id } })).toEqual(owner);
  expect(await enter(owner.email, PASSWORD)).toMatchObject({ status: "signed-in" });
  expect(await resetPassword({ token: linkIn(mail, "reset-password").token, password: "forgotten it I had" })).toEqual({
    status: "changed",
  });
});

test("a link can be followed once, of twenty tries at the same time", async () => {
  const email = "race@example.org";
  await signUp({ ...somebody, email });
  const token = await tokenFor(email, "verify-email");
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => verifyEmail({ token, userAgent })));
  expect(outcomes.filter(({ status }) => status === "verified")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome.status === "refused").every(({ reason }) => reason === "used-link")).toBe(true);
  expect(await db.session.count({ where: { user: { email } } })).toBe(1);
});

test("a link ends after 24 hours", async () => {
  const email = "late@example.org";
  await signUp({ ...somebody, email });
  const token = await tokenFor(email, "verify-email");
  shiftClock(24 * 60 * 60 * 1000 + 1);
  expect(await verifyEmail({ token, userAgent })).toEqual({ status: "refused", reason: "expired-link" });
  shiftClock(0);
  expect(await verifyEmail({ token, userAgent })).toMatchObject({ status: "verified" });
});

test("a link of another purpose, a made-up one and a monstrous one are unknown", async () => {
  const owner = await aPerson();
  await signUp({ ...somebody, email: owner.email });
  const foreign = await tokenFor(owner.email, "reset-password");
  for (const token of [foreign, "", "x", "\u0000", "../..", "a".repeat(100_000)]) {
    expect(await verifyEmail({ token, userAgent })).toEqual({ status: "refused", reason: "unknown-link" });
  }
});

test("whoever follows the link of their own sign-up has their own password, whatever strangers did before and after", async () => {
  const email = "contested@example.org";
  await signUp({ ...somebody, email, name: "Stranger", password: "stranger one secret" });
  const strangers = [await tokenFor(email, "verify-email")];
  await signUp({ ...somebody, email, name: "Owner", password: "owner has a secret" });
  const own = await tokenFor(email, "verify-email");
  await signUp({ ...somebody, email, name: "Stranger", password: "stranger two secret" });
  strangers.push(await tokenFor(email, "verify-email"));

  expect(await verifyEmail({ token: own, userAgent })).toMatchObject({ status: "verified" });
  expect(await enter(email, "owner has a secret")).toMatchObject({ status: "signed-in" });
  expect(await enter(email, "stranger two secret")).toMatchObject({ reason: "wrong-credentials" });
  expect((await db.user.findUnique({ where: { email } }))?.name).toBe("Owner");
  for (const token of strangers) {
    expect(await verifyEmail({ token, userAgent })).toEqual({ status: "refused", reason: "used-link" });
  }
  expect(await enter(email, "owner has a secret")).toMatchObject({ status: "signed-in" });
});

test("signing up with one address many times at once makes one account", async () => {
  const email = "crowd@example.org";
  await Promise.all(
    Array.from({ length: 5 }, (_, index) => signUp({ ...somebody, email, password: `password of person ${index}` })),
  );
  expect(await db.user.count({ where: { email } })).toBe(1);
  expect(await mailsTo(email)).toHaveLength(5);
});

test("an unverified person who knows the password gets a fresh link that works", async () => {
  const email = "lost-mail@example.org";
  await signUp({ ...somebody, email });
  expect(await enter(email, "a wrong password")).toEqual({ status: "refused", reason: "wrong-credentials" });
  expect(await mailsTo(email)).toHaveLength(1);
  expect(await enter(email, somebody.password)).toEqual({ status: "refused", reason: "unverified" });
  expect(await mailsTo(email)).toHaveLength(2);
  expect(await verifyEmail({ token: await tokenFor(email, "verify-email"), userAgent })).toMatchObject({ status: "verified" });
  expect(await enter(email, somebody.password)).toMatchObject({ status: "signed-in" });
});

test("a sign-up that fails half-way leaves neither account nor mail", async () => {
  const email = "rolled-back@example.org";
  const failing = db.$transaction(async (tx) => {
    await signUp({ ...somebody, email }, tx);
    throw new Error("something after it failed");
  });
  await expect(failing).rejects.toThrow("something after it failed");
  expect(await db.user.count({ where: { email } })).toBe(0);
  expect(await mailsTo(email)).toHaveLength(0);
});
