import type Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { isLivemode, stripe } from "#app/platform/stripe/stripe.server.ts";
import { fulfil } from "./fulfil.server.ts";
import { attempt, keepFault } from "./reconcile-attempt.server.ts";
import { syncSubscription } from "./recurring/sync-subscription.server.ts";
import { syncPayment } from "./sync-payment.server.ts";

const CHECKPOINT = "stripe-objects";
const PAGE = 100;
const HOUR = 60 * 60;
/** Seconds before the checkpoint from which each kind is walked again: a page can be paid a day after it was made. */
const OVERLAP = { sessions: 25 * HOUR, refunds: HOUR, disputes: HOUR, invoices: 25 * HOUR };

interface Walked {
  /** Things at Stripe that were compared with our books. */
  compared: number;
  failures: number;
}

/**
 * Compares what Stripe has made since the checkpoint, or since a moment, with our books, page by page: one query of ours
 * a page, and a reading of Stripe for what differs and for nothing else. It finds what no event ever told of. What
 * fails is on the list and tried again from there, so the checkpoint moves on.
 */
export async function walkStripe(done: Walked, since?: Date): Promise<void> {
  const startedAt = seconds(now());
  const from = since ? seconds(since) : await readCheckpoint();
  if (from !== null) {
    const by = (overlap: number) => ({ created: { gte: Math.max(0, from - overlap) }, limit: PAGE });
    await pages(done, (at) => stripe().checkout.sessions.list({ ...by(OVERLAP.sessions), ...at }), compareSessions);
    await pages(done, (at) => stripe().refunds.list({ ...by(OVERLAP.refunds), ...at }), compareRefunds);
    await pages(done, (at) => stripe().disputes.list({ ...by(OVERLAP.disputes), ...at }), compareDisputes);
    await pages(done, (at) => stripe().invoices.list({ ...by(OVERLAP.invoices), ...at }), compareInvoices);
  }
  const value = { at: startedAt };
  await db.checkpoint.upsert({ where: { name: CHECKPOINT }, create: { name: CHECKPOINT, value }, update: { value } });
}

async function pages<T extends { id: string }>(
  done: Walked,
  list: (at: { starting_after?: string }) => PromiseLike<{ data: T[]; has_more: boolean }>,
  compare: (page: T[], done: Walked) => Promise<void>,
): Promise<void> {
  let last: string | undefined;
  for (;;) {
    const page = await list(last ? { starting_after: last } : {});
    done.compared += page.data.length;
    await compare(page.data, done);
    last = page.data.at(-1)?.id;
    if (!page.has_more || !last) return;
  }
}

/** A session that is paid belongs to an order that knows it, whatever became of the money since. */
async function compareSessions(page: Stripe.Checkout.Session[], done: Walked): Promise<void> {
  const paid = page.filter(
    (one) => one.livemode === isLivemode() && one.status === "complete" && one.payment_status !== "unpaid",
  );
  const hints = paid.flatMap(({ metadata }) => metadata?.order_id ?? []);
  const orders = await db.order.findMany({
    where: { OR: [{ checkoutSessionId: { in: paid.map(({ id }) => id) } }, { id: { in: hints.filter(isId) } }] },
    select: { id: true, status: true, attention: true, checkoutSessionId: true, _count: { select: { payments: true } } },
  });
  // What was missing may have come back, as with a backup.
  const here = orders.flatMap(({ checkoutSessionId }) => (checkoutSessionId ? [`stray:${checkoutSessionId}`] : []));
  if (here.length > 0) await db.moneyFault.deleteMany({ where: { key: { in: here } } });
  for (const session of paid) {
    const order = orders.find(
      ({ id, checkoutSessionId }) => checkoutSessionId === session.id || id === session.metadata?.order_id,
    );
    // Made by our code for an order that is not there: it was lost, as with a backup that was played back.
    if (!order && isId(session.metadata?.order_id) && session.amount_total)
      await keepFault(`stray:${session.id}`, strayWords(session));
    if (!order || order.attention) continue;
    const behind = ["open", "awaiting_payment", "expired"].includes(order.status) || !order.checkoutSessionId;
    const failed = order.status === "failed" && order._count.payments === 0;
    if (behind || failed) await attempt(done, { sessionId: session.id }, () => fulfil(session.id, { thorough: true }));
  }
}

async function compareRefunds(page: Stripe.Refund[], done: Walked): Promise<void> {
  const rows = await db.refund.findMany({
    where: { stripeRefundId: { in: page.map(({ id }) => id) } },
    select: { stripeRefundId: true, status: true },
  });
  const known = new Map(rows.map(({ stripeRefundId, status }) => [stripeRefundId, status]));
  await lookAtPayments(
    page.filter(({ id, status }) => known.get(id) !== (status ?? "succeeded")),
    done,
  );
}

async function compareDisputes(page: Stripe.Dispute[], done: Walked): Promise<void> {
  const rows = await db.dispute.findMany({
    where: { stripeDisputeId: { in: page.map(({ id }) => id) } },
    select: { stripeDisputeId: true, status: true },
  });
  const known = new Map(rows.map(({ stripeDisputeId, status }) => [stripeDisputeId, status]));
  await lookAtPayments(
    page.filter(({ id, status }) => known.get(id) !== status),
    done,
  );
}

/** Of what differs, those payments that are in our books; one that is not is found by its session or invoice. */
async function lookAtPayments(page: { payment_intent: string | { id: string } | null }[], done: Walked): Promise<void> {
  const ids = page.flatMap(({ payment_intent: intent }) => (typeof intent === "string" ? intent : (intent?.id ?? [])));
  const ours = await db.payment.findMany({ where: { paymentIntentId: { in: ids } }, select: { paymentIntentId: true } });
  for (const { paymentIntentId } of ours) await attempt(done, { paymentIntentId }, () => syncPayment(paymentIntentId));
}

async function compareInvoices(page: Stripe.Invoice[], done: Walked): Promise<void> {
  const [invoices, plans] = await Promise.all([
    db.subscriptionInvoice.findMany({
      where: { stripeInvoiceId: { in: page.map(({ id }) => id!) } },
      select: { stripeInvoiceId: true, status: true, orderId: true },
    }),
    db.subscription.findMany({
      where: { stripeSubscriptionId: { in: page.flatMap((invoice) => subscriptionOf(invoice) ?? []) } },
      select: { id: true, stripeSubscriptionId: true },
    }),
  ]);
  for (const { id, stripeSubscriptionId } of plans) {
    const differs = page.some((invoice) => {
      if (subscriptionOf(invoice) !== stripeSubscriptionId) return false;
      const row = invoices.find(({ stripeInvoiceId }) => stripeInvoiceId === invoice.id);
      return row?.status !== invoice.status || (invoice.status === "paid" && invoice.amount_paid > 0 && !row.orderId);
    });
    if (differs) await attempt(done, { subscriptionId: id }, () => syncSubscription(stripeSubscriptionId));
  }
}

function subscriptionOf({ parent }: Stripe.Invoice): string | null {
  const of = parent?.subscription_details?.subscription ?? null;
  return typeof of === "string" ? of : (of?.id ?? null);
}

function strayWords({ id, amount_total: amount, currency }: Stripe.Checkout.Session): string {
  return `Stripe has the paid page ${id} (${amount} ${currency ?? ""}, minor units), and the order that it was made for is not here.`;
}

function isId(id: string | undefined | null): id is string {
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id);
}

/** Unix seconds; before the first run, the first order; null: nothing to walk. */
async function readCheckpoint(): Promise<number | null> {
  const checkpoint = await db.checkpoint.findUnique({ where: { name: CHECKPOINT } });
  if (checkpoint) return (checkpoint.value as { at: number }).at;
  const first = await db.order.findFirst({ orderBy: { createdAt: "asc" }, select: { createdAt: true } });
  return first && seconds(first.createdAt);
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
