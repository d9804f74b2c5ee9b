import { parseArgs } from "node:util";
import { ConfigurationError } from "../platform/env.server.ts";
import { withDatabase } from "./course/database.ts";

const USAGE = `Usage:
  npm run reconcile                       what Stripe has made since the last run is compared with our books and mended
  npm run reconcile -- --since 2026-01-31 the same from that day on`;

/** Returns 0 when nothing is left, 1 when something is on the list "Needs attention", 2 on wrong usage. */
async function runReconcileCommand(words: string[]): Promise<0 | 1 | 2> {
  const since = readSince(words);
  if (since === "wrong") {
    console.error(USAGE);
    return 2;
  }
  try {
    return await withDatabase(async () => {
      const { runReconciler } = await import("../features/checkout/run-reconciler.server.ts");
      const { listAttention } = await import("../features/insights/attention/attention.queries.server.ts");
      const { compared, missed, orders, subscriptions, failures } = await runReconciler({ since });
      console.info(`Compared ${compared} things at Stripe, took in ${missed} missed events, read ${orders} orders and`);
      console.info(`${subscriptions} plans again; ${failures} failed.`);
      const { matters } = await listAttention();
      for (const { title, reason } of matters) console.info(`- ${title}: ${reason}`);
      console.info(matters.length === 0 ? "Nothing needs attention." : "Each has its button on /admin/attention.");
      return matters.length === 0 ? 0 : 1;
    });
  } catch (error) {
    console.error(error instanceof ConfigurationError ? error.message : error);
    return 1;
  }
}

function readSince(words: string[]): Date | undefined | "wrong" {
  try {
    const { since } = parseArgs({ args: words, options: { since: { type: "string" } } }).values;
    if (since === undefined) return undefined;
    const day = new Date(`${since}T00:00:00Z`);
    return /^\d{4}-\d{2}-\d{2}$/.test(since) && !Number.isNaN(day.getTime()) ? day : "wrong";
  } catch {
    return "wrong";
  }
}

process.exitCode = await runReconcileCommand(process.argv.slice(2));
