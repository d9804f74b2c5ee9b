import { z } from "zod";
import { type Books, newId } from "../books.server.ts";
import type { FormParams } from "../form-body.ts";
import { newPortalSession } from "../objects/portal-session.ts";
import { currency, expand, flag, integer, listing, metadata, readParams, text } from "../parameters.ts";
import { invalid } from "../stripe-error.ts";
import { cancelSubscription, type NewTerms, previewUpdate, updateSubscription } from "../subscription-changes.ts";
import { pageOf } from "./listing.ts";

/** How often something is paid, in `price_data`. */
export const recurring = z.strictObject({
  interval: z.enum(["day", "week", "month", "year"]),
  interval_count: integer.pipe(z.number().min(1, "Invalid positive integer")).default(1),
});

const item = z.strictObject({
  id: text,
  price_data: z.strictObject({
    currency,
    product: text,
    recurring,
    unit_amount: integer,
    tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
  }),
});
const proration = z.enum(["always_invoice", "create_prorations", "none"]).default("create_prorations");

const updateParams = z.strictObject({
  cancel_at: z.union([z.literal(""), integer]).optional(),
  cancel_at_period_end: flag.optional(),
  expand,
  items: z.array(item).length(1, "one item").optional(),
  metadata: z.union([z.literal("").transform(() => ({})), metadata]),
  payment_behavior: z.enum(["allow_incomplete", "error_if_incomplete"]).default("allow_incomplete"),
  proration_behavior: proration,
});

/** `POST /v1/subscriptions/:id` */
export function postSubscription(books: Books, id: string, params: FormParams, appUrl: string) {
  const ask = readParams(updateParams, params);
  if (ask.cancel_at !== undefined && ask.cancel_at_period_end !== undefined) {
    throw invalid("You may only specify one of these parameters: cancel_at, cancel_at_period_end.");
  }
  if (typeof ask.cancel_at === "number" && ask.cancel_at <= books.seconds()) {
    throw invalid("The `cancel_at` timestamp must be in the future.", { param: "cancel_at" });
  }
  return updateSubscription(
    books,
    id,
    {
      cancelAt: ask.cancel_at === "" ? null : ask.cancel_at,
      cancelAtPeriodEnd: ask.cancel_at_period_end,
      terms: termsIn(books, id, ask.items),
      metadata: ask.metadata,
      proration: ask.proration_behavior,
      failsWithPayment: ask.payment_behavior === "error_if_incomplete",
    },
    appUrl,
  );
}

function termsIn(books: Books, id: string, items: z.infer<typeof item>[] | undefined): NewTerms | undefined {
  const [one] = items ?? [];
  if (!one) return undefined;
  const subscription = books.get("subscription", id);
  if (subscription.items.data[0]?.id !== one.id) {
    throw invalid(`No such subscription item: '${one.id}'`, { code: "resource_missing", param: "items[0][id]" }, 404);
  }
  books.get("product", one.price_data.product, "items[0][price_data][product]");
  if (one.price_data.currency !== subscription.currency) {
    throw invalid("All prices on a subscription must have the same `currency`.", { param: "items" });
  }
  return one.price_data;
}

const cancelParams = z.strictObject({ expand, invoice_now: flag.optional(), prorate: flag.optional() });

/** `DELETE /v1/subscriptions/:id` */
export function deleteSubscription(books: Books, id: string, params: FormParams) {
  readParams(cancelParams, params);
  return cancelSubscription(books, id);
}

const listParams = z.strictObject({
  ...listing,
  customer: text.optional(),
  status: z.enum(["all", "canceled", "active"]).optional(),
});

export function listSubscriptions(books: Books, params: FormParams) {
  const ask = readParams(listParams, params);
  const matching = books
    .all("subscription")
    .filter(({ customer }) => ask.customer === undefined || customer === ask.customer)
    .filter(({ status }) => ask.status === "all" || (ask.status ?? status) === status)
    .filter(({ status }) => ask.status !== undefined || status !== "canceled");
  return pageOf(matching, ask, "/v1/subscriptions");
}

const invoiceParams = z.strictObject({
  ...listing,
  customer: text.optional(),
  status: z.enum(["draft", "open", "paid", "uncollectible", "void"]).optional(),
  subscription: text.optional(),
});

export function listInvoices(books: Books, params: FormParams) {
  const ask = readParams(invoiceParams, params);
  const matching = books
    .all("invoice")
    .filter(({ customer }) => ask.customer === undefined || customer === ask.customer)
    .filter(({ status }) => ask.status === undefined || status === ask.status)
    .filter(({ parent }) => ask.subscription === undefined || parent?.subscription_details?.subscription === ask.subscription);
  return pageOf(matching, ask, "/v1/invoices");
}

const previewParams = z.strictObject({
  expand,
  subscription: text,
  subscription_details: z.strictObject({ items: z.array(item).length(1, "one item"), proration_behavior: proration }),
});

/** `POST /v1/invoices/create_preview` */
export function previewInvoice(books: Books, params: FormParams, appUrl: string) {
  const ask = readParams(previewParams, params);
  const terms = termsIn(books, ask.subscription, ask.subscription_details.items);
  return previewUpdate(books, ask.subscription, terms!, appUrl);
}

const invoicePaymentParams = z.strictObject({
  ...listing,
  invoice: text.optional(),
  payment: z.strictObject({ type: z.enum(["payment_intent", "payment_record"]), payment_intent: text.optional() }).optional(),
  status: z.enum(["open", "paid", "canceled"]).optional(),
});

export function listInvoicePayments(books: Books, params: FormParams) {
  const ask = readParams(invoicePaymentParams, params);
  const matching = books
    .all("invoice_payment")
    .filter(({ invoice }) => ask.invoice === undefined || invoice === ask.invoice)
    .filter(({ status }) => ask.status === undefined || status === ask.status)
    .filter(({ payment }) => ask.payment?.payment_intent === undefined || payment.payment_intent === ask.payment.payment_intent);
  return pageOf(matching, ask, "/v1/invoice_payments");
}

const portalParams = z.strictObject({
  customer: text,
  expand,
  flow_data: z.strictObject({ type: z.literal("payment_method_update") }).optional(),
  return_url: text.optional(),
});

/** `POST /v1/billing_portal/sessions` */
export function postPortalSession(books: Books, params: FormParams, appUrl: string) {
  const ask = readParams(portalParams, params);
  books.get("customer", ask.customer, "customer");
  return books.change((change) => {
    const id = newId("bps");
    const session = newPortalSession({
      id,
      customer: ask.customer,
      created: books.seconds(),
      returnUrl: ask.return_url ?? null,
      url: `${appUrl}/payment-sandbox/portal/${id}`,
      flow: ask.flow_data?.type ?? null,
    });
    change.put("billing_portal.session", id, session);
    return session;
  });
}
