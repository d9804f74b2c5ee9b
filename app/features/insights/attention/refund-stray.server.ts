import Stripe from "stripe";
import { stripe } from "#app/platform/stripe/stripe.server.ts";

/** Gives back all that was paid on a page of Stripe that no order here belongs to, once. What Stripe said where it did not. */
export async function refundStray({ sessionId }: { sessionId: string }): Promise<{ refunded: true } | { error: string }> {
  try {
    const session = await stripe().checkout.sessions.retrieve(sessionId);
    const intent = session.payment_intent;
    const paymentIntent = typeof intent === "string" ? intent : intent?.id;
    if (!paymentIntent) return { error: "There is no payment on this page that could be given back." };
    await stripe().refunds.create(
      { payment_intent: paymentIntent, reason: "requested_by_customer" },
      { idempotencyKey: `stray:${sessionId}` },
    );
    return { refunded: true };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    return { error: error.message };
  }
}
