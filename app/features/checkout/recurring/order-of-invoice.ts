import type { LockedOrder } from "../locked-order.server.ts";
import type { StripeReading } from "../stripe-facts.server.ts";
import type { InvoiceReading } from "./subscription-facts.server.ts";

/** Whoever has a plan is signed in: no address is asked for. */
const NOBODY = { email: null, name: null };

/** A paid invoice as the purchase that its order is of, so that the table of purchases says how the order stands. */
export function asPurchase(invoice: InvoiceReading): StripeReading {
  const { payment, refunds, disputes } = invoice;
  const { amount, currency, livemode } = payment!;
  return {
    facts: {
      session: { status: "complete", paymentStatus: "paid", amount: invoice.amountPaid, currency: invoice.currency, livemode },
      payment: { status: "succeeded", received: amount, currency, livemode },
      refunds,
      disputes,
    },
    orderIdHint: null,
    payment,
    refunds,
    disputes,
    buyer: NOBODY,
  };
}

/** For lines of the ledger that move no money. */
export function noMoney({ currency, livemode, total }: Pick<LockedOrder, "currency" | "livemode" | "total">): StripeReading {
  const session = { status: "complete", paymentStatus: "no_payment_required", amount: total, currency, livemode };
  const nothing = { payment: null, refunds: [], disputes: [] };
  return { ...nothing, facts: { session, ...nothing }, orderIdHint: null, buyer: NOBODY };
}
