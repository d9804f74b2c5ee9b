import { type Settled, settle } from "./settle.server.ts";

/**
 * Makes a paid Checkout Session an open course, once. The success page, webhooks and the reconciler all call this:
 * it re-reads the session from Stripe, compares mode, currency and amount with the order, and in one transaction
 * moves the order, writes the payment, grants the entitlements and queues the receipt. It runs no transaction of the
 * caller's, because it waits for Stripe.
 */
export function fulfil(checkoutSessionId: string): Promise<Settled> {
  return settle(checkoutSessionId);
}
