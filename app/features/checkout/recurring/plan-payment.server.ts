import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type Fulfilled, fulfil } from "../fulfil.server.ts";
import type { StripeReading } from "../stripe-facts.server.ts";
import { asPurchase } from "./order-of-invoice.ts";
import { settleSubscription } from "./settle-subscription.ts";
import { readSubscription } from "./subscription-facts.server.ts";
import { syncSubscription } from "./sync-subscription.server.ts";
import { termsOf } from "./write-plan.server.ts";

export interface PlanPayment {
  reading: StripeReading;
  /** Whether giving so much of it back would close what the plan opens now. */
  wouldClose(amount: number): boolean;
}

/** The payment of a membership or an instalment plan that an order is of, read now; null where it is of none. */
export async function readPlanPayment(orderId: string): Promise<PlanPayment | null> {
  const row = await db.subscriptionInvoice.findUnique({
    where: { orderId },
    include: { subscription: { include: { price: true } } },
  });
  if (!row) return null;
  const { stripeSubscriptionId, price, livemode } = row.subscription;
  const payments = await db.payment.findMany({ where: { orderId }, select: { paymentIntentId: true } });
  const reading = await readSubscription(stripeSubscriptionId, new Set(payments.map((payment) => payment.paymentIntentId)));
  const invoice = reading?.invoices.find((one) => one.stripeInvoiceId === row.stripeInvoiceId);
  if (!reading || !invoice?.payment) return null;
  const isOpen = (invoices: typeof reading.invoices) => {
    const at = now();
    const { access } = settleSubscription(termsOf(price, livemode), { ...reading.facts, invoices }, at);
    return typeof access === "object" && (access.until === null || access.until > at);
  };
  return {
    reading: asPurchase(invoice),
    wouldClose(amount) {
      const refund = {
        id: "",
        amount,
        currency: invoice.currency,
        status: "succeeded",
        reason: "",
        itemId: null,
        createdAt: now(),
      };
      const after = reading.invoices.map((one) => (one === invoice ? { ...one, refunds: [...one.refunds, refund] } : one));
      return isOpen(reading.invoices) && !isOpen(after);
    },
  };
}

/** Brings an order in line with what Stripe says now, whatever it is of; null where it was never at Stripe. */
export async function settleAgain(order: { id: string; checkoutSessionId: string | null }): Promise<Fulfilled | null> {
  const plan = await db.subscription.findFirst({
    where: { OR: [{ orderId: order.id }, { invoices: { some: { orderId: order.id } } }] },
    select: { stripeSubscriptionId: true },
  });
  if (plan) return syncSubscription(plan.stripeSubscriptionId);
  return order.checkoutSessionId ? fulfil(order.checkoutSessionId, { thorough: true }) : null;
}
