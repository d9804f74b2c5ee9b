import pg from "pg";

/**
 * Gives jobs back to the queue that a killed process was working on: the queue itself would wait four hours for that
 * process. Only for a database that no other process works on. @returns how many.
 */
export async function releaseAbandonedJobs(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ locked_by: string }>(
      "select locked_by from graphile_worker.jobs where locked_at is not null",
    );
    if (rows.length === 0) return 0;
    await client.query("select graphile_worker.force_unlock_workers($1::text[])", [
      [...new Set(rows.map((row) => row.locked_by))],
    ]);
    return rows.length;
  } finally {
    await client.end();
  }
}
