import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";

const FOLDER = "prisma/migrations";

/** How the database stands to the code: `newer` when it has migrations that this code does not know. */
export type MigrationState =
  | { status: "current" }
  | { status: "pending"; missing: string[] }
  | { status: "newer"; unknown: string[] }
  | { status: "failed"; name: string };

export async function readMigrationState(databaseUrl: string): Promise<MigrationState> {
  const known = readdirSync(FOLDER).filter((name) => existsSync(path.join(FOLDER, name, "migration.sql")));
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const table = await client.query("select to_regclass('_prisma_migrations') as name");
    if (table.rows[0].name === null) return { status: "pending", missing: known };
    const { rows } = await client.query<{ migration_name: string; finished: boolean }>(
      "select migration_name, finished_at is not null as finished from _prisma_migrations where rolled_back_at is null",
    );
    const failed = rows.find((row) => !row.finished);
    if (failed) return { status: "failed", name: failed.migration_name };
    const applied = new Set(rows.map((row) => row.migration_name));
    const unknown = [...applied].filter((name) => !known.includes(name));
    if (unknown.length > 0) return { status: "newer", unknown };
    const missing = known.filter((name) => !applied.has(name));
    return missing.length > 0 ? { status: "pending", missing } : { status: "current" };
  } finally {
    await client.end();
  }
}

/** Applies the migrations of the project, and the job queue's own. */
export async function migrate(databaseUrl: string): Promise<void> {
  await run("node", ["prisma/prisma.mjs", "migrate", "deploy"], databaseUrl);
  await runMigrations({ connectionString: databaseUrl });
}

async function run(command: string, words: string[], databaseUrl: string): Promise<void> {
  const child = spawn(command, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0) throw new Error(`The database could not be migrated:\n${output.trim()}`);
}
