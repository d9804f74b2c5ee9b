import { afterEach, expect, test } from "vitest";
import { changeEmail } from "#app/features/accounts/change-email.server.ts";
import { confirmEmailChange } from "#app/features/accounts/confirm-email-change.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { mailsTo, tokenFor } from "#tests/support/outbox.ts";
import { aPerson, PASSWORD } from "#tests/support/people.ts";

const emailOf = async (id: string) => (await db.user.findUniqueOrThrow({ where: { id } })).email;
const linkTo = (email: string) => tokenFor(email, "account/confirm-email");

afterEach(() => shiftClock(0));

test("the old address stays until the link in the mail to the new one is followed", async () => {
  const person = await aPerson();
  const email = "newer@example.org";
  expect(await changeEmail({ userId: person.id, password: PASSWORD, email })).toEqual({ status: "mail-sent" });
  expect(await emailOf(person.id)).toBe(person.email);
  expect((await mailsTo(person.email)).map(({ kind }) => kind)).toEqual(["change-email-notice"]);

  expect(await confirmEmailChange({ token: await linkTo(email) })).toEqual({ status: "changed", email });
  expect(await emailOf(person.id)).toBe(email);
  expect((await mailsTo(person.email)).map(({ kind }) => kind)).toEqual(["change-email-notice", "email-changed"]);
  expect(await db.auditEntry.findFirst({ where: { subjectId: person.id } })).toMatchObject({
    action: "account.change-email",
    detail: { before: person.email, after: email },
  });
});

test("a wrong password changes nothing, and tries are limited", async () => {
  const person = await aPerson();
  const ask = (password: string) => changeEmail({ userId: person.id, password, email: "other@example.org" });
  const outcomes = await Promise.all(Array.from({ length: 15 }, () => ask("guess")));
  expect(outcomes.filter((outcome) => outcome.status === "refused" && outcome.reason === "wrong-password")).toHaveLength(10);
  expect(await ask(PASSWORD)).toMatchObject({ reason: "too-many-tries" });
  expect(await mailsTo("other@example.org")).toHaveLength(0);
  expect(await mailsTo(person.email)).toHaveLength(0);
});

test("the address that one has is refused", async () => {
  const person = await aPerson();
  const outcome = await changeEmail({ userId: person.id, password: PASSWORD, email: person.email });
  expect(outcome).toEqual({ status: "refused", reason: "same-address" });
});

test("an address of somebody else gets a mail without a link, and the answer is the same", async () => {
  const [person, other] = [await aPerson(), await aPerson()];
  expect(await changeEmail({ userId: person.id, password: PASSWORD, email: other.email })).toEqual({ status: "mail-sent" });
  const [mail] = await mailsTo(other.email);
  expect(mail?.kind).toBe("address-taken");
  expect(mail?.text).not.toContain("confirm-email");
});

test("an address that was taken meanwhile changes nothing", async () => {
  const person = await aPerson();
  const email = "wanted@example.org";
  await changeEmail({ userId: person.id, password: PASSWORD, email });
  await aPerson({ email });
  expect(await confirmEmailChange({ token: await linkTo(email) })).toEqual({ status: "refused", reason: "address-taken" });
  expect(await emailOf(person.id)).toBe(person.email);
});

test("two people who confirm one address at the same time: one has it", async () => {
  for (let round = 0; round < 5; round++) {
    const people = [await aPerson(), await aPerson()];
    const email = `contested-${round}@example.org`;
    const tokens: string[] = [];
    for (const { id } of people) {
      await changeEmail({ userId: id, password: PASSWORD, email });
      tokens.push(await linkTo(email));
    }
    const outcomes = await Promise.all(tokens.map((token) => confirmEmailChange({ token })));
    expect(outcomes.filter(({ status }) => status === "changed")).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === "refused")).toEqual({ status: "refused", reason: "address-taken" });
  }
});

test("a link works once, of twenty tries at the same time, and not after 24 hours", async () => {
  const person = await aPerson();
  await changeEmail({ userId: person.id, password: PASSWORD, email: "one@example.org" });
  const token = await linkTo("one@example.org");
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => confirmEmailChange({ token })));
  expect(outcomes.filter(({ status }) => status === "changed")).toHaveLength(1);

  await changeEmail({ userId: person.id, password: PASSWORD, email: "two@example.org" });
  shiftClock(24 * 60 * 60 * 1000 + 1);
  expect(await confirmEmailChange({ token: await linkTo("two@example.org") })).toEqual({
    status: "refused",
    reason: "expired-link",
  });
});

test("only the last move that was asked for can be confirmed", async () => {
  const person = await aPerson();
  for (const email of ["first@example.org", "second@example.org"])
    await changeEmail({ userId: person.id, password: PASSWORD, email });
  expect(await confirmEmailChange({ token: await linkTo("first@example.org") })).toEqual({
    status: "refused",
    reason: "used-link",
  });
  expect(await confirmEmailChange({ token: await linkTo("second@example.org") })).toMatchObject({ status: "changed" });
});

test("a sign-up that was never confirmed does not hold an address against its owner", async () => {
  const person = await aPerson();
  const squatter = await aPerson({ email: "squatted@example.org", emailVerifiedAt: null });
  await changeEmail({ userId: person.id, password: PASSWORD, email: squatter.email });
  expect(await confirmEmailChange({ token: await linkTo(squatter.email) })).toMatchObject({ status: "changed" });
  expect(await db.user.findUnique({ where: { id: squatter.id } })).toBeNull();
});
