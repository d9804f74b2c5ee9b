import Stripe from "stripe";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { fulfil } from "./fulfil.server.ts";
import { changesSince, markBooks, type OrderChange } from "./order-changes.server.ts";
import { attempt, syncPlan } from "./reconcile-attempt.server.ts";
import { settleOrderAgain } from "./settle-order-again.server.ts";

/** What a look at Stripe has found and mended. What is left is on the list "Needs attention". */
export interface Reconciliation {
  /** How many orders and plans were read again. */
  looked: number;
  mended: OrderChange[];
  failures: number;
}

/** At most so many payment pages of one e-mail address are walked. */
const MOST_SESSIONS = 500;

/** Reads one order again from Stripe and brings it in line. Null where there is none. */
export async function reconcileOrder(ask: { orderId: string }): Promise<Reconciliation | null> {
  const order = await db.order.findUnique({ where: { id: ask.orderId }, select: { id: true } });
  return order && lookAt({ orderIds: [order.id], planIds: [], sessionIds: [] });
}

/**
 * Reads again from Stripe all that gives a person something, or should: their orders and plans, the gifts and seats that
 * they took, and whatever else Stripe has for their e-mail address, such as the payment page of an order whose page
 * was never written down.
 */
export async function reconcilePerson(ask: { userId: string }): Promise<Reconciliation | null> {
  const person = await db.user.findUnique({
    where: { id: ask.userId },
    select: {
      email: true,
      orders: { orderBy: { number: "asc" }, select: { id: true, checkoutSessionId: true } },
      subscriptions: { select: { id: true } },
      giftsTaken: { select: { orderId: true } },
      seats: { select: { team: { select: { orderId: true } } } },
    },
  });
  if (!person) return null;
  const known = new Set(person.orders.map(({ checkoutSessionId }) => checkoutSessionId));
  const sessionIds = await sessionsOf(person.email).catch(nullWhereStripeFails);
  if (!sessionIds) return { looked: 0, mended: [], failures: 1 };
  const orderIds = [
    ...person.orders.map(({ id }) => id),
    ...person.giftsTaken.map(({ orderId }) => orderId),
    ...person.seats.map(({ team }) => team.orderId),
  ];
  return lookAt({
    orderIds,
    planIds: person.subscriptions.map(({ id }) => id),
    sessionIds: sessionIds.filter((id) => !known.has(id)),
  });
}

async function lookAt(ask: { orderIds: string[]; planIds: string[]; sessionIds: string[] }): Promise<Reconciliation> {
  const mark = await markBooks();
  const done = { failures: 0 };
  const orderIds = new Set(ask.orderIds);
  // First what is new here: it may be the page of an order that has none.
  for (const sessionId of ask.sessionIds) {
    await attempt(done, { sessionId }, async () => {
      const { order } = await fulfil(sessionId, { thorough: true });
      if (order) orderIds.add(order.id);
    });
  }
  for (const subscriptionId of ask.planIds) await attempt(done, { subscriptionId }, () => syncPlan(subscriptionId));
  for (const orderId of orderIds) await attempt(done, { orderId }, () => settleOrderAgain({ orderId }));
  return {
    looked: orderIds.size + ask.planIds.length,
    mended: await changesSince(mark, [...orderIds]),
    failures: done.failures,
  };
}

/** Whoever asked is told that Stripe does not answer; nothing was looked at. */
function nullWhereStripeFails(error: unknown): null {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  log.error({ err: error }, "a person could not be reconciled with Stripe");
  return null;
}

async function sessionsOf(email: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { id } of stripe().checkout.sessions.list({ customer_details: { email }, limit: 100 })) {
    found.push(id);
    if (found.length >= MOST_SESSIONS) break;
  }
  return found;
}
