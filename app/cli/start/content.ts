import { spawn } from "node:child_process";
import pg from "pg";
import { env } from "../../platform/env.server.ts";
import { digestOf } from "./freshness.js";

/** Name of the checkpoint that holds the digest of content/ as it was last published by a start. */
const CHECKPOINT = "content-digest";

/**
 * Publishes content/ when it has changed since the last start, in a process of its own: the compiler's memory is gone
 * before the server begins.
 */
export async function publishContentIfChanged(options: { signal: AbortSignal; development: boolean }): Promise<void> {
  const digest = digestOf(["content", "app/features/courseware", "app/features/instruments"]);
  const client = new pg.Client({ connectionString: env().databaseUrl });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query(`select value from "Checkpoint" where name = $1`, [CHECKPOINT]);
    if (rows[0]?.value === digest) return;
    const published = await publishAll(options);
    options.signal.throwIfAborted();
    // A fault in a course is no reason to close the site: what was published before is served, and the next start tries again.
    if (!published) {
      console.error(
        "\nNot all of content/ could be published, for the reasons above. Of what has a fault, the site serves what was published before.",
      );
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

async function publishAll({ signal, development }: { signal: AbortSignal; development: boolean }): Promise<boolean> {
  const program = development ? ["--import", "tsx", "app/cli/course.ts"] : ["build/start/course.js"];
  const child = spawn(process.execPath, [...program, "publish", "--all", "--yes"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: process.env,
    signal,
  });
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  return status === 0;
}
