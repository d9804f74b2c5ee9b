import type Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { isLivemode, stripe } from "#app/platform/stripe/stripe.server.ts";
import { EVENT_TYPES, type EventHint, readHint } from "./event-hints.ts";
import { fulfil } from "./fulfil.server.ts";
import { actOnce } from "./process-stripe-event.server.ts";
import { walkSubscriptions } from "./recurring/walk-subscriptions.server.ts";
import { keepEvent } from "./stripe-inbox.server.ts";

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
  /** Orders that could still be paid and were read again. */
  orders: number;
  /** Subscriptions of which something should have happened by now. */
  subscriptions: number;
  failures: number;
}

/**
 * Mends what webhooks left undone: walks Stripe's events since the checkpoint and acts on those that never came or
 * never got through, then reads every order again that waits for money. It needs no memory of how far it came but
 * the checkpoint, which moves only when all events behind it were acted on.
 */
export async function reconcile(): Promise<Reconciled> {
  const done: Reconciled = { events: 0, missed: 0, orders: 0, subscriptions: 0, failures: 0 };
  await closeAbandonedOrders();
  // Orders are read again also where the events cannot be listed, as with a key that may not.
  const [events] = await Promise.allSettled([walkEvents(done)]);
  await walkOpenOrders(done);
  await walkSubscriptions((about, work) => {
    done.subscriptions += 1;
    return attempt(done, about, work);
  });
  if (done.missed > 0 || done.failures > 0) log.info(done, "reconciled with Stripe");
  if (events.status === "rejected") throw events.reason;
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

/** Acts on the events of a page that are not in the inbox, or are there and were never acted on: once for each thing they point at. */
async function takeIn(events: Stripe.Event[], done: Reconciled): Promise<void> {
  done.events += events.length;
  const ids = events.map((event) => event.id);
  const acted = await db.stripeEvent.findMany({ where: { id: { in: ids }, processedAt: { not: null } }, select: { id: true } });
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

/** One order or event that fails holds up no other. */
async function attempt(done: Reconciled, about: object, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    done.failures += 1;
    log.error({ err: error, ...about }, "could not be reconciled with Stripe");
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
