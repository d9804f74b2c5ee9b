import { db } from "#app/platform/db.server.ts";
import { type Fulfilled, fulfil } from "./fulfil.server.ts";
import { findSubscriptionOfPayment } from "./recurring/subscription-facts.server.ts";
import { syncSubscription } from "./recurring/sync-subscription.server.ts";
import { findSessionOfPayment } from "./stripe-facts.server.ts";

/**
 * Brings an order in line with its payment's refunds and disputes, by re-reading all of them: a full refund and a
 * lost dispute revoke what this order granted, a partial refund and a dispute under way leave it, and what turns out
 * to be no loss restores it.
 */
export async function syncPayment(paymentIntentId: string): Promise<Fulfilled> {
  if (!/^pi_[A-Za-z0-9_]{1,250}$/.test(paymentIntentId)) return { outcome: "unknown-session", order: null };
  const known = await db.payment.findUnique({
    where: { paymentIntentId },
    select: {
      order: {
        select: {
          checkoutSessionId: true,
          invoice: { select: { subscription: { select: { stripeSubscriptionId: true } } } },
        },
      },
    },
  });
  const plan = known?.order.invoice?.subscription;
  if (plan) return syncSubscription(plan.stripeSubscriptionId);
  const sessionId = known?.order.checkoutSessionId ?? (await findSessionOfPayment(paymentIntentId));
  if (sessionId) return fulfil(sessionId, { thorough: true });
  const subscriptionId = await findSubscriptionOfPayment(paymentIntentId);
  return subscriptionId ? syncSubscription(subscriptionId) : { outcome: "unknown-session", order: null };
}
