import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { fulfil } from "./fulfil.server.ts";
import { syncSubscription } from "./recurring/sync-subscription.server.ts";
import { settleOrderAgain } from "./settle-order-again.server.ts";
import { syncPayment } from "./sync-payment.server.ts";

/** What a look at Stripe is about. An event that fails says so on its own row in the inbox. */
export type About =
  | { orderId: string }
  | { subscriptionId: string }
  | { sessionId: string }
  | { paymentIntentId: string }
  | { eventIds: string[] };

const PAGE = 100;
const MOST_WORDS = 500;

/**
 * One order or event that fails holds up no other: it is counted, kept with the reason on the list of what needs
 * attention, and tried again at every run until it goes through.
 */
export async function attempt(done: { failures: number }, about: About, work: () => Promise<unknown>): Promise<void> {
  const key = faultKey(about);
  try {
    await work();
    if (key) await db.moneyFault.deleteMany({ where: { key } });
  } catch (error) {
    done.failures += 1;
    log.error({ err: error, ...about }, "could not be reconciled with Stripe");
    if (key) await keepFault(key, error instanceof Error ? error.message : String(error));
  }
}

/** Puts something on the list of what needs attention; what is there already keeps the time at which it began. */
export async function keepFault(key: string, words: string): Promise<void> {
  const at = now();
  // The last line says what, and those before it where in the code.
  const reason = (words.trim().split("\n").at(-1) ?? "").trim().slice(0, MOST_WORDS);
  await db.moneyFault.upsert({
    where: { key },
    create: { key, reason, since: at, lastAt: at },
    update: { reason, lastAt: at },
  });
}

/** Tries all again that failed before. */
export async function retryFaults(done: { failures: number; orders: number }): Promise<void> {
  let after = "";
  for (;;) {
    const faults = await db.moneyFault.findMany({ where: { key: { gt: after } }, orderBy: { key: "asc" }, take: PAGE });
    for (const { key } of faults) {
      done.orders += 1;
      const about = aboutOf(key);
      if (about) await attempt(done, about, () => lookAgain(about));
    }
    if (faults.length < PAGE) return;
    after = faults.at(-1)!.key;
  }
}

/** Tries one of them again, by hand: null where it went through, else what went wrong. */
export async function retryFault(key: string): Promise<string | null> {
  const about = aboutOf(key);
  if (!about) return "This cannot be tried again.";
  const done = { failures: 0 };
  await attempt(done, about, () => lookAgain(about));
  if (done.failures === 0) return null;
  return (await db.moneyFault.findUnique({ where: { key } }))?.reason ?? "It failed again.";
}

function lookAgain(about: Exclude<About, { eventIds: string[] }>): Promise<unknown> {
  if ("orderId" in about) return settleOrderAgain(about);
  if ("sessionId" in about) return fulfil(about.sessionId, { thorough: true });
  if ("paymentIntentId" in about) return syncPayment(about.paymentIntentId);
  return syncPlan(about.subscriptionId);
}

/** By our own id of it. */
export async function syncPlan(subscriptionId: string): Promise<unknown> {
  const plan = await db.subscription.findUnique({ where: { id: subscriptionId }, select: { stripeSubscriptionId: true } });
  return plan && syncSubscription(plan.stripeSubscriptionId);
}

const KINDS = { order: "orderId", plan: "subscriptionId", session: "sessionId", payment: "paymentIntentId" } as const;

/** "KIND:ID", as the list of what needs attention names it; null for events. */
function faultKey(about: About): string | null {
  for (const [kind, name] of Object.entries(KINDS)) {
    if (name in about) return `${kind}:${(about as Record<string, string>)[name]}`;
  }
  return null;
}

/** Null for what is kept for a person alone, such as a payment that no order belongs to. */
function aboutOf(key: string): Exclude<About, { eventIds: string[] }> | null {
  const [kind, id] = key.split(/:(.*)/s) as [string, string];
  return kind in KINDS ? ({ [KINDS[kind as keyof typeof KINDS]]: id } as Exclude<About, { eventIds: string[] }>) : null;
}
