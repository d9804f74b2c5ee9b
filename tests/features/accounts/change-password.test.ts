import { expect, test } from "vitest";
import { changePassword } from "#app/features/accounts/change-password.server.ts";
import { requestPasswordReset } from "#app/features/accounts/request-password-reset.server.ts";
import { resetPassword } from "#app/features/accounts/reset-password.server.ts";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { mailsTo, tokenFor } from "#tests/support/outbox.ts";
import { aCookieOf, aPerson, PASSWORD } from "#tests/support/people.ts";

const NEW_PASSWORD = "another honest sentence";

async function seated() {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  const sessionHash = (await readSession(cookie)).viewer?.sessionHash ?? "";
  return { person, cookie, sitting: { userId: person.id, sessionHash } };
}

test("the old password is asked for, and every other session ends", async () => {
  const { person, cookie, sitting } = await seated();
  const elsewhere = await aCookieOf(person);
  expect(await changePassword({ ...sitting, currentPassword: "guess", newPassword: NEW_PASSWORD })).toEqual({
    status: "refused",
    reason: "wrong-password",
  });
  expect((await readSession(elsewhere)).viewer?.id).toBe(person.id);

  expect(await changePassword({ ...sitting, currentPassword: PASSWORD, newPassword: NEW_PASSWORD })).toEqual({
    status: "changed",
  });
  expect((await readSession(cookie)).viewer?.id).toBe(person.id);
  expect((await readSession(elsewhere)).viewer).toBeNull();
  const enter = (password: string) => signIn({ email: person.email, password, clientAddress: "192.0.2.1", userAgent: "" });
  expect(await enter(PASSWORD)).toMatchObject({ reason: "wrong-credentials" });
  expect(await enter(NEW_PASSWORD)).toMatchObject({ status: "signed-in" });
  expect((await mailsTo(person.email)).map(({ kind }) => kind)).toEqual(["password-changed"]);
});

test("of two changes at the same time one wins, and the other is told that the password is no longer the one", async () => {
  const { sitting } = await seated();
  const outcomes = await Promise.all(
    ["the first new one", "the second new one"].map((newPassword) =>
      changePassword({ ...sitting, currentPassword: PASSWORD, newPassword }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "changed")).toHaveLength(1);
  expect(outcomes).toContainEqual({ status: "refused", reason: "wrong-password" });
});

test("one's own address is refused as a password", async () => {
  const { person, sitting } = await seated();
  const outcome = await changePassword({ ...sitting, currentPassword: PASSWORD, newPassword: person.email });
  expect(outcome).toMatchObject({
    status: "refused",
    reason: "weak-password",
    message: expect.stringContaining("not your e-mail address"),
  });
});

test("a reset link that was asked for before works no more", async () => {
  const { person, sitting } = await seated();
  await requestPasswordReset({ email: person.email, clientAddress: "192.0.2.1" });
  await changePassword({ ...sitting, currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
  const token = await tokenFor(person.email, "reset-password");
  expect(await resetPassword({ token, password: PASSWORD })).toEqual({ status: "refused", reason: "used-link" });
});

test("a person who is no more is not told apart from a wrong password", async () => {
  const outcome = await changePassword({
    userId: "nobody",
    sessionHash: "x",
    currentPassword: PASSWORD,
    newPassword: NEW_PASSWORD,
  });
  expect(outcome).toEqual({ status: "refused", reason: "wrong-password" });
});
