import { spawn } from "node:child_process";
import pg from "pg";
import { ConfigurationError } from "../../platform/env.server.ts";
import { digestOf } from "./folder-digest.ts";

/** Name of the checkpoint that holds the digest of content/ as it was last published by a start. */
const CHECKPOINT = "content-digest";

/**
 * Publishes content/ when it has changed since the last start, in a process of its own: the compiler's memory is gone
 * before the server begins.
 */
export async function publishContentIfChanged(): Promise<void> {
  const digest = digestOf(["content", "app/features/courseware", "app/features/instruments"]);
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query(`select value from "Checkpoint" where name = $1`, [CHECKPOINT]);
    if (rows[0]?.value === digest) return;
    await publishAll();
    await client.query(
      `insert into "Checkpoint" (name, value, "updatedAt") values ($1, to_jsonb($2::text), now())
       on conflict (name) do update set value = excluded.value, "updatedAt" = now()`,
      [CHECKPOINT, digest],
    );
  } finally {
    await client.end();
  }
}

async function publishAll(): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "app/cli/course.ts", "publish", "--all", "--yes"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: process.env,
  });
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0) throw new ConfigurationError("The courses in content/ have faults, listed above; nothing of a course with a fault was published.");
}
