import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import type { Fulfilled } from "../fulfil.server.ts";
import { nullWhereMissing } from "../stripe-facts.server.ts";
import { idOf } from "./subscription-facts.server.ts";
import { syncSubscription } from "./sync-subscription.server.ts";

/** `fulfil` for a session that begins a membership or an instalment plan: what it began is settled, or it has ended. */
export async function fulfilRecurring(sessionId: string, orderId: string): Promise<Fulfilled> {
  const session = await stripe().checkout.sessions.retrieve(sessionId).catch(nullWhereMissing);
  if (!session) return { outcome: "unknown-session", order: null };
  await db.order.updateMany({ where: { id: orderId, checkoutSessionId: null }, data: { checkoutSessionId: sessionId } });
  if (session.subscription) return syncSubscription(idOf(session.subscription), orderId);
  if (session.status === "expired") {
    await db.order.updateMany({
      where: { id: orderId, status: "open" },
      data: { status: "expired", closedAt: now(), openSlot: null },
    });
  }
  const select = { id: true, number: true, userId: true, status: true } as const;
  const order = await db.order.findUniqueOrThrow({ where: { id: orderId }, select });
  return { outcome: order.status === "expired" ? "expired" : "open", order };
}
