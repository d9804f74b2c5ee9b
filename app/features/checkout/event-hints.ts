/**
 * What an event points at. Its payload is not believed: whatever its shape, API version or age, only ids are taken
 * from it, and Stripe is asked again.
 */
export type EventHint =
  | { about: "session"; sessionId: string }
  | { about: "payment"; paymentIntentId: string }
  | { about: "charge"; chargeId: string }
  | { about: "subscription"; subscriptionId: string }
  | { about: "invoice"; invoiceId: string }
  | { about: "customer"; customerId: string }
  | { about: "nothing-of-ours" };

/** The families of events that move an order. */
export const EVENT_TYPES = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
  "charge.refunded",
  "charge.refund.updated",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "charge.dispute.funds_reinstated",
  "charge.dispute.funds_withdrawn",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "customer.subscription.paused",
  "customer.subscription.resumed",
  "invoice.paid",
  "invoice.payment_failed",
  "invoice.payment_action_required",
  "invoice.marked_uncollectible",
  "invoice.voided",
  "customer.updated",
  "customer.source.expiring",
  "payment_method.automatically_updated",
] as const;

const known: readonly string[] = EVENT_TYPES;

export function readHint(event: { type: string; data?: unknown }): EventHint {
  const object = fieldOf(event.data, "object");
  if (!known.includes(event.type) || object === undefined) return { about: "nothing-of-ours" };
  const own = idOf(object);
  if (own?.startsWith("cs_")) return { about: "session", sessionId: own };
  if (own?.startsWith("sub_")) return { about: "subscription", subscriptionId: own };
  if (own?.startsWith("in_")) {
    const subscription = subscriptionIn(object);
    return subscription ? { about: "subscription", subscriptionId: subscription } : { about: "invoice", invoiceId: own };
  }
  const customer = own?.startsWith("cus_")
    ? own
    : /^(pm|card|src)_/.test(own ?? "")
      ? idOf(fieldOf(object, "customer"))
      : undefined;
  if (customer) return { about: "customer", customerId: customer };
  const payment = own?.startsWith("pi_") ? own : idOf(fieldOf(object, "payment_intent"));
  if (payment) return { about: "payment", paymentIntentId: payment };
  const charge = own?.startsWith("ch_") ? own : idOf(fieldOf(object, "charge"));
  if (charge) return { about: "charge", chargeId: charge };
  return { about: "nothing-of-ours" };
}

/** Of an invoice: where versions since 2025 have it, or where older ones do. */
function subscriptionIn(invoice: unknown): string | undefined {
  const details = fieldOf(fieldOf(invoice, "parent"), "subscription_details");
  return idOf(fieldOf(details, "subscription")) ?? idOf(fieldOf(invoice, "subscription"));
}

/** An id, whether the object stands in its place or not. */
function idOf(value: unknown): string | undefined {
  const id = typeof value === "string" ? value : fieldOf(value, "id");
  return typeof id === "string" && id.length <= 255 ? id : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
