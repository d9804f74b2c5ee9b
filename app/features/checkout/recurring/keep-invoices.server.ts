import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { issueReceipt } from "../issue-receipt.server.ts";
import { keepLedger, type MoneyMoved, writeLedgerLines } from "../keep-ledger.server.ts";
import { type LockedOrder, lockOrder } from "../locked-order.server.ts";
import { type OrderStatus, settleOrder } from "../settle-order.ts";
import type { LockedPlan } from "./locked-plan.server.ts";
import { asPurchase } from "./order-of-invoice.ts";
import { paymentTitle } from "./plan-words.ts";
import type { SettledSubscription } from "./settle-subscription.ts";
import type { InvoiceReading, SubscriptionReading } from "./subscription-facts.server.ts";

export interface KeptInvoices {
  /** Of the first order, by the payment it is of; null where that has not been made. */
  firstStatus: OrderStatus | null;
  firstAttention: string | null;
  /** Orders of payments that were not known before. */
  orders: { order: LockedOrder; invoice: InvoiceReading; place: number }[];
  refunds: { order: LockedOrder; moved: MoneyMoved }[];
}

/**
 * Keeps a row an invoice, and, once money came for it, an order with its payment, ledger and receipt. The first
 * payment's order is the one by which all began, unless days on trial came before it.
 */
export async function keepInvoices(
  plan: LockedPlan,
  reading: SubscriptionReading,
  ask: { subscriptionId: string; settled: SettledSubscription },
  tx: Prisma.TransactionClient,
): Promise<KeptInvoices> {
  const kept: KeptInvoices = { firstStatus: null, firstAttention: null, orders: [], refunds: [] };
  const rows = new Map((plan.started?.invoices ?? []).map((row) => [row.stripeInvoiceId, row]));
  const paid = reading.invoices.filter((invoice) => invoice.payment !== null);
  for (const invoice of reading.invoices) {
    const row = rows.get(invoice.stripeInvoiceId);
    const place = paid.indexOf(invoice) + 1;
    let orderId = row?.orderId ?? null;
    const isNew = orderId === null && invoice.payment !== null;
    if (isNew) {
      // The order by which it began is of what was to be paid at once; after a trial nothing was.
      const taken = plan.started?.invoices.some((known) => known.orderId === plan.id);
      const isFirst = place === 1 && plan.total > 0 && !taken;
      orderId = isFirst ? plan.id : await makeOrder(plan, invoice, place, tx);
    }
    await keepRow(ask.subscriptionId, invoice, orderId, row?.id, tx);
    if (orderId === null || invoice.payment === null) continue;
    if (!isNew && row?.order && !hasMoved(row.order.payments, invoice) && orderId !== plan.id) continue;
    const order = await lockOrder(orderId, tx);
    if (!order) continue;
    const purchase = asPurchase(invoice);
    const settlement = settleOrder({ ...order, ownedBefore: false }, purchase.facts);
    const moved = await keepLedger(order, purchase, tx);
    await writeLedgerLines(order, purchase, { change: "unchanged", reason: "" }, tx);
    await issueReceipt(order, tx);
    if (orderId === plan.id) {
      kept.firstStatus = settlement.status;
      kept.firstAttention = settlement.attention;
    } else {
      await tx.order.updateMany({ where: { id: orderId }, data: { status: settlement.status, attention: settlement.attention } });
    }
    if (isNew) kept.orders.push({ order, invoice, place });
    if (moved.refundsGiven.length + moved.refundsFailed.length > 0) kept.refunds.push({ order, moved });
  }
  return kept;
}

async function makeOrder(
  plan: LockedPlan,
  invoice: InvoiceReading,
  place: number,
  tx: Prisma.TransactionClient,
): Promise<string> {
  const [item] = plan.items;
  const { currency, amountPaid } = invoice;
  const paidAt = invoice.payment?.paidAt ?? now();
  const order = await tx.order.create({
    data: {
      userId: plan.userId,
      status: "paid",
      currency,
      total: amountPaid,
      livemode: plan.livemode,
      createdAt: invoice.dueAt,
      paidAt,
      closedAt: paidAt,
      items: {
        create: {
          productId: item!.productId,
          priceId: plan.started?.priceId ?? item!.priceId,
          title: paymentTitle(plan.started?.title ?? item!.title, plan.started?.price ?? item!.price, place),
          amount: amountPaid,
          currency,
        },
      },
    },
    select: { id: true },
  });
  return order.id;
}

async function keepRow(
  subscriptionId: string,
  invoice: InvoiceReading,
  orderId: string | null,
  rowId: string | undefined,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const { stripeInvoiceId, status, amountDue, amountPaid, currency, from, until, dueAt, attempts, nextAttemptAt, payUrl } =
    invoice;
  const state = { orderId, status, amountDue, amountPaid, attempts, nextAttemptAt, payUrl, periodStart: from, periodEnd: until };
  if (rowId) await tx.subscriptionInvoice.updateMany({ where: { id: rowId }, data: state });
  else await tx.subscriptionInvoice.create({ data: { subscriptionId, stripeInvoiceId, currency, dueAt, ...state } });
}

interface KnownPayment {
  refunds: { stripeRefundId: string; status: string }[];
  disputes: { stripeDisputeId: string; status: string }[];
}

/** Stripe knows something of a payment's money that we do not have yet. */
function hasMoved(payments: KnownPayment[], { refunds, disputes }: InvoiceReading): boolean {
  const known = new Set([
    ...payments.flatMap((payment) => payment.refunds.map((refund) => `${refund.stripeRefundId} ${refund.status}`)),
    ...payments.flatMap((payment) => payment.disputes.map((dispute) => `${dispute.stripeDisputeId} ${dispute.status}`)),
  ]);
  return [...refunds, ...disputes].some(({ id, status }) => !known.has(`${id} ${status}`));
}
