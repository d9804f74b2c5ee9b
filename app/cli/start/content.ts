import { spawn } from "node:child_process";
import pg from "pg";
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
    // A fault in a course is no reason to close the site: what was published before is served, and the next start tries again.
    if (!(await publishAll())) {
      console.error("\nA course in content/ has faults, listed above, and was not published. The site is served with what was published before.");
      return;
    }
    await client.query(
      `insert into "Checkpoint" (name, value, "updatedAt") values ($1, to_jsonb($2::text), now())
       on conflict (name) do update set value = excluded.value, "updatedAt" = now()`,
      [CHECKPOINT, digest],
    );
  } finally {
    await client.end();
  }
}

async function publishAll(): Promise<boolean> {
  const child = spawn(process.execPath, ["--import", "tsx", "app/cli/course.ts", "publish", "--all", "--yes"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: process.env,
  });
  const status = await new Promise((resolve) => child.once("close", resolve));
  return status === 0;
}
