import type Stripe from "stripe";

interface NewRefund {
  id: string;
  charge: Stripe.Charge;
  amount: number;
  created: number;
  reason: string | null;
  metadata: Record<string, string>;
  status: "succeeded" | "pending" | "requires_action";
  balanceTransaction: string;
}

export function newRefund({
  id,
  charge,
  amount,
  created,
  reason,
  metadata,
  status,
  balanceTransaction,
}: NewRefund): Stripe.Refund {
  const card = charge.payment_method_details?.type === "card";
  return {
    id,
    object: "refund",
    amount,
    balance_transaction: balanceTransaction,
    charge: charge.id,
    created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: card
      ? { card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" }, type: "card" }
      : { type: charge.payment_method_details?.type ?? "card" },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}
