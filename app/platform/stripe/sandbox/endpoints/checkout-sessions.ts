import { z } from "zod";
import { type Books, newId } from "../books.server.ts";
import type { FormParams } from "../form-body.ts";
import { newLineItem, newPrice, newProduct, type WireLineItem } from "../objects/catalogue.ts";
import { newCheckoutSession } from "../objects/checkout-session.ts";
import { currency, expand, flag, integer, listing, metadata, readParams, text } from "../parameters.ts";
import { expireOverdue, expireSession } from "../payments.ts";
import { invalid } from "../stripe-error.ts";
import { lineItemsOf } from "./expand.ts";
import { pageOf } from "./listing.ts";
import { recurring } from "./subscriptions.ts";

const priceData = z.strictObject({
  currency,
  unit_amount: integer,
  product_data: z.strictObject({
    name: text.max(250),
    description: text.optional(),
    images: z.array(text).max(8).default([]),
    metadata,
  }),
  recurring: recurring.optional(),
  tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
});

const createParams = z.strictObject({
  adaptive_pricing: z.strictObject({ enabled: flag }).optional(),
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  billing_address_collection: z.enum(["auto", "required"]).optional(),
  cancel_url: text.optional(),
  client_reference_id: text.max(200).optional(),
  customer_email: text.max(800).optional(),
  expand,
  expires_at: integer.optional(),
  line_items: z
    .array(z.strictObject({ price_data: priceData, quantity: integer }))
    .min(1)
    .max(100),
  metadata,
  mode: z.enum(["payment", "subscription"]),
  payment_intent_data: z.strictObject({ description: text.optional(), metadata }).optional(),
  submit_type: z.enum(["auto", "book", "donate", "pay"]).optional(),
  subscription_data: z
    .strictObject({
      description: text.max(500).optional(),
      metadata,
      trial_period_days: integer.pipe(z.number().min(1, "must be at least 1").max(730, "must be at most 730")).optional(),
    })
    .optional(),
  success_url: text,
  tax_id_collection: z.strictObject({ enabled: flag }).optional(),
});

const DAY = 24 * 60 * 60;
const HALF_HOUR = 30 * 60;
const AMOUNT_LIMIT = 99_999_999;
const SMALLEST_CHARGE = 50;

/** `POST /v1/checkout/sessions`: one-off prices given in the call itself. */
export function createCheckoutSession(books: Books, params: FormParams, appUrl: string) {
  const ask = readParams(createParams, params);
  const created = books.seconds();
  const expiresAt = ask.expires_at ?? created + DAY;
  if (expiresAt < created + HALF_HOUR || expiresAt > created + DAY) {
    const bound = expiresAt < created + HALF_HOUR ? "at least 30 minutes" : "less than 24 hours";
    throw invalid(`The \`expires_at\` timestamp must be ${bound} from Checkout Session creation.`, { param: "expires_at" });
  }
  for (const param of ["success_url", "cancel_url"] as const) requireUrl(ask[param], param);
  if (ask.customer_email && !/^[^\s@]+@[^\s@]+$/.test(ask.customer_email)) {
    throw invalid(`Invalid email address: ${ask.customer_email}`, { code: "email_invalid", param: "customer_email" });
  }
  const code = ask.line_items[0]!.price_data.currency;
  requireMode(ask);
  const trial = ask.subscription_data?.trial_period_days !== undefined;
  if (ask.line_items.some((item) => item.price_data.currency !== code)) {
    throw invalid("All line items must have the same currency.", { param: "line_items" });
  }

  return books.change((change) => {
    const id = newId("cs_test", 58);
    const items: WireLineItem[] = ask.line_items.map(({ price_data, quantity }, at) => {
      requireAmount(price_data.unit_amount, quantity, at);
      const product = newProduct({ id: newId("prod", 14), created, description: null, ...price_data.product_data });
      const price = newPrice({
        id: newId("price"),
        product: product.id,
        unitAmount: price_data.unit_amount,
        currency: code,
        created,
        recurring: price_data.recurring,
      });
      change.put("product", product.id, product);
      change.put("price", price.id, price);
      return newLineItem({ id: newId("li"), price, quantity, description: product.name });
    });
    const session = newCheckoutSession({
      id,
      created,
      expiresAt,
      mode: ask.mode,
      amount: trial ? 0 : items.reduce((sum, item) => sum + item.amount_total, 0),
      currency: code,
      clientReferenceId: ask.client_reference_id ?? null,
      customerEmail: ask.customer_email ?? null,
      taxed: ask.automatic_tax?.enabled ?? false,
      billingAddress: ask.billing_address_collection ?? null,
      asksTaxId: ask.tax_id_collection?.enabled ?? false,
      metadata: ask.metadata,
      successUrl: ask.success_url,
      cancelUrl: ask.cancel_url ?? null,
      submitType: ask.submit_type ?? null,
      url: `${appUrl}/payment-sandbox/pay/${id}`,
    });
    const { description = null, metadata: paymentMetadata } = ask.payment_intent_data ?? { metadata: {} };
    change.put("line_items", id, { items });
    change.put("payment_intent_data", id, { description, metadata: paymentMetadata });
    if (ask.mode === "subscription") {
      const { description: words = null, metadata = {}, trial_period_days: trialDays = 0 } = ask.subscription_data ?? {};
      change.put("subscription_data", id, { description: words, metadata, trialDays });
    }
    change.put("checkout.session", id, session);
    return session;
  });
}

export function retrieveCheckoutSession(books: Books, id: string) {
  expireOverdue(books);
  return books.get("checkout.session", id, "session");
}

const listParams = z.strictObject({
  ...listing,
  customer_details: z.strictObject({ email: text }).optional(),
  payment_intent: text.optional(),
  status: z.enum(["open", "complete", "expired"]).optional(),
});

export function listCheckoutSessions(books: Books, params: FormParams) {
  const ask = readParams(listParams, params);
  expireOverdue(books);
  if (ask.payment_intent) books.get("payment_intent", ask.payment_intent, "payment_intent");
  const matching = books
    .all("checkout.session")
    .filter((session) => ask.payment_intent === undefined || session.payment_intent === ask.payment_intent)
    .filter((session) => ask.customer_details === undefined || session.customer_details?.email === ask.customer_details.email)
    .filter((session) => ask.status === undefined || session.status === ask.status);
  return pageOf(matching, ask, "/v1/checkout/sessions");
}

export function listLineItems(books: Books, id: string, params: FormParams) {
  const { created: _unused, ...rest } = listing;
  const ask = readParams(z.strictObject(rest), params);
  books.get("checkout.session", id, "session");
  return lineItemsOf(books, id, ask);
}

export function expireCheckoutSession(books: Books, id: string, params: FormParams) {
  readParams(z.strictObject({ expand }), params);
  expireOverdue(books);
  return expireSession(books, id);
}

/** What only one of the two modes takes. */
function requireMode({ mode, line_items, payment_intent_data, subscription_data }: z.infer<typeof createParams>): void {
  const repeats = line_items.filter((item) => item.price_data.recurring).length;
  if (mode === "payment" && repeats > 0) {
    throw invalid(
      "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
    );
  }
  if (mode === "subscription" && repeats !== 1) {
    throw invalid("You must provide at least one recurring price in `subscription` mode when using prices.");
  }
  const param = mode === "payment" ? "subscription_data" : "payment_intent_data";
  if ((mode === "payment" ? subscription_data : payment_intent_data) !== undefined) {
    throw invalid(`You can not pass \`${param}\` in \`${mode}\` mode.`, { param });
  }
}

function requireUrl(url: string | undefined, param: string): void {
  if (url !== undefined && !/^https?:\/\//.test(url)) {
    throw invalid("Not a valid URL", { code: "url_invalid", param });
  }
}

function requireAmount(unitAmount: number, quantity: number, at: number): void {
  const param = `line_items[${at}][price_data][unit_amount]`;
  if (unitAmount < 0) throw invalid("Invalid non-negative integer", { code: "parameter_invalid_integer", param });
  if (unitAmount * quantity > AMOUNT_LIMIT) {
    throw invalid("Invalid unit amount: the total must be no more than $999,999.99", { code: "amount_too_large", param });
  }
  if (unitAmount * quantity > 0 && unitAmount * quantity < SMALLEST_CHARGE) {
    throw invalid("The Checkout Session's total amount must convert to at least 50 cents.", { code: "amount_too_small", param });
  }
  if (quantity < 1)
    throw invalid("Invalid positive integer", { code: "parameter_invalid_integer", param: `line_items[${at}][quantity]` });
}
