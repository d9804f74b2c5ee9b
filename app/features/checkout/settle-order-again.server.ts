import { db } from "#app/platform/db.server.ts";
import { type Fulfilled, fulfilFree } from "./fulfil.server.ts";
import { settleAgain } from "./recurring/plan-payment.server.ts";

/** Brings an order in line with what Stripe says now, by its id; one that cost nothing with what counts towards it. */
export async function settleOrderAgain({ orderId }: { orderId: string }): Promise<Fulfilled | null> {
  const order = await db.order.findUnique({ where: { id: orderId }, select: { id: true, checkoutSessionId: true } });
  if (!order) return null;
  return (await settleAgain(order)) ?? fulfilFree(orderId);
}
