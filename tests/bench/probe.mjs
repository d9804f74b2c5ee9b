// @ts-check
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import pg from "pg";

// Loaded into a measured process with `node --import`, beside its own code and without changing it: counts the statements
// that it sends to PostgreSQL, and tells its CPU time and memory when the bench asks over the IPC channel. JavaScript,
// because a site as it is served has no TypeScript loader, which would weigh on what is measured.

/**
 * @typedef {object} Reading
 * @property {number} statements Sent so far, BEGIN and COMMIT included, those of the job queue's own polling not.
 * @property {number} cpu CPU time of all threads so far, in milliseconds.
 * @property {number} resident Resident memory now, in bytes.
 * @property {number} heapUsed
 */

/**
 * What the bench asks; every ask is answered with a reading.
 * @typedef {"read" | "start-profile" | { stopProfile: string }} Ask
 */

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = /** @type {typeof query} */ (
  /**
   * @this {pg.Client}
   * @param {...any} args
   */
  function (...args) {
    const [first] = args;
    const text = typeof first === "string" ? first : (first?.text ?? "");
    if (!text.includes("graphile_worker") || text.includes("add_job")) statements += 1;
    return /** @type {any} */ (query).apply(this, args);
  }
);

/** @type {Session | undefined} */
let profiler;

process.on("message", async (/** @type {Ask} */ ask) => {
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
  process.send?.(/** @type {Reading} */ ({ statements, cpu: (user + system) / 1000, resident: rss, heapUsed }));
});
// A bench that is gone leaves no server behind.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
