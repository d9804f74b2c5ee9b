import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, pool } from "#app/platform/db.server.ts";
import { aCookieOf } from "#tests/support/people.ts";
import { addressOf, askRoute, loadRoute, ROUTE_NAMES, type RouteAsk } from "#tests/support/routes.ts";
import { aWholeSite, ROLES, type Role, type WholeSite } from "#tests/support/whole-site.ts";
import { askOf, fill } from "./route-ask.ts";
import { ROUTES } from "./route-table.ts";

let site: WholeSite;
let before: Record<string, unknown>;

beforeAll(async () => {
  site = await aWholeSite();
  before = await stateOfOwner();
});
// All of them together try to sign in and up more often than one person may.
beforeEach(() => db.rateLimit.deleteMany());
afterAll(() => site.sandbox.close());

test("there is something of the owner's to change", () => {
  const tables = [
    "Answer",
    "Attempt",
    "Enrolment",
    "Entitlement",
    "LessonProgress",
    "Order",
    "Payment",
    "Score",
    "Session",
    "User",
  ];
  expect(Object.keys(before)).toEqual(expect.arrayContaining(tables));
});

test("the table has every route of the site, and no other", () => {
  expect(Object.keys(ROUTES).sort()).toEqual([...ROUTE_NAMES].sort());
});

test("the table asks every loader and every action", async () => {
  for (const name of ROUTE_NAMES) {
    const { loader, action } = await loadRoute(name);
    const has = [...(loader ? ["GET"] : []), ...(action ? ["POST"] : [])];
    expect([...new Set(ROUTES[name]?.map(({ method }) => method))].sort(), name).toEqual(has);
  }
});

describe.each(ROLES.filter(isForeign))("to %s", (role) => {
  test.each(Object.keys(ROUTES))("%s is as open as it should be", (name) => tryRoute(name, role));
});

test("after all of this nothing of the owner's has changed, and nobody has got in", async () => {
  expect(await stateOfOwner()).toEqual(before);
});

// Last, as what they do is done: these show that the doors above were closed to somebody, and not to everybody.
describe.each(ROLES.filter((role) => !isForeign(role)))("to the %s", (role) => {
  test.each(Object.keys(ROUTES))("%s is as open as it should be", (name) => tryRoute(name, role));
});

function isForeign(role: Role): boolean {
  return role !== "owner" && role !== "admin";
}

async function tryRoute(name: string, role: Role) {
  for (const row of ROUTES[name] ?? []) {
    const ask = askOf(site, name, row);
    const self = addressOf(name, ask.params);
    const expected = fill(site, row.answers[role]).replace("{SELF}", self);
    const { answer, said } = await answerTo(ask, role);
    expect(answer, `${row.method} ${self}${row.query ?? ""}`).toBe(expected);
    for (const secret of secretsFrom(name, role)) expect(said, `${row.method} ${self}`).not.toContain(secret);
  }
}

/** What no page may say to somebody: the text that is paid for, and whatever leads to the owner. */
function secretsFrom(name: string, role: Role): string[] {
  if (!isForeign(role)) return [];
  const { OWNER, ATTEMPT, HANDED_IN, CHECKOUT, OWNER_SESSION, OWNER_MAIL = "" } = site.names;
  const own = [OWNER, ATTEMPT, HANDED_IN, CHECKOUT, OWNER_SESSION, "Olga"].map(String);
  const paidFor = role === "fellow" ? [] : ["Behind the wall", "Paid for"];
  // A mail of the local outbox and the page of a link in it name the address; a form shows what was typed into it.
  return SAYS_ADDRESS.test(name) ? [...own, ...paidFor] : [...own, ...paidFor, OWNER_MAIL];
}

const SAYS_ADDRESS = /^(outbox|account\.(confirm-email|security)|verify-email|reset-password|claim|sign-in)/;

/** What the route answers, in the table's words, and all that it says. */
async function answerTo(ask: RouteAsk, role: Role): Promise<{ answer: string; said: string }> {
  // A session of its own each time: to sign out ends no other.
  const cookie = role === "anonymous" ? undefined : await aCookieOf(site.people[role]);
  const { status, location, said } = await askRoute({ ...ask, cookie });
  if (status < 300) return { answer: "open", said };
  if (location === null) return { answer: String(status), said };
  const { pathname } = new URL(location, "http://127.0.0.1:3000");
  if (pathname === "/sign-in") return { answer: "sign-in", said };
  // What is made for the person who asks has another name each time.
  const path = pathname.replace(/\/cs_test_\w+$/, "").replace(/^\/attempts\/[^/]+$/, "/attempts/…");
  return { answer: `→ ${path}`, said };
}

/** Every row of every table that names something of the owner's, and how many rows there are of what only staff and money give. */
async function stateOfOwner(): Promise<Record<string, unknown>> {
  const { OWNER, OWNER_MAIL, ATTEMPT, HANDED_IN, ENTITLEMENT } = site.names;
  const { rows: own } = await pool.query(
    `select id from "Enrolment" where "userId" = $1 union all select id from "Order" where "userId" = $1`,
    [OWNER],
  );
  const ids = [OWNER, OWNER_MAIL, ATTEMPT, HANDED_IN, ENTITLEMENT, ...own.map(({ id }) => id)];
  const { rows: tables } = await pool.query("select tablename as name from pg_tables where schemaname = 'public'");
  const state: Record<string, unknown> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query(
      `select t::text as line from "${name}" t where exists (select from unnest($1::text[]) id where strpos(t::text, id) > 0) order by 1`,
      [ids],
    );
    if (rows.length > 0) state[name] = rows.map(({ line }) => line);
  }
  for (const name of [
    "Course",
    "CourseStaff",
    "Release",
    "Product",
    "Price",
    "Entitlement",
    "Payment",
    "StripeEvent",
    "AuditEntry",
  ]) {
    const { rows } = await pool.query(`select count(*)::int as count from "${name}"`);
    state[`rows of ${name}`] = rows[0].count;
  }
  return state;
}
