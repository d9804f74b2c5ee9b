import pg from "pg";

/**
 * Loaded into a measured process with `node --import`, beside its own code and without changing it: counts the
 * statements that it sends to PostgreSQL, and tells its CPU time and memory when the bench asks over the IPC channel.
 */
export interface Reading {
  /** Statements sent so far, BEGIN and COMMIT included, those of the job queue's own polling not. */
  statements: number;
  /** CPU time of all threads so far, in milliseconds. */
  cpu: number;
  /** Resident memory now, in bytes. */
  resident: number;
  heapUsed: number;
}

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [first] = args as [string | { text?: string }];
  const text = typeof first === "string" ? first : (first?.text ?? "");
  if (!text.includes("graphile_worker") || text.includes("add_job")) statements += 1;
  return (query as (...args: unknown[]) => unknown).apply(this, args);
} as typeof query;

process.on("message", (ask) => {
  if (ask !== "read") return;
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const reading: Reading = { statements, cpu: (user + system) / 1000, resident: rss, heapUsed };
  process.send?.(reading);
});
// A bench that is gone leaves no server behind.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
