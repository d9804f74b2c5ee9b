import Stripe from "stripe";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { syncSubscription } from "./sync-subscription.server.ts";

/**
 * Ends all that Stripe may still charge a person for, at once: their account goes.
 * @throws StripeError where Stripe does not answer.
 */
export async function endPlansOf(userId: string): Promise<void> {
  const plans = await db.subscription.findMany({ where: { userId, endedAt: null }, select: { stripeSubscriptionId: true } });
  for (const { stripeSubscriptionId: id } of plans) {
    try {
      await stripe().subscriptions.cancel(id);
    } catch (error) {
      // Ended there already.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
    await syncSubscription(id);
  }
}
