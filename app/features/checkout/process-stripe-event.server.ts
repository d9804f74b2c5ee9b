import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { readHint } from "./event-hints.ts";
import { type Settled, settle } from "./settle.server.ts";
import { findPaymentOfCharge } from "./stripe-facts.server.ts";
import { syncPayment } from "./sync-payment.server.ts";

export type EventOutcome = Settled["outcome"] | "ignored" | "no-such-event";

/**
 * Acts on an event of the inbox, once: what it points at is read again from Stripe. A failure is kept on the row and
 * thrown, so that the queue tries again; an event that has been acted on is left alone.
 */
export async function processStripeEvent({ eventId }: { eventId: string }): Promise<EventOutcome> {
  const event = await db.stripeEvent.findUnique({ where: { id: eventId } });
  if (!event) return "no-such-event";
  if (event.processedAt) return (event.outcome ?? "ignored") as EventOutcome;
  try {
    const settled = await follow({ type: event.type, data: (event.payload as { data?: unknown } | null)?.data });
    const outcome = settled?.outcome ?? "ignored";
    const orderId = settled?.order?.id ?? null;
    const data = { processedAt: now(), outcome, orderId, error: null, attempts: { increment: 1 } };
    await db.stripeEvent.updateMany({ where: { id: eventId, processedAt: null }, data });
    return outcome;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const data = { error: words.slice(0, 2_000), attempts: { increment: 1 } };
    await db.stripeEvent.updateMany({ where: { id: eventId, processedAt: null }, data });
    throw error;
  }
}

async function follow(event: { type: string; data?: unknown }): Promise<Settled | null> {
  const hint = readHint(event);
  switch (hint.about) {
    case "session":
      return settle(hint.sessionId);
    case "payment":
      return syncPayment(hint.paymentIntentId);
    case "charge": {
      const paymentIntentId = await findPaymentOfCharge(hint.chargeId);
      return paymentIntentId ? syncPayment(paymentIntentId) : null;
    }
    case "nothing-of-ours":
      return null;
  }
}
