import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

export interface SiteClaim {
  release(): Promise<void>;
}

interface Options {
  /** Milliseconds to wait for a site that is on its way out, or whose connections have yet to be missed. */
  patience?: number;
  /** Brings the server back to the same address where it has died. Without it a lost claim is lost. */
  restart?: () => Promise<void>;
}

const PATIENCE = 2_000;

/**
 * Claims an embedded database for one site: two on the same data folder would stop the server under each other and
 * write the same files. The claim is a lock held by a connection, so it ends with the process, however that ends.
 * @throws Error where the server cannot be reached.
 */
export async function claimSite(url: string, options: Options = {}): Promise<SiteClaim | "taken"> {
  const { patience = PATIENCE, restart } = options;
  let released = false;
  let holder = await takeLock(url, patience);
  let regaining: Promise<void> | undefined;
  if (!holder) return "taken";

  const keep = (client: pg.Client) => {
    holder = client;
    client.once("end", () => {
      if (!released && restart) regaining = regain(restart);
    });
  };
  // The server crashed or was killed: the site goes on as soon as it is back.
  const regain = async (restart: () => Promise<void>) => {
    while (!released) {
      try {
        await restart();
        const again = await takeLock(url, patience);
        if (again && !released) return keep(again);
        await again?.end();
      } catch (error) {
        console.error(`The embedded database is gone and could not be brought back: ${(error as Error).message}`);
      }
      await wait(1_000);
    }
  };
  keep(holder);
  return {
    async release() {
      released = true;
      await holder?.end().catch(() => {});
      // It must not start a server after us.
      await regaining;
    },
  };
}

async function takeLock(url: string, patience: number): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
  client.on("error", () => {});
  try {
    await client.connect();
    for (const deadline = Date.now() + patience; ; await wait(50)) {
      const { rows } = await client.query("select pg_try_advisory_lock(hashtext('site')) as taken");
      if (rows[0].taken) return client;
      if (Date.now() >= deadline) break;
    }
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  await client.end();
  return undefined;
}
