import type Stripe from "stripe";

/** What a payment moved on the account's balance, and when it did: for delayed methods days after the charge was made. */
export function newBalanceTransaction({
  id,
  charge,
  created,
}: {
  id: string;
  charge: Stripe.Charge;
  created: number;
}): Stripe.BalanceTransaction {
  return {
    id,
    object: "balance_transaction",
    amount: charge.amount,
    available_on: created,
    balance_type: "payments",
    created,
    currency: charge.currency,
    description: charge.description,
    exchange_rate: null,
    fee: 0,
    fee_details: [],
    net: charge.amount,
    reporting_category: "charge",
    source: charge.id,
    status: "available",
    type: "charge",
  };
}
