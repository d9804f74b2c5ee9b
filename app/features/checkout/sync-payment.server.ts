import { db } from "#app/platform/db.server.ts";
import { type Fulfilled, fulfil } from "./fulfil.server.ts";
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
    select: { order: { select: { checkoutSessionId: true } } },
  });
  const sessionId = known?.order.checkoutSessionId ?? (await findSessionOfPayment(paymentIntentId));
  return sessionId ? fulfil(sessionId, { thorough: true }) : { outcome: "unknown-session", order: null };
}
