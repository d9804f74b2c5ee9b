import Stripe from "stripe";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { fulfil } from "./fulfil.server.ts";
import { changesSince, markBooks, type OrderChange } from "./order-changes.server.ts";
import { findWrongOrders, WRONG_WORDS } from "./wrong-orders.queries.server.ts";

/** What a look at Stripe has found, mended and left. */
export interface Reconciliation {
  /** How many orders were read again. */
  looked: number;
  mended: OrderChange[];
  /** What is still not right, and why. */
  left: { orderNumber: number | null; why: string }[];
}

/** At most so many payment pages of one e-mail address are walked. */
const MOST_SESSIONS = 500;
export const NEVER_AT_STRIPE = "It never reached Stripe, so there is nothing to ask.";

/** Reads one order again from Stripe and brings it in line. Null where there is none. */
export async function reconcileOrder(ask: { orderId: string }): Promise<Reconciliation | null> {
  const order = await db.order.findUnique({ where: { id: ask.orderId }, select: KNOWN });
  return order && reconcileKnown([order], []);
}

/**
 * Reads every order of a person again, and whatever else Stripe has for their e-mail address: a payment page of an order
 * whose page was never written down is found, and money that no order here belongs to is told.
 */
export async function reconcilePerson(ask: { userId: string }): Promise<Reconciliation | null> {
  const person = await db.user.findUnique({
    where: { id: ask.userId },
    select: { email: true, orders: { orderBy: { number: "asc" }, select: KNOWN } },
  });
  if (!person) return null;
  const sessions = await sessionsOf(person.email).catch(wordsOfStripe);
  if (typeof sessions === "string") {
    const found = await reconcileKnown(person.orders, []);
    return { ...found, left: [...found.left, { orderNumber: null, why: `Stripe could not be asked for ${person.email}: ${sessions}` }] };
  }
  const known = new Set(person.orders.map(({ checkoutSessionId }) => checkoutSessionId));
  return reconcileKnown(person.orders, sessions.filter(({ id }) => !known.has(id)));
}

const KNOWN = { id: true, number: true, status: true, checkoutSessionId: true } as const;
type KnownOrder = { id: string; number: number; status: string; checkoutSessionId: string | null };

async function reconcileKnown(orders: KnownOrder[], others: Stripe.Checkout.Session[]): Promise<Reconciliation> {
  const mark = await markBooks();
  const left: Reconciliation["left"] = [];
  const touched = new Set(orders.map(({ id }) => id));
  // First what is new here: it may be the page of an order that has none.
  for (const session of others) {
    const settled = await fulfil(session.id, { thorough: true }).catch(wordsOfStripe);
    if (typeof settled === "string") left.push({ orderNumber: null, why: `Stripe could not be asked for ${session.id}: ${settled}` });
    else if (settled.order) touched.add(settled.order.id);
    else if (session.payment_status === "paid") left.push({ orderNumber: null, why: strangerWords(session) });
  }
  const fresh = await db.order.findMany({ where: { id: { in: [...touched] } }, orderBy: { number: "asc" }, select: KNOWN });
  for (const { id, number, checkoutSessionId } of fresh) {
    if (!checkoutSessionId) continue;
    const settled = await fulfil(checkoutSessionId, { thorough: true }).catch((error: unknown) => wordsOf(error, id));
    if (typeof settled === "string") left.push({ orderNumber: number, why: settled });
    else if (!settled.order) left.push({ orderNumber: number, why: "Stripe does not know its payment page." });
  }
  const ids = [...touched];
  return { looked: fresh.filter((order) => order.checkoutSessionId).length, mended: await changesSince(mark, ids), left: [...left, ...(await stillWrong(ids))] };
}

/** What is not right by our own books, after Stripe was asked. */
export async function stillWrong(orderIds?: string[]): Promise<Reconciliation["left"]> {
  const [wrong, attention] = await Promise.all([
    findWrongOrders({ orderIds }),
    db.order.findMany({
      where: { attention: { not: null }, id: orderIds && { in: orderIds } },
      orderBy: { number: "asc" },
      take: 100,
      select: { number: true, attention: true },
    }),
  ]);
  return [
    ...wrong.map(({ number, kind, checkoutSessionId }) => ({
      orderNumber: number,
      why: `${WRONG_WORDS[kind]}. ${checkoutSessionId ? "Stripe says nothing that would change it." : NEVER_AT_STRIPE}`,
    })),
    ...attention.map(({ number, attention }) => ({ orderNumber: number, why: attention! })),
  ];
}

async function sessionsOf(email: string): Promise<Stripe.Checkout.Session[]> {
  const found: Stripe.Checkout.Session[] = [];
  for await (const session of stripe().checkout.sessions.list({ customer_details: { email }, limit: 100 })) {
    found.push(session);
    if (found.length >= MOST_SESSIONS) break;
  }
  return found;
}

function strangerWords({ id, amount_total: amount, currency }: Stripe.Checkout.Session): string {
  return `Stripe has a paid page ${id} (${amount ?? 0} ${currency ?? ""}, minor units) that no order here belongs to.`;
}

/** What Stripe said instead of an answer. Everything else is a bug, and goes on. */
function wordsOfStripe(error: unknown): string {
  if (error instanceof Stripe.errors.StripeError) return error.message;
  throw error;
}

/** One order that fails holds up no other, whatever the kind of error: whoever asked sees it in the list. */
function wordsOf(error: unknown, orderId: string): string {
  log.error({ err: error, orderId }, "an order could not be reconciled by hand");
  return error instanceof Error ? error.message : String(error);
}
