import path from "node:path";
import { openEmbeddedDatabase } from "../../platform/database/embedded.server.ts";
import { migrate, readMigrationState } from "../../platform/database/migrations.server.ts";
import { ConfigurationError, env, provideDatabaseUrl } from "../../platform/env.server.ts";

/**
 * Runs `work` with the database of DATABASE_URL, or the embedded one of the data folder. Where the site runs, its
 * database is used as it is; one that was started for this command is stopped after it. Nothing that loads
 * `db.server.ts` may be imported before `work` begins.
 */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = env();
  const embedded = databaseUrl ? undefined : await openEmbeddedDatabase(path.join(dataDir, "postgres"));
  const url = databaseUrl ?? embedded!.url;
  try {
    await requireCurrent(url, embedded?.started ?? false);
    provideDatabaseUrl(url);
    const { closeDatabase } = await import("../../platform/db.server.ts");
    return await work().finally(closeDatabase);
  } finally {
    if (embedded?.started) await embedded.stop();
  }
}

async function requireCurrent(url: string, ours: boolean): Promise<void> {
  const state = await readMigrationState(url).catch((error: Error & { code?: string }) => {
    throw new ConfigurationError(
      `The database cannot be reached (${error.message || error.code}). Check DATABASE_URL and that the server runs.`,
    );
  });
  if (state.status === "current") return;
  if (state.status === "pending" && ours) return migrate(url);
  if (state.status === "pending")
    throw new ConfigurationError(
      "The database is older than this code. Start the site once (npm start): that brings it up to date.",
    );
  if (state.status === "newer")
    throw new ConfigurationError("The database is newer than this code. Use the version of the code that it belongs to.");
  throw new ConfigurationError(`The migration ${state.name} was begun and did not finish. Restore the backup made before it.`);
}
