import pg from "pg";
import type { Db } from "./db.server.ts";
import { env } from "./env.server.ts";
import { log } from "./log.server.ts";

/**
 * What every process of the site must hear of at once, carried by PostgreSQL's NOTIFY: it is sent when the
 * transaction commits, and not at all when it fails.
 */
export type Announcement = "catalogue-changed";

const CHANNEL = "announcements";

export async function announce(what: Announcement, tx: Db): Promise<void> {
  await tx.$executeRaw`select pg_notify(${CHANNEL}, ${what})`;
}

interface Listener {
  onAnnouncement(what: Announcement): void;
  /** False while the line is down: what is announced meanwhile is not heard, so nothing may be taken from a cache. */
  onListening(listening: boolean): void;
}

/** Listens until `close()`; a lost connection is taken up again every second. */
export function listenForAnnouncements(listener: Listener): { close(): Promise<void> } {
  let closed = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  const lose = () => {
    if (!client) return;
    client.removeAllListeners();
    client.on("error", () => {});
    void client.end().catch(() => {});
    client = undefined;
    listener.onListening(false);
    if (!closed) retry = setTimeout(connect, 1_000);
  };
  const connect = async () => {
    const connection = new pg.Client({ connectionString: env().databaseUrl, keepAlive: true });
    client = connection;
    connection.on("error", lose);
    connection.on("end", lose);
    connection.on("notification", (message) => listener.onAnnouncement(message.payload as Announcement));
    try {
      await connection.connect();
      await connection.query(`listen ${CHANNEL}`);
      if (client === connection) listener.onListening(true);
    } catch (error) {
      log.warn({ error: (error as Error).message }, "cannot listen for announcements; pages are not cached meanwhile");
      lose();
    }
  };
  void connect();
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      const connection = client;
      client = undefined;
      connection?.removeAllListeners();
      connection?.on("error", () => {});
      await connection?.end().catch(() => {});
    },
  };
}
