import Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import { isLivemode, webhookSecrets } from "#app/platform/stripe/stripe.server.ts";
import { movesOrders } from "./event-hints.ts";
import { type ArrivedEvent, arrivedEvent, intake, keepEvent } from "./stripe-inbox.server.ts";

/** Seconds by which a signature may be old. */
const TOLERANCE = 300;

export type ReceiveStripeEvent =
  | { status: "received" | "received-before" }
  /** Kept as evidence, not acted on: an event of live money on a test site, or the other way round. */
  | { status: "wrong-mode" }
  | { status: "refused"; reason: "bad-signature" | "not-an-event" };

/**
 * Takes in a webhook: checks the signature over the raw bytes against every secret that is in force, keeps the event
 * and queues its processing in one transaction, in one statement. A second delivery of the same event changes nothing.
 */
export async function receiveStripeEvent(ask: { body: Uint8Array; signature: string | null }): Promise<ReceiveStripeEvent> {
  if (!ask.signature || !isSigned(ask.body, ask.signature)) return { status: "refused", reason: "bad-signature" };
  const body = Buffer.from(ask.body.buffer, ask.body.byteOffset, ask.body.byteLength).toString("utf8");
  const event = readEvent(body);
  if (!event) return { status: "refused", reason: "not-an-event" };
  // Only what is Stripe's goes first: nobody else holds up what follows from a payment.
  return intake.first(() => keep(event, body));
}

async function keep(event: ArrivedEvent, body: string): Promise<ReceiveStripeEvent> {
  if (event.livemode !== isLivemode()) {
    await keepEvent(event, { outcome: "wrong-mode" }, { body });
    return { status: "wrong-mode" };
  }
  // An account tells of much that moves no order: there is nothing to do about it, so nobody is asked to.
  const isNew = await keepEvent(event, movesOrders(event.type) ? "queue" : { outcome: "ignored" }, { body });
  return { status: isNew ? "received" : "received-before" };
}

function isSigned(body: Uint8Array, signature: string): boolean {
  return webhookSecrets().some((secret) => {
    try {
      return Stripe.webhooks.signature?.verifyHeader(body, signature, secret, TOLERANCE, undefined, now().getTime()) ?? false;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
      throw error;
    }
  });
}

/** The event in the body, in whatever version's shape; undefined where it is none. */
function readEvent(body: string): ArrivedEvent | undefined {
  try {
    const read = arrivedEvent.safeParse(JSON.parse(body));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
