import type { StripeReading } from "./stripe-facts.server.ts";

export interface LedgerLine {
  /** Names what happened once and for all: a line that is there already is not written again. */
  key: string;
  kind: "payment" | "refund" | "refund_returned" | "dispute" | "dispute_returned";
  /** Signed integer minor units: what came is positive. */
  amount: number;
  currency: string;
  /** Stripe's id. */
  reference: string;
  happenedAt: Date;
}

/** Words of Stripe on a refund whose money never went, or came back. */
export const REFUND_CAME_TO_NOTHING: readonly string[] = ["failed", "canceled"];

/** An inquiry takes no money, and what was prevented never took any. */
const takesMoney = (status: string) => !status.startsWith("warning_") && status !== "prevented";

/**
 * The lines that follow from what Stripe says of a payment; `at` stands where Stripe does not say when. Pure. Lines are
 * only ever added: a later reading gives the same lines and perhaps more, in whichever order readings come.
 */
export function ledgerLines({ payment, refunds, disputes }: StripeReading, at: Date): LedgerLine[] {
  if (!payment) return [];
  const { paymentIntentId, amount, currency, paidAt } = payment;
  const lines: LedgerLine[] = [
    {
      key: `payment:${paymentIntentId}`,
      kind: "payment",
      amount,
      currency,
      reference: paymentIntentId,
      happenedAt: paidAt ?? at,
    },
  ];
  for (const refund of refunds) {
    const line = { currency: refund.currency, reference: refund.id };
    lines.push({ ...line, key: `refund:${refund.id}`, kind: "refund", amount: -refund.amount, happenedAt: refund.createdAt });
    if (!REFUND_CAME_TO_NOTHING.includes(refund.status)) continue;
    lines.push({ ...line, key: `refund-returned:${refund.id}`, kind: "refund_returned", amount: refund.amount, happenedAt: at });
  }
  for (const dispute of disputes) {
    if (!takesMoney(dispute.status)) continue;
    const line = { currency: dispute.currency, reference: dispute.id };
    lines.push({
      ...line,
      key: `dispute:${dispute.id}`,
      kind: "dispute",
      amount: -dispute.amount,
      happenedAt: dispute.createdAt,
    });
    if (dispute.status !== "won") continue;
    lines.push({
      ...line,
      key: `dispute-returned:${dispute.id}`,
      kind: "dispute_returned",
      amount: dispute.amount,
      happenedAt: at,
    });
  }
  return lines;
}
