import type { RevokedByMoney } from "#app/features/access/decide-access.ts";

/**
 * The state table of docs/money.md as a function: where an order and its access stand, by what Stripe says right now.
 * It looks at no event and at no earlier state of the money, so events may come late, twice or never.
 */

export type OrderStatus =
  | "open"
  | "awaiting_payment"
  | "paid"
  | "partially_refunded"
  | "refunded"
  | "disputed"
  | "failed"
  | "expired";

/** Our side: what was offered and how the order stands until now. Amounts in minor units. */
export interface OrderFacts {
  status: OrderStatus;
  total: number;
  currency: string;
  livemode: boolean;
  /** The buyer had bought all of it already when this order's money came. */
  ownedBefore: boolean;
  /** What counted towards it was given back since, or counts towards another order. */
  creditShort?: boolean;
}

/** Stripe's side, read afresh. Amounts in minor units, statuses in Stripe's words. */
export interface StripeFacts {
  session: { status: string | null; paymentStatus: string; amount: number | null; currency: string | null; livemode: boolean };
  /** Null until the buyer first tries to pay, and for what costs nothing. */
  payment: { status: string; received: number; currency: string; livemode: boolean } | null;
  refunds: { amount: number; status: string }[];
  disputes: { status: string }[];
}

export interface Settlement {
  status: OrderStatus;
  /** `none`: nothing is granted by this; else what the order's entitlements are, or why they are revoked. */
  access: "none" | "granted" | RevokedByMoney;
  /** Why a person should look at it. */
  attention: string | null;
}

/** Stripe's final words on a dispute that leave the money with us. */
const DISPUTE_OVER = ["won", "warning_closed", "prevented"];
/** Words of a payment that may still arrive without the buyer's doing, or has and the session does not say so yet. */
const UNDER_WAY = ["succeeded", "processing", "requires_action", "requires_confirmation", "requires_capture"];

const WITHOUT_MONEY: readonly OrderStatus[] = ["open", "awaiting_payment", "failed", "expired"];
/** The buyer paid for what was theirs: the one word of attention that a refund settles. */
export const BOUGHT_TWICE = "The buyer had this already when the payment arrived: one of the two should be refunded.";

export function settleOrder(order: OrderFacts, stripe: StripeFacts): Settlement {
  const { session, payment } = stripe;
  if (session.paymentStatus !== "paid" && session.paymentStatus !== "no_payment_required") {
    return { status: statusOfUnpaid(order, stripe), access: "none", attention: null };
  }
  // What costs nothing is complete without a payment; a session that asks for nothing is still open before that.
  if (session.status !== "complete") return { status: order.status, access: "none", attention: null };

  const received = payment?.received ?? 0;
  const returned = moneyBack(stripe.refunds);
  if (received > 0 && returned >= received) return { status: "refunded", access: "order-refunded", attention: null };
  // Before any mismatch: money that the bank took back is nobody's question any more, whatever mode or amount it had.
  if (stripe.disputes.some((dispute) => dispute.status === "lost"))
    return { status: "failed", access: "dispute-lost", attention: null };
  const mismatch = findMismatch(order, stripe);
  if (mismatch) return { status: order.status, access: "none", attention: mismatch };

  const disputed = stripe.disputes.some((dispute) => !DISPUTE_OVER.includes(dispute.status));
  const attention = order.ownedBefore
    ? BOUGHT_TWICE
    : order.creditShort
      ? "Less is left of what counted towards this order than when it was bought: it was refunded, or counts elsewhere."
      : null;
  return { status: disputed ? "disputed" : returned > 0 ? "partially_refunded" : "paid", access: "granted", attention };
}

function statusOfUnpaid(order: OrderFacts, { session, payment }: StripeFacts): OrderStatus {
  if (session.status === "expired") return "expired";
  // An order that we closed stays closed while its page is still open somewhere. None is paid, whatever it says.
  if (session.status !== "complete") return WITHOUT_MONEY.includes(order.status) ? order.status : "open";
  return payment && UNDER_WAY.includes(payment.status) ? "awaiting_payment" : "failed";
}

/** What went back or is on its way back: a refund that failed or was canceled is none. */
export function moneyBack(refunds: StripeFacts["refunds"]): number {
  const given = refunds.filter((refund) => refund.status !== "failed" && refund.status !== "canceled");
  return given.reduce((sum, refund) => sum + refund.amount, 0);
}

/** How what was paid differs from what was offered. A live order is never paid with test money, nor the other way. */
function findMismatch(order: OrderFacts, { session, payment }: StripeFacts): string | null {
  const words = (mode: boolean) => (mode ? "live" : "test");
  const modes = [session.livemode, payment?.livemode ?? session.livemode];
  if (modes.includes(!order.livemode))
    return `Stripe says ${words(!order.livemode)} mode, the order says ${words(order.livemode)} mode.`;
  const currencies = [session.currency, payment?.currency].filter((currency) => currency !== undefined);
  const other = currencies.find((currency) => currency !== order.currency);
  if (other !== undefined) return `Stripe says ${other ?? "no currency"}, the order says ${order.currency}.`;
  const amounts = [session.amount, payment ? payment.received : 0];
  const wrong = amounts.find((amount) => amount !== order.total);
  if (wrong !== undefined)
    return `Stripe says ${wrong ?? "nothing"}, the order says ${order.total} (${order.currency}, minor units).`;
  return null;
}
