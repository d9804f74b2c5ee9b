import { buyerOf } from "#app/features/checkout/buyer.ts";
import { readReconcilerRun } from "#app/features/checkout/run-reconciler.server.ts";
import { PARKED_AFTER } from "#app/features/checkout/stripe-inbox.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import { lastLine } from "./last-line.ts";
import type { Matter } from "./matters.ts";

const orderOf = {
  select: {
    ...{ id: true, number: true, checkoutSessionId: true },
    user: { select: { id: true, name: true, email: true, erasedBuyer: { select: { name: true, email: true } } } },
  },
} as const;
/** Milliseconds without a run after which something is wrong with the worker: it runs every five minutes. */
const SILENCE = 60 * 60 * 1000;

/** Events that failed so often that nothing tries them any more. */
export async function parkedEvents(most: number): Promise<Matter[]> {
  const events = await db.stripeEvent.findMany({
    where: { processedAt: null, attempts: { gte: PARKED_AFTER } },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    take: most,
    omit: { payload: true },
    include: { order: orderOf },
  });
  return events.map(({ id, type, receivedAt, attempts, error, order }) => ({
    key: `event:${id}`,
    title: "A parked Stripe event",
    reason: `${type} (${id}) failed ${attempts} times and is tried no more by itself. Last: ${lastLine(error)}`,
    since: receivedAt,
    person: order && buyerOf(order.user),
    order: order && { id: order.id, number: order.number },
    remedy: { kind: "rerun", eventId: id },
    what: "parked",
  }));
}

/** Milliseconds for which events of the other mode are spoken of. */
const RECENT = 30 * 24 * 60 * 60 * 1000;

/** Events of test money at a live site, or the other way: one fault of the set-up at Stripe behind them all. */
export async function otherModeEvents(): Promise<Matter[]> {
  const where = { livemode: !isLivemode(), outcome: "wrong-mode", receivedAt: { gte: new Date(now().getTime() - RECENT) } };
  const order = { select: { id: true, receivedAt: true } } as const;
  const [count, first, last] = await Promise.all([
    db.stripeEvent.count({ where }),
    db.stripeEvent.findFirst({ where, orderBy: [{ receivedAt: "asc" }, { id: "asc" }], ...order }),
    db.stripeEvent.findFirst({ where, orderBy: [{ receivedAt: "desc" }, { id: "desc" }], ...order }),
  ]);
  if (!first || !last) return [];
  const [theirs, ours] = isLivemode() ? ["test", "live"] : ["live", "test"];
  const came = count === 1 ? `An event of ${theirs} money has` : `${count} events of ${theirs} money have`;
  return [
    {
      key: "other-mode",
      title: `Stripe sends events of ${theirs} money here`,
      reason: `${came} come to this site of ${ours} money in the last thirty days. They are kept and never acted on. Look in Stripe, in ${theirs} mode, which webhook endpoint has this site's address, and point it to the site that it belongs to.`,
      since: first.receivedAt,
      person: null,
      order: null,
      remedy: { kind: "dismiss" },
      what: last.id,
    },
  ];
}

const FAULT_TITLES: Record<string, string> = {
  order: "An order that could not be settled",
  plan: "A plan that could not be settled",
  session: "A payment that could not be settled",
  payment: "A payment that could not be settled",
  stray: "Money for an order that is not here",
};

/** What the reconciler could not bring in line with Stripe: it tries again at every run. */
export async function faultMatters(most: number): Promise<Matter[]> {
  const faults = await db.moneyFault.findMany({ orderBy: [{ since: "asc" }, { key: "asc" }], take: most });
  const ids = (kind: string) => faults.flatMap(({ key }) => (key.startsWith(`${kind}:`) ? [key.slice(kind.length + 1)] : []));
  const [orders, plans, payments] = await Promise.all([
    db.order.findMany({
      where: { OR: [{ id: { in: ids("order") } }, { checkoutSessionId: { in: ids("session") } }] },
      ...orderOf,
    }),
    db.subscription.findMany({ where: { id: { in: ids("plan") } }, select: { id: true, order: orderOf } }),
    db.payment.findMany({
      where: { paymentIntentId: { in: ids("payment") } },
      select: { paymentIntentId: true, order: orderOf },
    }),
  ]);
  return faults.map(({ key, reason, since }) => {
    const [kind, id] = key.split(/:(.*)/s) as [string, string];
    const order =
      orders.find((one) => one.id === id || one.checkoutSessionId === id) ??
      plans.find((plan) => plan.id === id)?.order ??
      payments.find((payment) => payment.paymentIntentId === id)?.order ??
      null;
    return {
      key: `fault:${key}`,
      title: FAULT_TITLES[kind] ?? "Something that could not be settled",
      reason: kind === "stray" ? reason : `It is tried again at every run of the reconciler. Last: ${reason}`,
      since,
      person: order && buyerOf(order.user),
      order: order && { id: order.id, number: order.number },
      remedy: kind === "stray" ? { kind: "refund-stray", sessionId: id } : { kind: "ask", faultKey: key },
      what: kind,
    };
  });
}

/** The reconciler itself: it fails, or has not run for an hour. */
export async function reconcilerMatters(): Promise<Matter[]> {
  const run = await readReconcilerRun();
  if (!run) return [];
  const matter = { key: "reconciler", person: null, order: null, remedy: { kind: "reconcile" } } as const;
  if (run.error !== null) {
    const reason = `The reconciler does not come to its end: ${lastLine(run.error)}`;
    return [{ ...matter, title: "Stripe cannot be walked", reason, since: run.failingSince ?? run.at, what: "failing" }];
  }
  if (now().getTime() - run.at.getTime() < SILENCE) return [];
  const reason = "It runs every five minutes where the job queue runs. Look whether the site's worker is alive.";
  return [{ ...matter, title: "The reconciler has not run", reason, since: run.at, what: "silent" }];
}
