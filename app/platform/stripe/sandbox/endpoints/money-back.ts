import { z } from "zod";
import type { Books } from "../books.server.ts";
import type { FormParams } from "../form-body.ts";
import { expand, integer, listing, metadata, readParams, text } from "../parameters.ts";
import { createRefund } from "../refunds.ts";
import { pageOf } from "./listing.ts";

const refundParams = z.strictObject({
  amount: integer.optional(),
  charge: text.optional(),
  expand,
  metadata,
  payment_intent: text.optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
});

/** `POST /v1/refunds` */
export function postRefund(books: Books, params: FormParams) {
  const { payment_intent: paymentIntent, expand: _paths, ...ask } = readParams(refundParams, params);
  return createRefund(books, { ...ask, paymentIntent });
}

const byPayment = z.strictObject({
  ...listing,
  charge: text.optional(),
  customer: text.optional(),
  payment_intent: text.optional(),
});

/** Refunds, disputes or charges, of one payment or of all. */
export function listByPayment(books: Books, kind: "refund" | "dispute" | "charge", params: FormParams) {
  const ask = readParams(byPayment, params);
  if (ask.payment_intent) books.get("payment_intent", ask.payment_intent, "payment_intent");
  const matching = books
    .all(kind)
    .filter((object) => ask.payment_intent === undefined || object.payment_intent === ask.payment_intent)
    .filter((object) => ask.customer === undefined || !("customer" in object) || object.customer === ask.customer)
    .filter((object) => ask.charge === undefined || !("charge" in object) || object.charge === ask.charge);
  return pageOf<{ id: string }>(matching, ask, `/v1/${kind}s`);
}

const eventParams = z.strictObject({
  ...listing,
  type: text.optional(),
  types: z.array(text).max(20, "at most 20 types").optional(),
  delivery_success: z.enum(["true", "false"]).optional(),
});

export function listEvents(books: Books, params: FormParams) {
  const ask = readParams(eventParams, params);
  const types = ask.types ?? (ask.type ? [ask.type] : undefined);
  const matching = books
    .all("event")
    .filter((event) => types === undefined || types.some((type) => matches(event.type, type)))
    .filter(
      (event) => ask.delivery_success === undefined || (event.pending_webhooks === 0) === (ask.delivery_success === "true"),
    );
  return pageOf(matching, ask, "/v1/events");
}

function matches(type: string, wanted: string): boolean {
  return wanted.endsWith(".*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
