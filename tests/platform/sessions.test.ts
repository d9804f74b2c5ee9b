import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { isAnonymous } from "#app/platform/sessions/anonymous.server.ts";
import { guestCookie, readGuestToken } from "#app/platform/sessions/guest-cookie.server.ts";
import { closeAllSessions, closeSession, listSessions, openSession, readSession } from "#app/platform/sessions/session.server.ts";
import { hasSessionCookie, SESSION_COOKIE } from "#app/platform/sessions/session-cookie.server.ts";
import { aCookieOf, aPerson } from "#tests/support/people.ts";
import { statementsOf } from "#tests/support/statements.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const tokenIn = (cookie: string) => cookie.slice(cookie.indexOf("=") + 1);
const viewerOf = async (cookie: string | null) => (await readSession(cookie)).viewer;

afterEach(() => shiftClock(0));

test("the database knows the hash of a session's id and not the id", async () => {
  const person = await aPerson();
  const token = tokenIn(await aCookieOf(person));
  const [row] = await db.session.findMany({ where: { userId: person.id } });
  expect(row?.id).toBe(createHash("sha256").update(token).digest("hex"));
  expect(JSON.stringify(row)).not.toContain(token);
  expect(await viewerOf(`${SESSION_COOKIE}=${row?.id}`)).toBeNull();
});

test("the cookie is for this site only, and no script reads it", async () => {
  const setCookie = await openSession((await aPerson()).id, "Test browser");
  expect(setCookie).toMatch(/^session-3000=[\w-]{43}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax$/);
});

test("reading a session is one statement, and none where there is no cookie of ours", async () => {
  const cookie = await aCookieOf(await aPerson());
  expect(await statementsOf(() => readSession(cookie))).toHaveLength(1);
  for (const none of [
    null,
    "",
    "theme=dark",
    `${SESSION_COOKIE}=`,
    `${SESSION_COOKIE}=short`,
    `${SESSION_COOKIE}=${"x".repeat(5_000)}`,
  ]) {
    expect(await statementsOf(() => readSession(none))).toHaveLength(0);
  }
});

test("a tampered cookie opens nothing and is taken away", async () => {
  const cookie = await aCookieOf(await aPerson());
  const last = cookie.at(-1) === "A" ? "B" : "A";
  for (const spoilt of [
    cookie.slice(0, -1),
    `${cookie}A`,
    `${cookie.slice(0, -1)}${last}`,
    cookie.toLowerCase(),
    `${SESSION_COOKIE}=%00`,
    `${SESSION_COOKIE}=' or 1=1`,
  ]) {
    const { viewer, setCookie } = await readSession(spoilt);
    expect(viewer).toBeNull();
    expect(setCookie).toMatch(/^session-3000=; .*Max-Age=0/);
  }
  expect(await viewerOf(cookie)).not.toBeNull();
});

test("no cookie header breaks a page, and what else is in it does not matter", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  for (const header of [
    `a=%; ${cookie}`,
    `%E0%A4%A=1; ${cookie}`,
    `${cookie};b=2`,
    `x;${cookie}`,
    ` ${cookie} `,
    `session2=1; =; ${cookie}`,
  ]) {
    expect((await viewerOf(header))?.id, header).toBe(person.id);
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (junk) => {
      expect(await viewerOf(junk)).toBeNull();
      expect(await viewerOf(`${SESSION_COOKIE}=${junk}`)).toBeNull();
    }),
    { numRuns: 50 },
  );
});

test("a session that is used lives on, and one that is not ends after 30 days", async () => {
  const person = await aPerson();
  const [used, unused] = [await aCookieOf(person), await aCookieOf(person)];
  shiftClock(14 * DAY);
  expect((await readSession(used)).viewer?.id).toBe(person.id);
  shiftClock(16 * DAY);
  expect((await readSession(used)).setCookie).toContain("Max-Age=2592000");
  shiftClock(30 * DAY + MINUTE);
  expect(await viewerOf(unused)).toBeNull();
  expect((await viewerOf(used))?.id).toBe(person.id);
  shiftClock(45 * DAY);
  expect((await viewerOf(used))?.id).toBe(person.id);
  shiftClock(75 * DAY + 2 * MINUTE);
  expect(await viewerOf(used)).toBeNull();
  expect(await db.session.count({ where: { userId: person.id } })).toBe(0);
});

test("the last use is written at most every five minutes", async () => {
  const person = await aPerson();
  const cookie = await aCookieOf(person);
  shiftClock(4 * MINUTE);
  expect(await statementsOf(() => readSession(cookie))).toHaveLength(1);
  shiftClock(6 * MINUTE);
  const { setCookie } = await readSession(cookie);
  expect(setCookie).toContain(cookie);
  const [session] = await listSessions(person.id);
  expect(session && session.lastUsedAt.getTime() - session.createdAt.getTime()).toBeGreaterThan(5 * MINUTE);
  expect(await readSession(cookie)).not.toHaveProperty("setCookie", expect.any(String));
});

test("a person ends one session, the others, or all, and never anybody else's", async () => {
  const [person, stranger] = [await aPerson(), await aPerson()];
  const [here, there, elsewhere] = [await aCookieOf(person), await aCookieOf(person), await aCookieOf(person)];
  const theirs = await aCookieOf(stranger);
  const hashOf = async (cookie: string) => (await viewerOf(cookie))?.sessionHash ?? "";
  const exceptHash = await hashOf(here);

  await closeSession({ userId: stranger.id, sessionHash: await hashOf(there) });
  expect(await viewerOf(there)).not.toBeNull();
  expect(await closeSession({ userId: person.id, sessionHash: await hashOf(there) })).toMatch(/^session-3000=; .*Max-Age=0/);
  expect(await viewerOf(there)).toBeNull();
  expect(await listSessions(person.id)).toHaveLength(2);

  await closeAllSessions({ userId: person.id, exceptHash });
  expect(await viewerOf(elsewhere)).toBeNull();
  expect(await viewerOf(here)).not.toBeNull();
  await closeAllSessions({ userId: person.id });
  expect(await viewerOf(here)).toBeNull();
  expect(await viewerOf(theirs)).not.toBeNull();
});

test("a session that is opened in a transaction that fails does not exist", async () => {
  const person = await aPerson();
  const failing = db.$transaction(async (tx) => {
    await openSession(person.id, "Test browser", tx);
    throw new Error("something after it failed");
  });
  await expect(failing).rejects.toThrow();
  expect(await listSessions(person.id)).toEqual([]);
});

test("the list has the last used first, without those that have ended, and a monstrous User-Agent is cut", async () => {
  const person = await aPerson();
  await aCookieOf(person, "old");
  shiftClock(20 * DAY);
  await aCookieOf(person, "middle");
  shiftClock(31 * DAY);
  await aCookieOf(person, "x".repeat(10_000));
  const list = await listSessions(person.id);
  expect(list.map(({ userAgent }) => userAgent)).toEqual(["x".repeat(400), "middle"]);
});

test("whatever finds a viewer is seen to have a cookie, so that no page with a name on it is taken for anonymous", async () => {
  const cookie = await aCookieOf(await aPerson());
  const [name, token] = [cookie.slice(0, cookie.indexOf("=")), tokenIn(cookie)];
  for (const header of [
    `${name} =${token}`,
    `\u00a0${name}=${token}`,
    `a=1;${name}=${token}`,
    `${name}= ${token}`,
    `; ${name}=${token}`,
  ]) {
    if ((await viewerOf(header)) !== null) expect(hasSessionCookie(header), JSON.stringify(header)).toBe(true);
  }
  expect(hasSessionCookie(`${name} =${token}`)).toBe(true);
  for (const none of [null, undefined, "", "theme=dark", `x${name}=1`]) expect(hasSessionCookie(none)).toBe(false);
});

test("who keeps something of a guest's here is not anonymous: no page of theirs is kept for others", () => {
  const token = "a".repeat(43);
  const [cookie = ""] = guestCookie("checkout", token, 60).split(";");
  expect(readGuestToken(cookie, "checkout")).toBe(token);
  for (const header of [cookie, `theme=dark; ${cookie}`, `theme=dark;${cookie}`, ` ${cookie}`, `__Host-guest-checkout=${token}`])
    expect(isAnonymous(header), header).toBe(false);
  expect(isAnonymous(`${SESSION_COOKIE}=x`)).toBe(false);
  for (const header of [null, undefined, "", "theme=dark", "x=guest-checkout", "xguest-checkout=1"])
    expect(isAnonymous(header), String(header)).toBe(true);
});
