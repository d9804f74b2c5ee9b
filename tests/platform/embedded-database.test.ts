import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "#app/platform/database/embedded.server.ts";

let folder: string;
const open: EmbeddedDatabase[] = [];

async function start(): Promise<EmbeddedDatabase> {
  const database = await openEmbeddedDatabase(folder);
  open.push(database);
  return database;
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

function postmasterPid(): number {
  return Number(readFileSync(path.join(folder, "cluster/postmaster.pid"), "utf8").split("\n")[0]);
}

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "courses-embedded-"));
});

afterEach(async () => {
  for (const database of open.splice(0)) await database.stop();
  rmSync(folder, { recursive: true, force: true });
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
  expect((await query(second.url, "select * from kept")).rowCount).toBe(0);
});

test("after kill -9 of the server itself the next start recovers what was committed", async () => {
  const first = await start();
  await query(first.url, "create table kept (id int)");
  await query(first.url, "insert into kept values (1)");
  const pid = postmasterPid();
  process.kill(pid, "SIGKILL");
  while (isRunning(pid)) await wait(10);
  const second = await start();
  expect(second.started).toBe(true);
  expect((await query(second.url, "select * from kept")).rows).toEqual([{ id: 1 }]);
});

test("a first start that was cut off before it was done is begun again", async () => {
  await start().then((database) => database.stop());
  rmSync(path.join(folder, "cluster/PG_VERSION"));
  const again = await start();
  expect((await query(again.url, "select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("stopping leaves no server behind", async () => {
  const database = await start();
  const pid = postmasterPid();
  await database.stop();
  expect(isRunning(pid)).toBe(false);
  expect(existsSync(path.join(folder, "cluster/postmaster.pid"))).toBe(false);
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
