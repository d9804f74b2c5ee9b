import Stripe from "stripe";

interface NewEvent {
  id: string;
  type: string;
  /** As it was at the moment of the event. */
  object: object;
  /** What changed, as it was before. */
  previous?: Record<string, unknown>;
  created: number;
  request: { id: string | null; idempotency_key: string | null };
}

/** The version that the `stripe` package speaks. */
export const API_VERSION = Stripe.API_VERSION;

export function newEvent({ id, type, object, previous, created, request }: NewEvent): Stripe.Event {
  const event = {
    id,
    object: "event",
    api_version: API_VERSION,
    created,
    data: { object, ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    pending_webhooks: 1,
    request: { ...request },
    type,
  };
  return event as Stripe.Event satisfies Stripe.EventBase;
}
