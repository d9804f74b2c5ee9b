import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
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

/** What the bench asks; every ask is answered with a reading. */
export type Ask = "read" | "start-profile" | { stopProfile: string };

let profiler: Session | undefined;

process.on("message", async (ask: Ask) => {
  if (ask === "start-profile") {
    profiler = new Session();
    profiler.connect();
    await profiler.post("Profiler.enable");
    await profiler.post("Profiler.start");
  } else if (typeof ask === "object" && profiler) {
    const { profile } = await profiler.post("Profiler.stop");
    writeFileSync(ask.stopProfile, JSON.stringify(profile));
    profiler.disconnect();
  }
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ statements, cpu: (user + system) / 1000, resident: rss, heapUsed } satisfies Reading);
});
// A bench that is gone leaves no server behind.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
