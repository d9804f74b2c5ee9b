import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, expect, test } from "vitest";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "#app/platform/database/embedded.server.ts";

const open: EmbeddedDatabase[] = [];
const folders: string[] = [];
// Most tests find the folder as the one before left it; making one takes a second.
const folder = aFolder();

async function start(options?: Parameters<typeof openEmbeddedDatabase>[1], where = folder): Promise<EmbeddedDatabase> {
  const database = await openEmbeddedDatabase(where, options);
  open.push(database);
  return database;
}

function aFolder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "courses-embedded-"));
  folders.push(made);
  return made;
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

function postmasterPid(where = folder): number {
  return Number(readFileSync(path.join(where, "cluster/postmaster.pid"), "utf8").split("\n")[0]);
}

afterEach(async () => {
  for (const database of open.splice(0).reverse()) await database.stop();
});

afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

test("a new folder becomes a database that listens on this machine only, with its own password", async () => {
  const database = await start();
  expect(database.started).toBe(true);
  expect(new URL(database.url).hostname).toBe("127.0.0.1");
  const { rows } = await query(database.url, "show listen_addresses");
  expect(rows).toEqual([{ listen_addresses: "127.0.0.1" }]);
  expect(statSync(path.join(folder, "password")).mode & 0o077).toBe(0);
  const stranger = new URL(database.url);
  stranger.password = "guessed";
  await expect(query(stranger.href, "select 1")).rejects.toThrow(/password/);
});

test("a second start attaches to the server that a killed process left", async () => {
  const first = await start();
  await query(first.url, "create table kept (id int)");
  const second = await start();
  expect(second).toMatchObject({ started: false, url: first.url });
  expect((await query(second.url, "select * from kept")).rows).toEqual([]);
});

test("after kill -9 of the server itself the next start recovers what was committed, while an old process is still busy", async () => {
  const first = await start();
  await query(first.url, "insert into kept values (1)");
  const busy = query(first.url, "select count(md5(a::text)) from generate_series(1, 3000000) a").catch(() => "cut off");
  const isBusy =
    "select 1 from pg_stat_activity where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()";
  while ((await query(first.url, isBusy)).rowCount === 0) await wait(10);
  const pid = postmasterPid();
  process.kill(pid, "SIGKILL");
  while (isRunning(pid)) await wait(10);
  const second = await start();
  expect(second.started).toBe(true);
  expect((await query(second.url, "select * from kept")).rows).toEqual([{ id: 1 }]);
  expect(await busy).toBeDefined();
});

test("the number of a killed server may be another server's by now", async () => {
  const first = await start();
  const left = readFileSync(path.join(folder, "cluster/postmaster.pid"), "utf8");
  await first.stop();
  const elsewhere = aFolder();
  await start({}, elsewhere);
  writeFileSync(path.join(folder, "cluster/postmaster.pid"), left.replace(/^\d+/, String(postmasterPid(elsewhere))));
  const second = await start();
  expect(second.started).toBe(true);
  expect((await query(second.url, "select * from kept")).rows).toEqual([{ id: 1 }]);
});

test("a first start that was cut off before it was done is begun again", async () => {
  const cut = aFolder();
  // initdb writes PG_VERSION first of all, so a folder with nothing else is what it leaves.
  const neverRuns = 2 ** 22 + 1;
  mkdirSync(path.join(cut, `cluster-${neverRuns}`));
  writeFileSync(path.join(cut, `cluster-${neverRuns}/PG_VERSION`), "18\n");
  const database = await start({}, cut);
  expect((await query(database.url, "select 1 as one")).rows).toEqual([{ one: 1 }]);
  expect(readdirSync(cut).sort()).toEqual(["cluster", "password", "postgres.log"]);
});

test("two first starts at once make one database", async () => {
  const made = aFolder();
  const [one, other] = await Promise.all([start({}, made), start({}, made)]);
  expect(other.url).toBe(one.url);
  expect((await query(one.url, "select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("a database belongs to one site at a time", async () => {
  const site = await start({ asSite: true });
  await expect(start({ asSite: true })).rejects.toThrow(/belongs to a site that runs already\. Stop it, or set DATA_DIR/);
  await site.stop();
  await start({ asSite: true });
});

test("a command that started the server leaves it to a site that came meanwhile", async () => {
  const command = await start();
  const site = await start({ asSite: true });
  expect(site.started).toBe(false);
  await command.stop();
  expect((await query(site.url, "select 1 as one")).rows).toEqual([{ one: 1 }]);
  const pid = postmasterPid();
  await site.stop();
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test("stopping leaves no server behind", async () => {
  const database = await start();
  const pid = postmasterPid();
  await database.stop();
  // A process that ended bears its number until we have collected it.
  await expect.poll(() => isRunning(pid)).toBe(false);
  expect(existsSync(path.join(folder, "cluster/postmaster.pid"))).toBe(false);
});

test("a server that cannot start says why at once", async () => {
  await start().then((database) => database.stop());
  writeFileSync(path.join(folder, "cluster/postgresql.conf"), "shared_buffers = plenty\n");
  await expect(start()).rejects.toThrow(/does not start\. Its log, .*postgres\.log, ends with: .*shared_buffers/);
});

function isRunning(pid: number): boolean {
  try {
    // A zombie still answers to signal 0; its state tells.
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
