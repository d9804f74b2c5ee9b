import path from "node:path";
import pg from "pg";
import { releaseAbandonedJobs } from "../../platform/database/abandoned-jobs.server.ts";
import { openEmbeddedDatabase } from "../../platform/database/embedded.server.ts";
import { migrate, readMigrationState } from "../../platform/database/migrations.server.ts";
import { ConfigurationError, env } from "../../platform/env.server.ts";

/** The database of DATABASE_URL, or the embedded one, migrated to what this code knows. @throws ConfigurationError */
export async function openDatabase(signal: AbortSignal): Promise<{ url: string; embedded: boolean; close(): Promise<void> }> {
  const { databaseUrl, dataDir } = env();
  if (databaseUrl) {
    await requireReachable(databaseUrl);
    await bringUpToDate(databaseUrl);
    return { url: databaseUrl, embedded: false, close: async () => {} };
  }
  const embedded = await openEmbeddedDatabase(path.join(dataDir, "postgres"), { asSite: true, signal });
  try {
    await bringUpToDate(embedded.url);
    await releaseAbandonedJobs(embedded.url);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return { url: embedded.url, embedded: true, close: embedded.stop };
}

async function requireReachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const { host, pathname } = new URL(url);
    const reason = (error as Error).message || (error as NodeJS.ErrnoException).code;
    throw new ConfigurationError(
      `The database ${pathname.slice(1)} at ${host} cannot be reached (${reason}). Check DATABASE_URL and that the server runs.`,
    );
  }
}

async function bringUpToDate(url: string): Promise<void> {
  const state = await readMigrationState(url);
  if (state.status === "current") return;
  if (state.status === "newer") {
    throw new ConfigurationError(
      `The database is newer than this code: it knows the migration ${state.unknown.join(", ")}, which this code does not. Start the newer version, or restore a backup made before it.`,
    );
  }
  if (state.status === "failed") {
    throw new ConfigurationError(
      `The migration ${state.name} was begun and did not finish. Restore the backup made before it, or mend it with \`npm run prisma -- migrate resolve\`.`,
    );
  }
  await migrate(url);
}
