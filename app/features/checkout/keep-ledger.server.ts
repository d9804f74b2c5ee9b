import { randomUUID } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { AccessChange } from "./apply-access.server.ts";
import { ledgerLines, REFUND_CAME_TO_NOTHING } from "./ledger-lines.ts";
import type { LockedOrder } from "./locked-order.server.ts";
import type { StripeReading } from "./stripe-facts.server.ts";

/** What the ledger learned just now. */
export interface MoneyMoved {
  /** Refunds that were not in the ledger, and those that came to nothing since. */
  refundsGiven: { id: string; amount: number; currency: string }[];
  refundsFailed: { id: string; amount: number; currency: string }[];
}

/**
 * Keeps what Stripe has of an order's money, whose row is locked: a payment, refunds and disputes are added once and
 * never taken out; of refunds and disputes Stripe's word on them is kept up.
 */
export async function keepLedger(order: LockedOrder, reading: StripeReading, tx: Prisma.TransactionClient): Promise<MoneyMoved> {
  const { payment } = reading;
  const moved: MoneyMoved = { refundsGiven: [], refundsFailed: [] };
  if (!payment) return moved;
  let paymentId = order.payments.find((row) => row.paymentIntentId === payment.paymentIntentId)?.id;
  if (!paymentId) {
    paymentId = randomUUID();
    const { paidAt, ...facts } = payment;
    await tx.payment.createMany({ data: [{ id: paymentId, orderId: order.id, ...facts, createdAt: paidAt ?? now() }] });
  }
  await keepRefunds(order, reading, paymentId, moved, tx);
  await keepDisputes(order, reading, paymentId, tx);
  return moved;
}

async function keepRefunds(
  order: LockedOrder,
  reading: StripeReading,
  paymentId: string,
  moved: MoneyMoved,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const known = new Map(order.refunds.map((row) => [row.stripeRefundId, row]));
  const fresh = reading.refunds.filter((refund) => !known.has(refund.id));
  if (fresh.length > 0) {
    const rows = fresh.map(({ id, ...rest }) => ({ paymentId, stripeRefundId: id, ...rest }));
    await tx.refund.createMany({ data: rows });
    moved.refundsGiven.push(...fresh.filter((refund) => !cameToNothing(refund.status)));
  }
  for (const refund of reading.refunds) {
    const row = known.get(refund.id);
    if (!row || row.status === refund.status) continue;
    await tx.refund.updateMany({ where: { id: row.id }, data: { status: refund.status } });
    if (cameToNothing(refund.status) && !cameToNothing(row.status)) moved.refundsFailed.push(refund);
  }
}

async function keepDisputes(
  order: LockedOrder,
  reading: StripeReading,
  paymentId: string,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const known = new Map(order.disputes.map((row) => [row.stripeDisputeId, row]));
  const fresh = reading.disputes.filter((dispute) => !known.has(dispute.id));
  if (fresh.length > 0) {
    const rows = fresh.map(({ id, ...rest }) => ({ paymentId, stripeDisputeId: id, ...rest }));
    await tx.dispute.createMany({ data: rows });
  }
  for (const { id, status } of reading.disputes) {
    const row = known.get(id);
    if (row && row.status !== status) await tx.dispute.updateMany({ where: { id: row.id }, data: { status } });
  }
}

function cameToNothing(status: string): boolean {
  return REFUND_CAME_TO_NOTHING.includes(status);
}

/**
 * Adds the lines that the ledger does not have yet: what Stripe says that moved, and what it opened or closed just now.
 * One SQL statement, or none.
 */
export async function writeLedgerLines(
  order: LockedOrder,
  reading: StripeReading,
  access: { change: AccessChange; reason: string },
  tx: Prisma.TransactionClient,
): Promise<void> {
  const recordedAt = now();
  const known = new Set(order.ledgerKeys);
  const { id: orderId, currency, livemode } = order;
  const money = ledgerLines(reading, recordedAt).map((line) => ({ ...line, livemode: reading.payment?.livemode ?? livemode }));
  const lines: Omit<Prisma.LedgerEntryCreateManyInput, "orderId" | "recordedAt">[] = money.filter(({ key }) => !known.has(key));
  if (access.change !== "unchanged") {
    const earlier = order.ledgerKeys.filter((key) => key.startsWith("access:")).length;
    const line = { key: `access:${orderId}:${earlier + 1}`, kind: `access_${access.change}` as const, amount: 0 };
    const reason = access.change === "closed" ? access.reason : "";
    lines.push({ ...line, currency, livemode, reason, happenedAt: recordedAt });
  }
  if (lines.length > 0) await tx.ledgerEntry.createMany({ data: lines.map((line) => ({ ...line, orderId, recordedAt })) });
}
