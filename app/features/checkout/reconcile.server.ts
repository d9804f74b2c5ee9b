import type Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { isLivemode, stripe } from "#app/platform/stripe/stripe.server.ts";
import { EVENT_TYPES, type EventHint, readHint } from "./event-hints.ts";
import { fulfil } from "./fulfil.server.ts";
import { actOnce } from "./process-stripe-event.server.ts";
import { attempt, retryFaults } from "./reconcile-attempt.server.ts";
import { settleWrongOrders } from "./reconcile-wrong.server.ts";
import { walkSubscriptions } from "./recurring/walk-subscriptions.server.ts";
import { keepEvent, PARKED_AFTER } from "./stripe-inbox.server.ts";
import { walkStripe } from "./walk-stripe.server.ts";

const CHECKPOINT = "stripe-events";
const PAGE = 100;
/** Stripe lists events of at most so many types at once. */
const MOST_TYPES = 20;
/** Seconds that are walked again: Stripe may list an event a little after its time. */
const OVERLAP = 600;
/** Milliseconds after which an order that never got a session is given up. */
const SESSIONLESS_LIFE = 24 * 60 * 60 * 1000;

export interface Reconciled {
  /** Events walked at Stripe, and those that had never been acted on here. */
  events: number;
  missed: number;
  /** Sessions, refunds, disputes and invoices that were compared with our books. */
  compared: number;
  /** Orders that were read again: those that could still be paid, those that failed before, and those that were wrong. */
  orders: number;
  /** Subscriptions of which something should have happened by now. */
  subscriptions: number;
  failures: number;
}

/**
 * Mends what webhooks left undone: walks Stripe's events since the checkpoint and acts on those that never came or
 * never got through, compares what Stripe has made since with our books, then reads every order again that waits for
 * money, that failed before, or whose money and access disagree. It needs no memory of how far it came but the
 * checkpoints. `since` compares from then on, whatever the checkpoint says.
 */
export async function reconcile(ask: { since?: Date } = {}): Promise<Reconciled> {
  const done: Reconciled = { events: 0, missed: 0, compared: 0, orders: 0, subscriptions: 0, failures: 0 };
  await closeAbandonedOrders();
  // Orders are read again also where nothing can be listed, as with a key that may not.
  const walks = await Promise.allSettled([walkEvents(done)]);
  walks.push(...(await Promise.allSettled([walkStripe(done, ask.since)])));
  await retryFaults(done);
  await walkOpenOrders(done);
  await walkSubscriptions((about, work) => {
    done.subscriptions += 1;
    return attempt(done, about, work);
  });
  await settleWrongOrders(done);
  if (done.missed > 0 || done.failures > 0) log.info(done, "reconciled with Stripe");
  for (const walk of walks) if (walk.status === "rejected") throw walk.reason;
  return done;
}

async function walkEvents(done: Reconciled): Promise<void> {
  const startedAt = seconds(now());
  const since = await readCheckpoint();
  if (since === null) return moveCheckpoint(startedAt);
  const before = done.failures;
  let newest = since;
  for (let first = 0; first < EVENT_TYPES.length; first += MOST_TYPES) {
    const types = EVENT_TYPES.slice(first, first + MOST_TYPES);
    newest = Math.max(newest, await walkTypes(types, since, done));
  }
  if (done.failures === before) await moveCheckpoint(newest);
}

async function walkTypes(types: readonly string[], since: number, done: Reconciled): Promise<number> {
  let newest = since;
  let startingAfter: string | undefined;
  for (;;) {
    const page = await stripe().events.list({
      types: [...types],
      created: { gte: since - OVERLAP },
      limit: PAGE,
      ...(startingAfter ? { starting_after: startingAfter } : {}),
    });
    newest = Math.max(newest, page.data[0]?.created ?? since);
    await takeIn(page.data, done);
    startingAfter = page.data.at(-1)?.id;
    if (!page.has_more || !startingAfter) return newest;
  }
}

/** Acts on the events of a page that never came, or were never acted on and are not parked: once for each thing they point at. */
async function takeIn(events: Stripe.Event[], done: Reconciled): Promise<void> {
  done.events += events.length;
  const ids = events.map((event) => event.id);
  const acted = await db.stripeEvent.findMany({
    where: { id: { in: ids }, OR: [{ processedAt: { not: null } }, { attempts: { gte: PARKED_AFTER } }] },
    select: { id: true },
  });
  const known = new Set(acted.map((row) => row.id));
  const groups = new Map<string, { hint: EventHint; eventIds: string[] }>();
  for (const event of events) {
    if (known.has(event.id) || event.livemode !== isLivemode()) continue;
    done.missed += 1;
    await keepEvent(event, "caller-processes");
    const hint = readHint(event);
    const group = groups.get(JSON.stringify(hint)) ?? { hint, eventIds: [] };
    group.eventIds.push(event.id);
    groups.set(JSON.stringify(hint), group);
  }
  for (const { hint, eventIds } of groups.values()) await attempt(done, { eventIds }, () => actOnce(eventIds, hint));
}

async function walkOpenOrders(done: Reconciled): Promise<void> {
  let after = "";
  for (;;) {
    const orders = await db.order.findMany({
      where: {
        id: { gt: after },
        status: { in: ["open", "awaiting_payment"] },
        checkoutSessionId: { not: null },
        livemode: isLivemode(),
      },
      orderBy: { id: "asc" },
      take: PAGE,
      select: { id: true, checkoutSessionId: true },
    });
    for (const { id, checkoutSessionId } of orders) {
      done.orders += 1;
      await attempt(done, { orderId: id }, () => fulfil(checkoutSessionId!));
    }
    if (orders.length < PAGE) return;
    after = orders.at(-1)!.id;
  }
}

/** A process that ended between the order and its session leaves an order that nobody was ever sent to pay. */
async function closeAbandonedOrders(): Promise<void> {
  await db.order.updateMany({
    where: { status: "open", checkoutSessionId: null, createdAt: { lt: new Date(now().getTime() - SESSIONLESS_LIFE) } },
    data: { status: "expired", closedAt: now(), openSlot: null },
  });
}

/** Unix seconds up to which Stripe's events were acted on; before the first run, the first order; null: nothing to walk. */
async function readCheckpoint(): Promise<number | null> {
  const checkpoint = await db.checkpoint.findUnique({ where: { name: CHECKPOINT } });
  if (checkpoint) return (checkpoint.value as { events: number }).events;
  const first = await db.order.findFirst({ orderBy: { createdAt: "asc" }, select: { createdAt: true } });
  return first && seconds(first.createdAt);
}

async function moveCheckpoint(events: number): Promise<void> {
  const value = { events };
  await db.checkpoint.upsert({ where: { name: CHECKPOINT }, create: { name: CHECKPOINT, value }, update: { value } });
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
