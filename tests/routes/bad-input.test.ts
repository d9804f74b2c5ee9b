import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, pool } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { aCookieOf } from "#tests/support/people.ts";
import { askRoute, ROUTE_NAMES, type RouteAnswer, type RouteAsk } from "#tests/support/routes.ts";
import { aWholeSite, type WholeSite } from "#tests/support/whole-site.ts";
import { askOf } from "./route-ask.ts";
import { ROUTES, type Row } from "./route-table.ts";

let site: WholeSite;
let cookies: { owner: string; admin: string };

beforeAll(async () => {
  site = await aWholeSite();
  cookies = { owner: site.ownerCookie, admin: await aCookieOf(site.people.admin) };
});
beforeEach(() => db.rateLimit.deleteMany());
afterAll(() => site.sandbox.close());

const LONG = "x".repeat(100_000);
/** What no field and no address of ours can be. */
const NEVER = { "a NUL byte": "a\0b", "100 kB": LONG };
const ODD = {
  nothing: "",
  "dots and slashes": "../../etc/passwd",
  "a mark that turns the direction": "\u202eabc",
  "half a character": "%ED%A0%80",
  "a character beyond the first plane": "𐏿é",
  "line breaks": "a\r\nSet-Cookie: b=c",
  "another site": "//evil.example",
  "a property of every object": "__proto__",
  "a piece of SQL": "' or '1'='1",
  "an id of nobody": "01890000-0000-7000-8000-000000000000",
  "a number that is none": "NaN",
  "a number without end": "9".repeat(400),
};
const BAD = { ...NEVER, ...ODD };

/** What pages read behind the question mark, and what their links write there. */
const QUERY_NAMES =
  "about action asked before closed course done error lesson notice outcome page q returnTo role session_id show sort status waited-for".split(
    " ",
  );

const rows = Object.entries(ROUTES).flatMap(([name, rows]) => rows.map((row) => ({ name, row })));
const rowsWith = (has: (row: Row) => boolean) =>
  rows.filter(({ row }) => has(row)).map((each) => ({ ...each, as: whoMay(each.row) }));

/** The one of the two to whom the row is open, so that the input and not the person is refused. */
function whoMay({ answers }: Row): "owner" | "admin" {
  return answers.owner === "404" ? "admin" : "owner";
}

describe("in an address", () => {
  const withParams = rowsWith(() => true).filter(({ name }) => name.includes("$"));

  test.each(withParams)("$row.method $name: what leads nowhere is refused, and writes nothing", async ({ name, row, as }) => {
    const before = await wholeState();
    const ask = askOf(site, name, row);
    for (const param of Object.keys(ask.params)) {
      for (const [what, value] of Object.entries(BAD)) {
        const answer = await tryTo(
          { ...ask, params: { ...ask.params, [param]: value }, cookie: cookies[as] },
          `${param}: ${what}`,
        );
        // An address that only leads on may lead to a page that says so.
        if (!row.answers[as].startsWith("→")) expectRefusal(answer, `${param}: ${what}`);
      }
    }
    expect(await wholeState()).toEqual(before);
  });
});

describe("behind the question mark", () => {
  const pages = rowsWith(({ method }) => method === "GET");

  test.each(pages)("$name survives anything", async ({ name, row, as }) => {
    const ask = { ...askOf(site, name, row), cookie: cookies[as] };
    for (const name of QUERY_NAMES) await tryTo({ ...ask, query: `?${name}=%00` }, name);
    for (const [what, value] of Object.entries(BAD)) {
      await tryTo({ ...ask, query: `?${new URLSearchParams(QUERY_NAMES.map((name) => [name, value]))}` }, what);
    }
    for (const query of ["?%", "?%00=%00", "?%ED%A0%80=%FF", "?q=a&q=b&page=1&page=2", `?${"a&".repeat(2_000)}`])
      await tryTo({ ...ask, query }, query.slice(0, 20));
  });
});

describe("in a form", () => {
  const forms = rowsWith(({ form }) => Object.keys(form ?? {}).length > 0);

  test.each(forms)(
    "$name ($row.form.intent): a field that is wrong is said to be, and nothing is written",
    async ({ name, row, as }) => {
      const ask = { ...askOf(site, name, row), cookie: guestAction(name) ? undefined : cookies[as] };
      for (const field of Object.keys(ask.form ?? {})) {
        for (const [what, value] of Object.entries(BAD)) {
          const before = await wholeState();
          const answer = await tryTo({ ...ask, form: { ...ask.form, [field]: value } }, `${field}: ${what}`);
          if (what in NEVER) expectRefusal(answer, `${field}: ${what}`);
          if (answer.status >= 400) expect(await wholeState(), `${field}: ${what}`).toEqual(before);
        }
        await db.rateLimit.deleteMany();
      }
    },
  );

  test.each(forms)("$name ($row.form.intent): what is no form, or not all of it, is refused", async ({ name, row, as }) => {
    const ask = { ...askOf(site, name, row), cookie: guestAction(name) ? undefined : cookies[as] };
    const before = await wholeState();
    for (const [what, body] of Object.entries(NO_FORMS))
      expectRefusal(await tryTo({ ...ask, form: undefined, body }, what), what);
    expect(await wholeState()).toEqual(before);
  });

  const encoded = "application/x-www-form-urlencoded";
  const NO_FORMS = {
    "no type": { type: "", bytes: "intent=grant" },
    "plain text": { type: "text/plain", bytes: "intent=grant" },
    "broken parts": { type: "multipart/form-data; boundary=b", bytes: "--b\r\nContent-Disposition: form-data" },
    "parts without a boundary": { type: "multipart/form-data", bytes: "--b--" },
    "two megabytes": { type: encoded, bytes: `password=${"x".repeat(2_000_000)}` },
    "names without values": { type: encoded, bytes: "%00&&&=&=&__proto__[a]=b&item.=&item.%00=1" },
    "bytes that are no text": {
      type: encoded,
      bytes: new Uint8Array([...Buffer.from("item.i="), 0xff, 0xfe, 0x00, 0xed, 0xa0, 0x80]),
    },
    "files instead of fields": {
      type: "multipart/form-data; boundary=b",
      bytes: filesFor(["email", "password", "intent", "name", "eventId", "item.round"]),
    },
  };
});

describe("in JSON", () => {
  const routes = rowsWith(({ json }) => json !== undefined);
  const anything = [
    "",
    "{",
    "nul",
    "null",
    "[]",
    "0",
    '"text"',
    "[".repeat(90_000),
    '{"a":'.repeat(15_000),
    "{}",
    '{"__proto__":{"item":"colour"}}',
    "\0",
    "\ufeff{}",
  ];

  test.each(routes)(
    "$name: what is none, or another thing, is refused with a reason, and writes nothing",
    async ({ name, row, as }) => {
      const ask = { ...askOf(site, name, row), cookie: cookies[as] };
      const before = await wholeState();
      for (const json of anything) expectRefusal(await tryTo({ ...ask, json }, json.slice(0, 20)), json.slice(0, 20));
      expectRefusal(await tryTo({ ...ask, json: JSON.stringify({ item: LONG + LONG }) }, "200 kB"), "200 kB");
      expect(await wholeState()).toEqual(before);
    },
  );

  const ATTEMPT = "attempts.$attemptId.answers";
  const POSITION = "learn.$courseSlug.$lessonKey.position";
  const values = [
    "null",
    "true",
    '"x"',
    "-1",
    "1e999",
    "-1e999",
    "NaN",
    "9007199254740993",
    "[[[]]]",
    "{}",
    '"\\u0000"',
    '"\\ud800"',
    '["\\u0000"]',
    '["red","red","blue"]',
    `"${"x".repeat(50_000)}"`,
  ];
  const good: Record<string, Record<string, string>> = {
    [ATTEMPT]: { item: '"colour"', values: '["blue"]', sequence: "3" },
    [POSITION]: { position: "1", playedShare: "0.5" },
  };
  const fields = Object.entries(good).flatMap(([name, whole]) => Object.keys(whole).map((field) => ({ name, field })));

  test.each(fields)(
    "$name: a $field of a wrong type, out of range or left out is refused, and writes nothing",
    async ({ name, field }) => {
      const row = ROUTES[name]?.find(({ json }) => json);
      if (!row) throw new Error(`${name} takes no JSON.`);
      const before = await wholeState();
      for (const value of [...values, undefined]) {
        const given = Object.entries({ ...good[name], [field]: value }).filter(([, text]) => text !== undefined);
        const json = `{${given.map(([key, text]) => `"${key}":${text}`).join()}}`;
        expectRefusal(
          await tryTo({ ...askOf(site, name, row), cookie: site.ownerCookie, json }, json.slice(0, 60)),
          json.slice(0, 60),
        );
      }
      expect(await wholeState()).toEqual(before);
    },
  );
});

test("a session cookie that was tampered with is as good as none, everywhere", async () => {
  const [name = "", token = ""] = cookies.owner.split("=");
  const flipped = token.slice(0, -1) + (token.endsWith("a") ? "b" : "a");
  const forged = [
    flipped,
    "",
    "x",
    token.slice(1),
    `${token}x`,
    token.toUpperCase(),
    site.names.OWNER_SESSION,
    site.names.OWNER,
    `"${token}"`,
    `${token}%00`,
    "../..",
    "\u00ff\u00fe",
    LONG,
  ];
  for (const route of ROUTE_NAMES) {
    const row = ROUTES[route]?.find(({ method }) => method === "GET");
    if (!row) continue;
    const ask = askOf(site, route, row);
    const { status, location } = await askRoute(ask);
    for (const value of forged) {
      const answer = await tryTo({ ...ask, cookie: `${name}=${value}; other=%; =` }, `${route}: ${value?.slice(0, 30)}`);
      expect({ status: answer.status, location: answer.location }, `${route}: ${value?.slice(0, 30)}`).toEqual({
        status,
        location,
      });
    }
  }
});

test("after all of this both are signed in still", async () => {
  expect((await readSession(cookies.owner)).viewer?.id).toBe(site.people.owner.id);
  expect((await readSession(cookies.admin)).viewer?.id).toBe(site.people.admin.id);
});

/** Forms of people who are not signed in; sent so, as a session would lead elsewhere. */
function guestAction(name: string): boolean {
  return /^(sign-|forgot-|reset-|welcome)/.test(name);
}

/** Whatever is asked: an answer, no failure, and no way off the site. */
async function tryTo(ask: RouteAsk, what: string): Promise<RouteAnswer> {
  const answer = await askRoute(ask).catch((error: unknown) => {
    throw new Error(`${ask.method} ${ask.name} failed on ${what}: ${error}`);
  });
  expect(answer.status, what).toBeLessThan(500);
  if (answer.location !== null)
    expect(new URL(answer.location, "http://127.0.0.1:3000").origin, what).toBe("http://127.0.0.1:3000");
  return answer;
}

/** A status of the person's own fault, and words or a name for it. */
function expectRefusal({ status, said }: RouteAnswer, what: string): void {
  expect(status, what).toBeGreaterThanOrEqual(400);
  expect(said, what).toMatch(/[A-Z][^"]{8,}\.|"(reason|status)":"[a-z-]+"/);
}

/** A digest of every table, without what each try is counted in. */
async function wholeState(): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  const digests = tables
    .filter(({ name }) => !["RateLimit", "Session"].includes(name))
    .map(
      ({ name }) =>
        `select '${name}' as name, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as digest from "${name}" t`,
    );
  const { rows } = await pool.query<{ name: string; digest: string }>(digests.join(" union all "));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

function filesFor(names: string[]): string {
  const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"; filename="a.txt"\r\n\r\nfile\r\n`;
  return `${names.map(part).join("")}--b--\r\n`;
}
