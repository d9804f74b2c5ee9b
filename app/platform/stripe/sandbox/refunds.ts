import type Stripe from "stripe";
import { type Books, newId } from "./books.server.ts";
import { newDispute } from "./objects/dispute.ts";
import { newRefund } from "./objects/refund.ts";
import { invalid } from "./stripe-error.ts";

/** Money that goes back: refunds by API or dashboard, and disputes that a buyer's bank opens. */

export interface RefundAsk {
  paymentIntent?: string;
  charge?: string;
  /** What is left, where it is left out. */
  amount?: number;
  reason?: string;
  metadata?: Record<string, string>;
  status?: "succeeded" | "pending" | "requires_action";
}

/** @throws StripeError as Stripe words it: unknown payment, nothing paid, already refunded, too much. */
export function createRefund(books: Books, ask: RefundAsk): Stripe.Refund {
  return books.change((change) => {
    const charge = chargeOf(books, ask);
    if (charge.status !== "succeeded") throw invalid(`Charge ${charge.id} has not been paid.`, { code: "charge_not_refundable" });
    const left = charge.amount - charge.amount_refunded;
    if (charge.refunded || left === 0)
      throw invalid(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
    if (disputesOf(books, charge.id).some((dispute) => !dispute.is_charge_refundable)) {
      throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: "charge_disputed" });
    }
    const amount = ask.amount ?? left;
    if (amount < 1) throw invalid("Invalid positive integer", { code: "parameter_invalid_integer", param: "amount" });
    if (amount > left) {
      const words = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
      throw invalid(words, { code: "refund_amount_exceeds_unrefunded", param: "amount" });
    }
    const refund = newRefund({
      id: newId("re"),
      charge,
      amount,
      created: books.seconds(),
      reason: ask.reason ?? null,
      metadata: ask.metadata ?? {},
      status: ask.status ?? "succeeded",
      balanceTransaction: newId("txn"),
    });
    const refunded = withRefunded(charge, charge.amount_refunded + amount);
    change.put("refund", refund.id, refund);
    change.put("charge", charge.id, refunded);
    change.emit("refund.created", refund);
    change.emit("charge.refunded", refunded, { amount_refunded: charge.amount_refunded, refunded: charge.refunded });
    return refund;
  });
}

/** A refund that was pending succeeds; one that was given fails, or is canceled, and the money is back. */
export function updateRefund(books: Books, refundId: string, status: "succeeded" | "failed" | "canceled"): Stripe.Refund {
  return books.change((change) => {
    const before = books.get("refund", refundId, "refund");
    const charge = books.get("charge", before.charge as string);
    const gone = status === "failed" || status === "canceled";
    if (before.status === "failed" || before.status === "canceled") throw invalid(`The refund is already ${before.status}.`);
    const refund: Stripe.Refund = {
      ...before,
      status,
      ...(status === "failed" ? { failure_reason: "lost_or_stolen_card", failure_balance_transaction: newId("txn") } : {}),
    };
    change.put("refund", refund.id, refund);
    if (gone) change.put("charge", charge.id, withRefunded(charge, charge.amount_refunded - refund.amount));
    change.emit("refund.updated", refund, { status: before.status });
    change.emit("charge.refund.updated", refund, { status: before.status });
    if (status === "failed") change.emit("refund.failed", refund);
    return refund;
  });
}

/** The buyer's bank disputes a payment, or only asks about it. */
export function openDispute(
  books: Books,
  ask: { paymentIntent: string; amount?: number; inquiry?: boolean; reason?: string },
): Stripe.Dispute {
  return books.change((change) => {
    const charge = chargeOf(books, ask);
    if (charge.status !== "succeeded") throw invalid(`Charge ${charge.id} has not been paid.`);
    const { amount = charge.amount, inquiry = false, reason = "fraudulent" } = ask;
    const dispute = newDispute({ id: newId("du"), charge, amount, created: books.seconds(), reason, inquiry });
    change.put("dispute", dispute.id, dispute);
    change.put("charge", charge.id, { ...charge, disputed: true });
    change.emit("charge.dispute.created", dispute);
    if (!inquiry) change.emit("charge.dispute.funds_withdrawn", dispute);
    return dispute;
  });
}

export function closeDispute(books: Books, disputeId: string, outcome: "won" | "lost"): Stripe.Dispute {
  return books.change((change) => {
    const before = books.get("dispute", disputeId, "dispute");
    if (["won", "lost", "warning_closed"].includes(before.status)) throw invalid(`The dispute is already ${before.status}.`);
    const inquiry = before.status.startsWith("warning_");
    const dispute: Stripe.Dispute = { ...before, status: inquiry ? "warning_closed" : outcome };
    change.put("dispute", dispute.id, dispute);
    if (outcome === "won" && !inquiry) change.emit("charge.dispute.funds_reinstated", dispute);
    change.emit("charge.dispute.closed", dispute, { status: before.status });
    return dispute;
  });
}

function chargeOf(books: Books, ask: { paymentIntent?: string; charge?: string }): Stripe.Charge {
  if (ask.charge) return books.get("charge", ask.charge, "charge");
  if (!ask.paymentIntent) {
    throw invalid("One of the following params should be provided for this request: payment_intent or charge.", {
      code: "parameter_missing",
    });
  }
  const intent = books.get("payment_intent", ask.paymentIntent, "payment_intent");
  if (!intent.latest_charge) throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  return books.get("charge", intent.latest_charge as string);
}

function disputesOf(books: Books, chargeId: string): Stripe.Dispute[] {
  return books.all("dispute").filter((dispute) => dispute.charge === chargeId);
}

function withRefunded(charge: Stripe.Charge, amount: number): Stripe.Charge {
  return { ...charge, amount_refunded: amount, refunded: amount >= charge.amount };
}
