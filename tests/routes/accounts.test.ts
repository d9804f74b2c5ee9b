import { afterEach, beforeEach, expect, test } from "vitest";
import { createFirstInstructorLink } from "#app/features/accounts/first-instructor.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import * as checkYourMail from "#app/routes/check-your-mail.tsx";
import * as forgotPassword from "#app/routes/forgot-password.tsx";
import * as resetPassword from "#app/routes/reset-password.$token.tsx";
import * as signIn from "#app/routes/sign-in.tsx";
import * as signOut from "#app/routes/sign-out.ts";
import * as signUp from "#app/routes/sign-up.tsx";
import * as verifyEmail from "#app/routes/verify-email.$token.tsx";
import * as welcome from "#app/routes/welcome.$token.tsx";
import { linkIn, mailsTo } from "#tests/support/outbox.ts";
import { aCookieOf, aPerson, cookieIn, PASSWORD } from "#tests/support/people.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

const viewerIn = async (response: Response) => (await readSession(cookieIn(response.headers.get("Set-Cookie")))).viewer;

beforeEach(() => db.rateLimit.deleteMany());
afterEach(() => shiftClock(0));

test("a stranger signs up, follows the link, presses the button and is where they wanted to be", async () => {
  const form = { name: "Ada", email: "Ada@Example.org", password: "eight words or so" };
  const page = "/sign-up?returnTo=%2Fcourses%2Ffirst-words";
  expect((await dataOf(signUp.loader(visit(page)))).data.signIn).toBe("/sign-in?returnTo=%2Fcourses%2Ffirst-words");
  const sent = await responseOf(() => signUp.action(visit(page, { form })));
  expect([sent.status, sent.headers.get("Set-Cookie")]).toEqual([303, null]);
  const { data } = await dataOf(checkYourMail.loader(visit(sent.headers.get("Location") ?? "")));
  expect(data).toMatchObject({
    outbox: true,
    signIn: "/sign-in?returnTo=%2Fcourses%2Ffirst-words",
    lead: expect.stringContaining("open your account"),
  });

  const { token, search } = linkIn((await mailsTo("ada@example.org"))[0], "verify-email");
  const link = () => visit(`/verify-email/${token}${search}`, { params: { token } });
  // A mail scanner follows the link, twice.
  for (const _ of [1, 2]) {
    const shown = await dataOf(verifyEmail.loader(link()));
    // And nothing else that is kept with the link, such as the password's hash.
    expect(shown).toMatchObject({ status: 200, data: { link: expect.anything() } });
    expect(shown.data.link).toEqual({ status: "open", email: "ada@example.org" });
  }
  const press = () =>
    responseOf(() => verifyEmail.action(visit(`/verify-email/${token}${search}`, { params: { token }, form: {} })));
  const opened = await press();
  expect([opened.status, opened.headers.get("Location")]).toEqual([303, "/courses/first-words"]);
  expect(await viewerIn(opened)).toMatchObject({ name: "Ada", emailVerified: true });

  const again = await press();
  expect([again.status, again.headers.get("Location"), again.headers.get("Set-Cookie")]).toEqual([
    303,
    `/verify-email/${token}${search}`,
    null,
  ]);
  expect(await dataOf(verifyEmail.loader(link()))).toMatchObject({ status: 410, data: { link: { reason: "used-link" } } });
});

test("links that are cut off are 404 and old ones 410, each with the next step", async () => {
  for (const [route, page] of [
    [verifyEmail, "verify-email"],
    [resetPassword, "reset-password"],
    [welcome, "welcome"],
  ] as const) {
    const shown = await dataOf<{ link: unknown }>(
      route.loader(visit(`/${page}/cut-off`, { params: { token: "cut-off" } })) as never,
    );
    expect(shown).toMatchObject({ status: 404, data: { link: { status: "refused", reason: "unknown-link" } } });
  }
  const person = await aPerson();
  await responseOf(() => forgotPassword.action(visit("/forgot-password", { form: { email: person.email } })));
  const { token } = linkIn((await mailsTo(person.email))[0], "reset-password");
  shiftClock(2 * 60 * 60 * 1000);
  const old = await dataOf(resetPassword.loader(visit(`/reset-password/${token}`, { params: { token } })));
  expect(old).toMatchObject({ status: 410, data: { link: { reason: "expired-link" } } });
});

test("signing in returns to the page that was asked for, and never leaves the site", async () => {
  const person = await aPerson();
  const form = { email: ` ${person.email.toUpperCase()} `, password: PASSWORD };
  for (const [returnTo, target] of [
    ["/learn/first-words?x=1", "/learn/first-words?x=1"],
    ["//evil.example", "/learn"],
    ["https://evil.example", "/learn"],
    ["/\\evil.example", "/learn"],
    ["/a\r\nSet-Cookie: x=1", "/learn"],
  ]) {
    const response = await responseOf(() =>
      signIn.action(visit(`/sign-in?${new URLSearchParams({ returnTo: returnTo ?? "" })}`, { form })),
    );
    expect([response.status, response.headers.get("Location")]).toEqual([303, target]);
    expect((await viewerIn(response))?.id).toBe(person.id);
  }
});

test("whoever wanted to give a course or buy seats reads why an account is asked for, and nobody else does", async () => {
  const reasonBefore = async (returnTo: string) =>
    (await dataOf(signIn.loader(visit(`/sign-in?${new URLSearchParams({ returnTo })}`)))).data.reason;
  expect(await reasonBefore("/courses/first-words/gift")).toMatch(/^To give a course you need an account/);
  expect(await reasonBefore("/courses/first-words/team")).toMatch(/^To buy seats you need an account/);
  expect(await reasonBefore("/courses/first-words")).toBe(null);
  expect(await reasonBefore("https://elsewhere.example/courses/first-words/gift")).toBe(null);
});

test("who is signed in already is sent on from the sign-in and sign-up pages", async () => {
  const cookie = await aCookieOf(await aPerson());
  for (const route of [signIn, signUp]) {
    const response = await responseOf(() => route.loader(visit("/x?returnTo=%2Fcourses", { cookie })));
    expect([response.status, response.headers.get("Location")]).toEqual([302, "/courses"]);
  }
  expect((await dataOf(forgotPassword.loader(visit("/forgot-password?returnTo=%2Fcourses", { cookie })))).data.signIn).toBe(
    "/sign-in?returnTo=%2Fcourses",
  );
});

test("a wrong password keeps the address, tells nothing, and after ten tries says when to come back", async () => {
  const person = await aPerson();
  const enter = (password: string) => dataOf(signIn.action(visit("/sign-in", { form: { email: person.email, password } })));
  const unknown = await dataOf(signIn.action(visit("/sign-in", { form: { email: "nobody@example.org", password: "guess" } })));
  for (let tries = 0; tries < 10; tries++) {
    const { status, data } = await enter("guess");
    expect(status).toBe(400);
    expect(data.values).toEqual({ email: person.email });
    expect(data.errors).toEqual(unknown.data.errors);
  }
  const { status, data, headers } = await enter(PASSWORD);
  expect(status).toBe(429);
  expect(Number(headers.get("Retry-After"))).toBeGreaterThan(14 * 60);
  expect(data.errors[""]).toEqual(["There were too many tries. Wait 15 minutes, then try again."]);
  const document = signIn.headers({ actionHeaders: headers } as Parameters<typeof signIn.headers>[0]);
  expect(new Headers(document).get("Retry-After")).toBe(headers.get("Retry-After"));
});

test("an unverified person with the right password is told to look at their mail", async () => {
  const person = await aPerson({ emailVerifiedAt: null });
  const response = await responseOf(() =>
    signIn.action(visit("/sign-in?returnTo=%2Fcourses", { form: { email: person.email, password: PASSWORD } })),
  );
  expect([response.status, response.headers.get("Location"), response.headers.get("Set-Cookie")]).toEqual([
    303,
    "/check-your-mail?about=unverified&returnTo=%2Fcourses",
    null,
  ]);
  expect(linkIn((await mailsTo(person.email))[0], "verify-email").search).toBe("?returnTo=%2Fcourses");
});

test("a forgotten password is replaced by the link of a mail", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  const asked = await responseOf(() =>
    forgotPassword.action(visit("/forgot-password?returnTo=%2Flearn", { form: { email: person.email } })),
  );
  const unknown = await responseOf(() =>
    forgotPassword.action(visit("/forgot-password?returnTo=%2Flearn", { form: { email: "nobody@example.org" } })),
  );
  expect(asked.headers.get("Location")).toBe(unknown.headers.get("Location"));

  const { token, search } = linkIn((await mailsTo(person.email))[0], "reset-password");
  const page = (form?: Record<string, string>) => visit(`/reset-password/${token}${search}`, { params: { token }, form });
  expect(await dataOf(resetPassword.loader(page()))).toMatchObject({ status: 200, data: { link: { email: person.email } } });
  expect(await dataOf(resetPassword.action(page({ password: "short" })))).toMatchObject({
    status: 400,
    data: { errors: { password: [expect.stringContaining("at least 8")] } },
  });
  expect(await dataOf(resetPassword.action(page({ password: person.email })))).toMatchObject({
    status: 400,
    data: { errors: { password: [expect.stringContaining("not your e-mail")] } },
  });
  const saved = await responseOf(() => resetPassword.action(page({ password: "quite another one" })));
  expect([saved.status, saved.headers.get("Location")]).toEqual([303, "/sign-in?notice=password-changed&returnTo=%2Flearn"]);
  expect((await dataOf(signIn.loader(visit(saved.headers.get("Location") ?? "")))).data.passwordChanged).toBe(true);
  expect((await readSession(cookie)).viewer).toBeNull();
  const again = await responseOf(() => resetPassword.action(page({ password: "quite another one" })));
  expect(again.headers.get("Location")).toBe(`/reset-password/${token}${search}`);
});

test("signing out ends the session and clears the cookie; by address it does nothing, and twice is no fault", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  expect((await responseOf(() => signOut.loader())).headers.get("Location")).toBe("/");
  expect((await readSession(cookie)).viewer?.id).toBe(person.id);
  const out = () => responseOf(() => signOut.action(visit("/sign-out", { cookie, form: {} })));
  const first = await out();
  expect([first.status, first.headers.get("Set-Cookie")]).toEqual([303, expect.stringMatching(/^session-3000=; .*Max-Age=0/)]);
  expect((await readSession(cookie)).viewer).toBeNull();
  expect((await out()).status).toBe(303);
});

test("the first instructor's link leads to an account that runs the site", async () => {
  const token = (await createFirstInstructorLink())?.slice("/welcome/".length) ?? "";
  const page = (form?: Record<string, string>) => visit(`/welcome/${token}`, { params: { token }, form });
  expect((await dataOf(welcome.loader(page()))).status).toBe(200);
  const taken = await aPerson();
  const form = { name: "Ines", email: taken.email, password: "not that person's" };
  expect(await dataOf(welcome.action(page(form)))).toMatchObject({
    status: 400,
    data: { errors: { email: [expect.stringContaining("already")] } },
  });
  const made = await responseOf(() => welcome.action(page({ ...form, email: "ines@example.org" })));
  expect([made.status, made.headers.get("Location")]).toEqual([303, "/instructor"]);
  expect(await viewerIn(made)).toMatchObject({ role: "admin", name: "Ines" });
  const second = await responseOf(() => welcome.action(page({ ...form, email: "eve@example.org" })));
  expect(second.headers.get("Location")).toBe(`/welcome/${token}`);
  expect(await dataOf(welcome.loader(page()))).toMatchObject({ status: 410 });
});

test("bad input of any kind is a 4xx with words for it", async () => {
  const token = (await createFirstInstructorLink())?.slice("/welcome/".length) ?? "x";
  const routes = [
    { route: signIn, path: "/sign-in", fields: ["email", "password"] },
    { route: signUp, path: "/sign-up", fields: ["name", "email", "password"] },
    { route: forgotPassword, path: "/forgot-password", fields: ["email"] },
    { route: resetPassword, path: "/reset-password/x", fields: ["password"] },
    { route: welcome, path: `/welcome/${token}`, fields: ["name", "email", "password"] },
  ];
  const bad = ["\u0000", "a\u0000b@example.org", "x".repeat(60_000), "", "\ud800"];
  for (const { route, path, fields } of routes) {
    for (const value of bad) {
      const form = Object.fromEntries(fields.map((field) => [field, value]));
      const { status, data } = await dataOf<{ errors: Record<string, string[]> }>(
        route.action(visit(path, { form, params: { token } })) as never,
      );
      expect(status, `${path} ${JSON.stringify(value.slice(0, 9))}`).toBe(400);
      expect(
        Object.values(data.errors)
          .flat()
          .every((message) => message.endsWith(".")),
      ).toBe(true);
    }
    const json = visit(path, { form: { a: "1" }, params: { token } });
    json.request = new Request(json.request.url, { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } });
    expect((await responseOf(() => route.action(json) as Promise<unknown>)).status).toBe(415);
  }
});
