import { type CronItem, Logger, parseCronItems, type Runner, run, type TaskList } from "graphile-worker";
import { type Db, pool } from "./db.server.ts";
import { log } from "./log.server.ts";

/** Every job of the platform with its payload. The code that runs each is listed in `app/worker.server.ts`. */
export interface Jobs {
  "send-mail": { mailId: string };
  "process-stripe-event": { eventId: string };
  "settle-order": { orderId: string };
  reconcile: Record<string, never>;
  "send-due-gifts": Record<string, never>;
  "send-due-reminders": Record<string, never>;
  "publish-due-drafts": Record<string, never>;
  "submit-overdue-attempts": Record<string, never>;
  "sweep-expired": Record<string, never>;
  "sweep-guest-buyers": Record<string, never>;
  "sweep-guest-results": Record<string, never>;
  "sweep-unfinished": Record<string, never>;
  "sweep-uploads": Record<string, never>;
}

export type JobName = keyof Jobs;
export type JobHandlers = { [Name in JobName]: (payload: Jobs[Name]) => Promise<void> };

/** How often a job is tried in all, with exponential back-off. The intake of Stripe's events says it for itself, in SQL. */
export const MAX_ATTEMPTS = 12;

/** Puts a job in the queue within the caller's transaction: it exists if and only if the change it follows from does. */
export async function enqueue<Name extends JobName>(tx: Db, name: Name, payload: Jobs[Name]): Promise<void> {
  await tx.$executeRaw`select graphile_worker.add_job(
    identifier => ${name}::text, payload => ${JSON.stringify(payload)}::json, max_attempts => ${MAX_ATTEMPTS}::int)`;
}

const logger = new Logger(() => (level, message, meta) => {
  if (level === "error") log.error({ message, job: meta?.job }, "job queue");
  else if (level === "warning") log.warn({ message }, "job queue");
});

/** Runs jobs in this process until `stop()` is called on what it returns. `crontab` repeats jobs, in cron's notation, UTC. */
export async function startWorker(handlers: JobHandlers, crontab: { name: JobName; match: string }[]): Promise<Runner> {
  const taskList: TaskList = {};
  for (const [name, handler] of Object.entries(handlers)) {
    taskList[name] = (payload) => (handler as (payload: unknown) => Promise<void>)(payload);
  }
  const items: CronItem[] = crontab.map(({ name, match }) => ({
    task: name,
    match,
    identifier: name,
    payload: {},
    // One at a time: a run that takes longer than until the next does not take two places.
    options: { queueName: name, backfillPeriod: 0 },
  }));
  return run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems(items),
    concurrency: 4,
    pollInterval: 1_000,
    noHandleSignals: true,
    logger,
  });
}
