import { db } from "#app/platform/db.server.ts";
import { closeWithoutSession } from "./open-order.server.ts";
import { endPlansOf } from "./recurring/end-plans.server.ts";
import { closeAtStripe } from "./start-checkout.server.ts";

/**
 * Closes the payment pages that a person has open, so that nobody pays on them any more, and ends what they pay again and
 * again. What was paid at this moment
 * counts, and a payment that is on its way stays so.
 * @throws StripeError where Stripe does not answer.
 */
export async function closeOpenOrders(userId: string): Promise<void> {
  const orders = await db.order.findMany({ where: { userId, status: "open" }, select: { id: true, checkoutSessionId: true } });
  for (const { id, checkoutSessionId } of orders) {
    if (checkoutSessionId) await closeAtStripe(checkoutSessionId);
    else await closeWithoutSession(id);
  }
  await endPlansOf(userId);
}
