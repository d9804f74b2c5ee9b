import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";

const FOLDER = "prisma/migrations";
/** The advisory lock that Prisma's own command line takes for the same work. */
const LOCK = 72_707_369;

/** How the database stands to the code: `newer` when it has migrations that this code does not know. */
export type MigrationState =
  | { status: "current" }
  | { status: "pending"; missing: string[] }
  | { status: "newer"; unknown: string[] }
  | { status: "failed"; name: string };

export async function readMigrationState(databaseUrl: string): Promise<MigrationState> {
  return withClient(databaseUrl, readState);
}

async function readState(client: pg.Client): Promise<MigrationState> {
  const known = readdirSync(FOLDER)
    .filter((name) => existsSync(path.join(FOLDER, name, "migration.sql")))
    .sort();
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
}

/**
 * Applies the job queue's migrations and the project's, which `prisma migrate deploy` would do too, but for this: each
 * of ours is one transaction together with the note that it was applied. So a start that is killed leaves no migration
 * that was begun and not finished, and of many processes that start at once one does the work.
 * @throws Error naming the migration that cannot be applied; nothing of it is left then.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await runMigrations({ connectionString: databaseUrl });
    await client.query(PRISMA_TABLE);
    const state = await readState(client);
    for (const name of state.status === "pending" ? state.missing : []) await apply(client, name);
  });
}

/** As Prisma makes it, so that its command line reads it. */
const PRISMA_TABLE = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

async function apply(client: pg.Client, name: string): Promise<void> {
  const script = readFileSync(path.join(FOLDER, name, "migration.sql"), "utf8");
  const checksum = createHash("sha256").update(script).digest("hex");
  try {
    await client.query("begin");
    await client.query(script);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("commit");
  } catch (error) {
    throw new Error(`The migration ${name} cannot be applied: ${(error as Error).message}. Nothing of it was kept.`, {
      cause: error,
    });
  }
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  return work(client).finally(() => client.end());
}
