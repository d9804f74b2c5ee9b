import { execFile } from "node:child_process";
import { promisify } from "node:util";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { readMigrationState } from "#app/platform/database/migrations.server.ts";
import { db } from "#app/platform/db.server.ts";

const url = process.env.DATABASE_URL!;

async function prisma(...words: string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)("node", ["prisma/prisma.mjs", ...words]);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

afterEach(() => sql(`delete from _prisma_migrations where migration_name like '9999%'`));

test("the migrations lead to schema.prisma, with nothing missing and nothing more", async () => {
  const { code, output } = await prisma(
    "migrate",
    "diff",
    "--from-migrations",
    "prisma/migrations",
    "--to-schema",
    "prisma/schema.prisma",
    "--exit-code",
  );
  expect(output).toContain("No difference detected");
  expect(code).toBe(0);
});

test("a column that no migration made is a difference", async () => {
  await sql(`alter table "User" add column stray text`);
  const { code, output } = await prisma(
    "migrate",
    "diff",
    "--from-config-datasource",
    "--to-schema",
    "prisma/schema.prisma",
    "--exit-code",
  );
  await sql(`alter table "User" drop column stray`);
  expect(output).toContain("stray");
  expect(code).toBe(2);
});

test("the command line works without a native engine", async () => {
  const { code, output } = await prisma("migrate", "status");
  expect(output).toContain("Database schema is up to date");
  expect(code).toBe(0);
});

test("a migrated database is current", async () => {
  expect(await readMigrationState(url)).toEqual({ status: "current" });
});

test("a migration that this code does not know means that the database is newer", async () => {
  await sql(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '99990101000000_future', now())`,
  );
  expect(await readMigrationState(url)).toEqual({ status: "newer", unknown: ["99990101000000_future"] });
});

test("a migration that was begun and not finished is named", async () => {
  await sql(`insert into _prisma_migrations (id, checksum, migration_name) values ('x', 'x', '99990101000000_broken')`);
  expect(await readMigrationState(url)).toEqual({ status: "failed", name: "99990101000000_broken" });
});

test("the client reaches the migrated database", async () => {
  expect(await db.user.count()).toBe(0);
});
