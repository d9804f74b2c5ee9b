import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type EventHint, readHint } from "./event-hints.ts";
import { type Fulfilled, fulfil } from "./fulfil.server.ts";
import { findSubscriptionOfInvoice } from "./recurring/subscription-facts.server.ts";
import { syncSubscription } from "./recurring/sync-subscription.server.ts";
import { syncCustomer } from "./recurring/walk-subscriptions.server.ts";
import { stripEvents } from "./strip-events.server.ts";
import { findPaymentOfCharge } from "./stripe-facts.server.ts";
import { intake } from "./stripe-inbox.server.ts";
import { syncPayment } from "./sync-payment.server.ts";

export type EventOutcome = Fulfilled["outcome"] | "ignored" | "no-such-event";

/**
 * Acts on an event of the inbox, once: what it points at is read again from Stripe. A failure is kept on the row and
 * thrown, so that the queue tries again; an event that has been acted on is left alone.
 */
export async function processStripeEvent({ eventId }: { eventId: string }): Promise<EventOutcome> {
  await intake.giveWay();
  const event = await db.stripeEvent.findUnique({ where: { id: eventId } });
  if (!event) return "no-such-event";
  if (event.processedAt) return (event.outcome ?? "ignored") as EventOutcome;
  const data = (event.payload as { data?: unknown } | null)?.data;
  return actOnce([eventId], readHint({ type: event.type, data }));
}

/** Follows one hint for all events that gave it: they came before the reading, so one reading serves them all. */
export async function actOnce(eventIds: string[], hint: EventHint): Promise<EventOutcome> {
  const where = { id: { in: eventIds }, processedAt: null };
  try {
    const settled = await follow(hint);
    const outcome = settled?.outcome ?? "ignored";
    const orderId = settled?.order?.id ?? null;
    const data = { processedAt: now(), outcome, orderId, error: null, attempts: { increment: 1 } };
    await db.stripeEvent.updateMany({ where, data });
    // No order of ours, or one that went with its buyer's account: whom it is about is nothing to keep.
    if (outcome === "unknown-session") await stripEvents(eventIds, db);
    return outcome;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    await db.stripeEvent.updateMany({ where, data: { error: words.slice(0, 2_000), attempts: { increment: 1 } } });
    throw error;
  }
}

async function follow(hint: EventHint): Promise<Fulfilled | null> {
  switch (hint.about) {
    case "session":
      return fulfil(hint.sessionId);
    case "payment":
      return syncPayment(hint.paymentIntentId);
    case "charge": {
      const paymentIntentId = await findPaymentOfCharge(hint.chargeId);
      return paymentIntentId ? syncPayment(paymentIntentId) : null;
    }
    case "subscription":
      return syncSubscription(hint.subscriptionId);
    case "invoice": {
      const subscriptionId = await findSubscriptionOfInvoice(hint.invoiceId);
      return subscriptionId ? syncSubscription(subscriptionId) : null;
    }
    case "customer":
      return syncCustomer(hint.customerId);
    case "nothing-of-ours":
      return null;
  }
}
