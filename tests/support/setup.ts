import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { forgetSettings } from "./settings.ts";

// Runs before a test file is loaded: the file gets a database of its own, cloned from the migrated template, and a
// data folder of its own.
const template = new URL(inject("templateUrl"));
const name = `test_${randomBytes(6).toString("hex")}`;
const admin = new URL(template);
admin.pathname = "/postgres";

async function runAsAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin.href });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

await runAsAdmin(`create database ${name} template ${template.pathname.slice(1)}`);
const own = new URL(template);
own.pathname = `/${name}`;
const dataDir = mkdtempSync(path.join(os.tmpdir(), "courses-data-"));
forgetSettings();
process.env.DATABASE_URL = own.href;
process.env.DATA_DIR = dataDir;
process.env.LOG_LEVEL = process.env.LOG_LEVEL ?? "silent";

afterAll(async () => {
  const { closeDatabase } = await import("#app/platform/db.server.ts");
  await closeDatabase();
  await runAsAdmin(`drop database if exists ${name} with (force)`);
  rmSync(dataDir, { recursive: true, force: true });
});
