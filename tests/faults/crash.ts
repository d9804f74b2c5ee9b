import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import pg from "pg";

interface Life {
  /** How many statements it may still send. */
  left: number;
  /** The connections that were cut, as they close. */
  cut: Promise<unknown>[];
}

const lives = new AsyncLocalStorage<Life>();

const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const life = lives.getStore();
  if (life) {
    life.left -= 1;
    if (life.left < 0) {
      // PostgreSQL sees what it sees of a process that ends: the connection is gone, and what was not committed with it.
      const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
      if (!stream.destroyed) life.cut.push(once(stream, "close"));
      stream.destroy();
    }
  }
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

/**
 * Lets `work` send so many statements to the database, the beginnings and ends of transactions among them, and then cuts
 * each connection that it uses, for good: to the database, its process ends there.
 */
export async function crashAfter(statements: number, work: () => Promise<unknown>): Promise<void> {
  const life: Life = { left: statements, cut: [] };
  await lives.run(life, work).catch((error: unknown) => {
    if (life.cut.length === 0) throw error;
  });
  // The pool forgets a connection when it hears that it is closed: nobody after this gets a dead one.
  await Promise.all(life.cut);
  await nextTurn();
}
