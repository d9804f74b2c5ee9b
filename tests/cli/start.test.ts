import { chmodSync, existsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { aProject } from "#tests/support/project.ts";
import {
  aDataFolder,
  databaseUrlOf,
  freePort,
  launch,
  postmasterOf,
  processesWith,
  removeData,
  type Site,
  startInVain,
  startSite,
  until,
} from "#tests/support/site.ts";

vi.setConfig({ testTimeout: 120_000 });

// One site is started, stopped, killed and started again through most of this file, in the order of its tests.
let project: string;
let site: Site;
const folders: string[] = [];
const started: Site[] = [];

beforeAll(async () => {
  project = await aProject({
    greeting: aCourseFolder({ key: "greeting", lessons: [{ key: "hello", preview: true }, "goodbye"] }),
  });
  folders.push(project);
}, 180_000);

afterAll(async () => {
  for (const each of started) await each.stop();
  for (const dataDir of folders) removeData({ dataDir });
});

/** Starts a site that this file cleans up after. */
async function start(options: Parameters<typeof startSite>[0] = {}): Promise<Site> {
  const next = await startSite({ project, ...options });
  folders.push(next.dataDir);
  started.push(next);
  return next;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client
    .query(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

/** 0 where nothing answered: a connection to a site that was killed on this port may still lie in the pool. */
const statusOf = (path: string) =>
  fetch(site.url + path, { redirect: "manual" }).then(
    ({ status }) => status,
    () => 0,
  );

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** Stops the site and looks that nothing of it is left but its data. */
async function stopCleanly(signal: "SIGINT" | "SIGTERM" | "SIGHUP"): Promise<void> {
  expect(await site.stop(signal)).toBe(0);
  expect(processesWith(site.dataDir)).toEqual([]);
  expect(existsSync(path.join(site.dataDir, "postgres/cluster/postmaster.pid"))).toBe(false);
  expect(await isFree(site.port)).toBe(true);
}

/** What the work of a first start leaves: a second one that does it again changes it. */
async function workDone() {
  const [counts] = await query(
    databaseUrlOf(site.dataDir),
    `select (select count(*)::int from "Release") as releases, (select max("updatedAt") from "Checkpoint") as published,
       (select json_agg(m.finished_at order by m.migration_name) from _prisma_migrations m) as migrations`,
  );
  return { ...(counts as object), built: statSync("build/source-digest").mtimeMs };
}

test("a first start makes everything, serves the site and offers a link to its first instructor", async () => {
  site = await start();
  expect(site.output()).toContain(`The site is served at ${site.url}`);
  expect(site.output()).toMatch(/Payments {3}in the sandbox/);
  expect(site.output()).toContain(`${site.url}/outbox`);
  for (const page of ["/", "/courses/greeting", "/courses/greeting/lessons/hello", "/readyz"])
    expect(await statusOf(page), page).toBe(200);
  const link = new RegExp(`${site.url}(/welcome/\\S+)`).exec(site.output())?.[1];
  const form = new URLSearchParams({ name: "Ada", email: "ada@example.org", password: "an honest sentence" });
  const accepted = await fetch(site.url + link, {
    method: "POST",
    body: form,
    headers: { Origin: site.url },
    redirect: "manual",
  });
  expect(accepted.headers.get("Location")).toBe("/instructor");
  expect(await statusOf(link!)).toBe(410);
});

test("what is kept is kept safely: PostgreSQL waits for the disk", async () => {
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    expect(await query(databaseUrlOf(site.dataDir), `show ${setting}`)).toEqual([{ [setting]: "on" }]);
  }
});

test("a second site runs beside it on another port and another data folder, through npm, until npm is told to end", async () => {
  const other = await start({ npm: true });
  expect(other.output()).toContain("/welcome/");
  expect((await fetch(`${other.url}/courses/greeting`)).status).toBe(200);
  expect(await query(databaseUrlOf(other.dataDir), `select email from "User"`)).toEqual([]);
  // As a service manager does; a shell stands between npm and the site.
  other.process.kill("SIGTERM");
  await until("nothing of it runs", () => processesWith(other.dataDir).length === 0);
  expect(await statusOf("/readyz")).toBe(200);
});

test("another start on the same data folder is refused and changes nothing", async () => {
  const { code, err } = await startInVain({ project, dataDir: site.dataDir });
  expect(err).toBe(
    `The data folder ${site.dataDir} belongs to a site that runs already. Stop it, or set DATA_DIR to another folder.\n`,
  );
  expect(code).toBe(1);
  expect(await statusOf("/readyz")).toBe(200);
});

test("Ctrl-C stops everything, and the next start has nothing left to do but serve", async () => {
  const before = await workDone();
  await stopCleanly("SIGINT");
  site = await start({ dataDir: site.dataDir, port: site.port });
  expect(await workDone()).toEqual(before);
  expect(site.output()).not.toMatch(/build|publish|release|welcome/i);
  expect(await statusOf("/courses/greeting")).toBe(200);
});

test("after kill -9 of the app the next start takes up the database that it left, and the jobs it was working on", async () => {
  const postmaster = postmasterOf(site.dataDir);
  await site.kill();
  const url = databaseUrlOf(site.dataDir);
  await query(url, "select graphile_worker.add_job('sweep-expired', '{}')");
  await query(
    url,
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker-that-was-killed', attempts = 1",
  );
  site = await start({ dataDir: site.dataDir, port: site.port });
  expect(postmasterOf(site.dataDir)).toBe(postmaster);
  expect(await statusOf("/courses/greeting")).toBe(200);
  await until("the job is done", async () => (await query(url, "select 1 from graphile_worker.jobs")).length === 0);
});

test("after kill -9 of the database the site serves again by itself", async () => {
  process.kill(postmasterOf(site.dataDir), "SIGKILL");
  await until("the site has lost its database", async () => (await statusOf("/readyz")) === 503);
  await until("the site is ready again", async () => (await statusOf("/readyz")) === 200);
  expect(await query(databaseUrlOf(site.dataDir), `select email from "User"`)).toEqual([{ email: "ada@example.org" }]);
});

test("after kill -9 of app and database the next start recovers", async () => {
  const postmaster = postmasterOf(site.dataDir);
  await site.kill();
  process.kill(postmaster, "SIGKILL");
  site = await start({ dataDir: site.dataDir, port: site.port });
  expect(postmasterOf(site.dataDir)).not.toBe(postmaster);
  expect(await statusOf("/courses/greeting")).toBe(200);
  expect(await query(databaseUrlOf(site.dataDir), `select email from "User"`)).toEqual([{ email: "ada@example.org" }]);
});

test("a start that is stopped half-way leaves nothing running", async () => {
  const begun = await launch({ project, dataDir: aDataFolder() });
  folders.push(begun.dataDir);
  await until("its database runs", () => existsSync(path.join(begun.dataDir, "postgres/cluster/postmaster.pid")));
  begun.child.kill("SIGINT");
  expect(await begun.exited).toBe(0);
  expect(begun.out()).not.toContain("The site is served");
  expect(processesWith(begun.dataDir)).toEqual([]);
});

test("with DATABASE_URL no database of its own is started, and a course with a fault is named and left out", async () => {
  const good = aCourseFolder({ key: "sound" });
  const faulty = aCourseFolder({ key: "faulty" });
  faulty.files.set(
    "modules/first/two.md",
    Buffer.from("---\nkey: two\ntitle: Lesson two\nkind: dance\nsummary: A lesson.\n---\nText.\n"),
  );
  const mixed = await aProject({ good, faulty });
  folders.push(mixed);
  const other = await start({ project: mixed, env: { DATABASE_URL: process.env.DATABASE_URL! } });
  expect(other.output()).toMatch(/content\/courses\/faulty\/modules\/first\/two\.md:\d+ {2}.*dance/);
  expect(other.output()).toContain("Not all of content/ could be published");
  expect((await fetch(`${other.url}/courses/sound`)).status).toBe(200);
  expect((await fetch(`${other.url}/courses/faulty`)).status).toBe(404);
  expect(existsSync(path.join(other.dataDir, "postgres"))).toBe(false);
  expect(await other.stop("SIGTERM")).toBe(0);
});

const LIVE = { APP_URL: "https://school.example", SMTP_URL: "smtp://localhost", MAIL_FROM: "School <hello@school.example>" };

test.each<[string, () => Promise<Parameters<typeof startInVain>[0]>, RegExp]>([
  [
    "an unreachable database",
    async () => ({ env: { DATABASE_URL: `postgresql://me:secret@127.0.0.1:${await freePort()}/courses` } }),
    /^The database courses at 127\.0\.0\.1:\d+ cannot be reached \(.*ECONNREFUSED.*\)\. Check DATABASE_URL/,
  ],
  ["a live site without its secret", async () => ({ env: LIVE }), /STRIPE_SECRET_KEY is missing/],
  ["a variable that is wrong", async () => ({ env: { DATABASE_POOL: "many" } }), /DATABASE_POOL must be a number/],
  [
    "a port that is taken",
    async () => ({ port: site.port }),
    /^Port \d+ on 127\.0\.0\.1 is taken by another program\. Stop it, or set PORT/,
  ],
  [
    "a host that is not here",
    async () => ({ env: { HOST: "192.0.2.1" } }),
    /^This machine has no address 192\.0\.2\.1\. Set HOST/,
  ],
  [
    "a data folder below a file",
    async () => ({ dataDir: path.join(aFile(), "data") }),
    /^The data folder \/.*data cannot be written to \(ENOTDIR\)\. Set DATA_DIR/,
  ],
  [
    "a data folder that the database's user cannot reach",
    async () => ({ dataDir: aClosedFolder() }),
    /^Started as root, PostgreSQL runs as another user, who cannot reach/,
  ],
  [
    "a database that is newer than the code",
    aNewerDatabase,
    /^The database is newer than this code: it knows the migration 99990101000000_future, which/,
  ],
])("%s ends the start with one clear line", async (_, given, sentence) => {
  const { code, out, err } = await startInVain({ project, ...(await given()) });
  expect(err).toMatch(sentence);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(out).toBe("");
  expect(code).toBe(1);
});

test("a terminal that is closed stops everything too", () => stopCleanly("SIGHUP"));

function aFile(): string {
  const folder = aDataFolder();
  folders.push(folder);
  writeFileSync(path.join(folder, "file"), "");
  return path.join(folder, "file");
}

function aClosedFolder(): string {
  const folder = aDataFolder();
  folders.push(folder);
  chmodSync(folder, 0o700);
  return folder;
}

async function aNewerDatabase() {
  const url = process.env.DATABASE_URL!;
  await query(
    url,
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '99990101000000_future', now())`,
  );
  onTestFinished(async () => {
    await query(url, `delete from _prisma_migrations where id = 'x'`);
  });
  return { env: { DATABASE_URL: url } };
}
