import pg from "pg";

/**
 * Runs `work` in a process that ends before its statement of this number, counted from 1: that one and all after it
 * never reach PostgreSQL, and what was not committed is gone. True where it came to its end before.
 */
export async function endsBefore(statement: number, work: () => Promise<unknown>): Promise<boolean> {
  let sent = 0;
  const original = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const text = typeof args[0] === "string" ? args[0] : (args[0] as { text: string }).text;
    sent += 1;
    if (sent < statement || /^rollback/i.test(text)) return original.apply(this, args);
    // The connection goes on in this process: what the server does when a connection ends, it is told.
    const ended = (original.call(this, "rollback") as Promise<unknown>).then(() => {
      throw new Error("The process has ended.");
    });
    const answer = args.at(-1);
    if (typeof answer !== "function") return ended;
    ended.catch((error: unknown) => answer(error));
    return undefined;
  } as typeof pg.Client.prototype.query;
  try {
    await work();
    return sent < statement;
  } catch {
    return false;
  } finally {
    pg.Client.prototype.query = original as typeof pg.Client.prototype.query;
  }
}
