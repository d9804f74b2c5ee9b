import { beforeEach, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import * as profile from "#app/routes/account._index.tsx";
import * as confirmEmail from "#app/routes/account.confirm-email.$token.tsx";
import * as security from "#app/routes/account.security.tsx";
import * as timeZone from "#app/routes/account.time-zone.ts";
import { mailsTo, tokenFor } from "#tests/support/outbox.ts";
import { aCookieOf, aPerson, PASSWORD } from "#tests/support/people.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

const isAlive = async (cookie: string) => (await readSession(cookie)).viewer !== null;
const hashOf = async (cookie: string) => (await readSession(cookie)).viewer?.sessionHash ?? "";

beforeEach(() => db.rateLimit.deleteMany());

test("nobody sees an account without signing in, and comes back to the page after it", async () => {
  for (const [route, path] of [
    [profile, "/account"],
    [security, "/account/security"],
  ] as const) {
    const response = await responseOf(() => route.loader(visit(path)));
    expect(response.headers.get("Location")).toBe(`/sign-in?${new URLSearchParams({ returnTo: path })}`);
    const posted = await responseOf(() =>
      route.action(
        visit(path, { form: { intent: "sign-out-everywhere" }, headers: { Referer: `http://127.0.0.1:3000${path}` } }),
      ),
    );
    expect(posted.headers.get("Location")).toBe(`/sign-in?${new URLSearchParams({ returnTo: path })}`);
  }
});

test("a profile is saved, shown as saved, and can be put back to what the device says", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  const save = (form: Record<string, string>) => profile.action(visit("/account", { cookie, form }));
  const saved = await responseOf(() => save({ name: " Zoë ", timeZone: "Asia/Tokyo", theme: "dark" }));
  expect([saved.status, saved.headers.get("Location")]).toEqual([303, "/account?saved"]);
  expect((await dataOf(profile.loader(visit("/account?saved", { cookie })))).data).toMatchObject({
    name: "Zoë",
    timeZone: "Asia/Tokyo",
    theme: "dark",
    saved: true,
  });
  await save({ name: "Zoë", timeZone: "", theme: "" });
  expect((await dataOf(profile.loader(visit("/account", { cookie })))).data).toMatchObject({
    timeZone: null,
    theme: null,
    saved: false,
  });
});

test("the zone of the device is taken once, and never over a choice", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  const tell = (zone: string) =>
    responseOf(() => timeZone.action(visit("/account/time-zone", { cookie, form: { timeZone: zone } })));
  const zoneNow = async () => (await db.user.findUniqueOrThrow({ where: { id: person.id } })).timeZone;
  expect((await tell("Mars/Olympus")).status).toBe(400);
  expect(await zoneNow()).toBeNull();
  expect(await (await tell("Asia/Tokyo")).json()).toEqual({ status: "adopted" });
  expect(await (await tell("Europe/Berlin")).json()).toEqual({ status: "chosen-before" });
  expect(await zoneNow()).toBe("Asia/Tokyo");
});

test("a profile with faults comes back with them and with what was typed", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  const typed = { name: "a\u0000b", timeZone: "Mars/Olympus", theme: "neon" };
  const { status, data } = await dataOf(profile.action(visit("/account", { cookie, form: typed })));
  expect(status).toBe(400);
  expect(Object.keys(data.errors).sort()).toEqual(["name", "theme", "timeZone"]);
  expect(data.values).toEqual(typed);
  expect((await db.user.findUniqueOrThrow({ where: { id: person.id } })).name).toBe(person.name);
});

test("the list of sessions names devices, this one first, and one of them can be ended", async () => {
  const person = await aPerson();
  const here = await aCookieOf(person, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
  const phone = await aCookieOf(
    person,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
  );
  const { data } = await dataOf(security.loader(visit("/account/security", { cookie: here })));
  expect(data.devices.map(({ name, current }) => [name, current])).toEqual([
    ["Firefox on Linux", true],
    ["Mobile Safari on iOS", false],
  ]);
  const ended = await responseOf(() =>
    security.action(
      visit("/account/security", { cookie: here, form: { intent: "end-session", session: data.devices[1]?.session ?? "" } }),
    ),
  );
  expect([ended.status, ended.headers.get("Location")]).toEqual([303, "/account/security?done=sessions"]);
  expect([await isAlive(here), await isAlive(phone)]).toEqual([true, false]);
});

test("somebody else's session, or one that was made up, is not ended", async () => {
  const [person, other] = [await aPerson(), await aPerson()];
  const [here, theirs] = [await aCookieOf(person), await aCookieOf(other)];
  const end = (session: string) =>
    responseOf(() => security.action(visit("/account/security", { cookie: here, form: { intent: "end-session", session } })));
  expect((await end(await hashOf(theirs))).status).toBe(303);
  expect(await isAlive(theirs)).toBe(true);
  for (const forged of ["", "x", "\u0000", "0".repeat(63), "0".repeat(100_000), "' or 1=1"])
    expect((await end(forged)).status).toBe(400);
  expect(
    (await responseOf(() => security.action(visit("/account/security", { cookie: here, form: { intent: "be-admin" } })))).status,
  ).toBe(400);
});

test("the other sessions are ended, or all of them with this one", async () => {
  const person = await aPerson();
  const [here, there] = [await aCookieOf(person), await aCookieOf(person)];
  const send = (intent: string) =>
    responseOf(() => security.action(visit("/account/security", { cookie: here, form: { intent } })));
  await send("end-others");
  expect([await isAlive(here), await isAlive(there)]).toEqual([true, false]);
  const out = await send("sign-out-everywhere");
  expect([out.status, out.headers.get("Location"), out.headers.get("Set-Cookie")]).toEqual([
    303,
    "/",
    expect.stringMatching(/^session-3000=; .*Max-Age=0/),
  ]);
  expect(await isAlive(here)).toBe(false);
});

test("a password is changed, or refused beside the right field", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  const change = (currentPassword: string, newPassword: string) =>
    security.action(visit("/account/security", { cookie, form: { intent: "change-password", currentPassword, newPassword } }));
  expect(await dataOf(change("guess", "quite another one"))).toMatchObject({
    status: 400,
    data: { values: { intent: "change-password" }, errors: { currentPassword: [expect.any(String)] } },
  });
  expect(await dataOf(change(PASSWORD, person.email))).toMatchObject({
    status: 400,
    data: { errors: { newPassword: [expect.any(String)] } },
  });
  expect(await dataOf(change("", "\u0000".repeat(9)))).toMatchObject({
    status: 400,
    data: { errors: { currentPassword: [expect.any(String)], newPassword: [expect.any(String)] } },
  });
  const changed = await responseOf(() => change(PASSWORD, "quite another one"));
  expect(changed.headers.get("Location")).toBe("/account/security?done=password");
  expect(await isAlive(cookie)).toBe(true);
});

test("an address is changed from one page and confirmed on another, without a session there", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  const change = (email: string, password: string) =>
    security.action(visit("/account/security", { cookie, form: { intent: "change-email", email, password } }));
  expect(await dataOf(change("next@example.org", "guess"))).toMatchObject({
    status: 400,
    data: { values: { email: "next@example.org" }, errors: { password: [expect.any(String)] } },
  });
  expect(await dataOf(change(person.email, PASSWORD))).toMatchObject({
    status: 400,
    data: { errors: { email: [expect.any(String)] } },
  });
  expect(await dataOf(change("nonsense", PASSWORD))).toMatchObject({
    status: 400,
    data: { errors: { email: [expect.any(String)] } },
  });
  const sent = await responseOf(() => change("Next@example.org", PASSWORD));
  expect((await dataOf(security.loader(visit(sent.headers.get("Location") ?? "", { cookie })))).data).toMatchObject({
    email: person.email,
    notice: { title: "Check your mail" },
    outbox: true,
  });

  const token = await tokenFor("next@example.org", "account/confirm-email");
  const page = (form?: Record<string, string>) => visit(`/account/confirm-email/${token}`, { params: { token }, form });
  expect(await dataOf(confirmEmail.loader(page()))).toMatchObject({ status: 200, data: { link: { email: "next@example.org" } } });
  expect((await db.user.findUniqueOrThrow({ where: { id: person.id } })).email).toBe(person.email);
  expect(await dataOf(confirmEmail.action(page({})))).toMatchObject({ status: 200, data: { changedTo: "next@example.org" } });
  expect((await dataOf(security.loader(visit("/account/security", { cookie })))).data.email).toBe("next@example.org");
  expect((await responseOf(() => confirmEmail.action(page({})))).status).toBe(303);
  expect(await dataOf(confirmEmail.loader(page()))).toMatchObject({ status: 410 });
  expect((await mailsTo(person.email)).map(({ kind }) => kind)).toEqual(["change-email-notice", "email-changed"]);
});

test("an address that was taken meanwhile is a 409", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  const form = { intent: "change-email", email: "gone@example.org", password: PASSWORD };
  await responseOf(() => security.action(visit("/account/security", { cookie, form })));
  await aPerson({ email: "gone@example.org" });
  const token = await tokenFor("gone@example.org", "account/confirm-email");
  const outcome = await dataOf(confirmEmail.action(visit(`/account/confirm-email/${token}`, { params: { token }, form: {} })));
  expect(outcome).toMatchObject({ status: 409, data: { changedTo: null } });
});
