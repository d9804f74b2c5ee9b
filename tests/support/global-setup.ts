import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { openEmbeddedDatabase } from "#app/platform/database/embedded.server.ts";
import { migrate } from "#app/platform/database/migrations.server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated database that every test file clones. */
    templateUrl: string;
  }
}

/** One real PostgreSQL for the whole run, without fsync: what it holds need not outlive the run. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "courses-test-"));
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" };
  const database = await openEmbeddedDatabase(folder, { settings });
  await migrate(database.url);
  project.provide("templateUrl", database.url);
  return async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
