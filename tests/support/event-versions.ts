import Stripe from "stripe";

/** An object of an event, in whatever version's shape. */
export type Wire = Record<string, unknown>;

/** API versions that an endpoint or an account may be set to, the newest first: the package's, then back through what moved. */
export const EVENT_VERSIONS = [
  Stripe.API_VERSION,
  "2025-03-31.basil",
  "2024-06-20",
  "2022-11-15",
  "2020-08-27",
  "2019-09-09",
] as const;
export type EventVersion = (typeof EVENT_VERSIONS)[number];

/** What each version is without, or has elsewhere, than the one before it in the list above. */
const STEPS: Record<EventVersion, (object: Wire) => Wire> = {
  [Stripe.API_VERSION]: (object) => object,
  "2025-03-31.basil": toBasil,
  "2024-06-20": to2024,
  "2022-11-15": to2022,
  "2020-08-27": to2020,
  "2019-09-09": to2019,
};

/** An event of the package's version as Stripe would have sent it to an endpoint of another one. */
export function asVersion(event: Stripe.Event, version: EventVersion): Wire & { id: string; type: string } {
  let object = structuredClone(event.data.object) as unknown as Wire;
  for (const step of EVENT_VERSIONS.slice(0, EVENT_VERSIONS.indexOf(version) + 1)) object = STEPS[step](object);
  return { ...event, api_version: version, data: { object } };
}

function without(object: Wire, ...names: string[]): Wire {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** What came after the spring of 2025. */
function toBasil(object: Wire): Wire {
  return without(
    object,
    "managed_payments",
    "customer_account",
    "billing_schedules",
    "allowed_payment_method_types",
    "payment_record",
  );
}

/** Before basil: invoices named their subscription and payment, charges and payments their invoice, subscriptions their period. */
function to2024(object: Wire): Wire {
  switch (object.object) {
    case "invoice":
      return invoiceOf2024(object);
    case "subscription": {
      const items = object.items as { data: Wire[] };
      const [{ current_period_start, current_period_end } = {} as Wire] = items.data;
      const data = items.data.map((item) => without(item, "current_period_start", "current_period_end"));
      return {
        ...without(object, "billing_mode"),
        current_period_start,
        current_period_end,
        discount: null,
        items: { ...items, data },
      };
    }
    case "charge":
    case "payment_intent":
      return { ...object, invoice: null };
    case "checkout.session":
      return { ...without(object, "collected_information", "adaptive_pricing", "permissions"), shipping_details: null };
    default:
      return object;
  }
}

function invoiceOf2024(invoice: Wire): Wire {
  const parent = invoice.parent as { subscription_details: { subscription: string; metadata: Wire } } | null;
  const lines = invoice.lines as { data: Wire[] };
  const paid = invoice.status === "paid";
  return {
    ...without(invoice, "parent", "total_taxes", "amount_overpaid", "payments"),
    subscription: parent?.subscription_details.subscription ?? null,
    subscription_details: { metadata: parent?.subscription_details.metadata ?? null },
    ...{ charge: paid ? "ch_ofThisInvoice" : null, payment_intent: paid ? "pi_ofThisInvoice" : null },
    ...{ paid, paid_out_of_band: false, quote: null, tax: null, total_tax_amounts: [], discount: null },
    lines: {
      ...lines,
      data: lines.data.map((line) => ({
        ...without(line, "parent", "pricing", "taxes"),
        ...{ type: "subscription", proration: false, subscription: parent?.subscription_details.subscription ?? null },
        ...{
          price: { id: "price_ofThisLine", object: "price" },
          plan: { id: "price_ofThisLine", object: "plan" },
          tax_amounts: [],
        },
      })),
    },
  };
}

/** Before the account's default payment methods and most of what Checkout tells today. */
function to2022(object: Wire): Wire {
  if (object.object === "checkout.session")
    return without(
      object,
      "currency_conversion",
      "customer_creation",
      "payment_method_configuration_details",
      "saved_payment_method_options",
      "ui_mode",
      "client_secret",
    );
  if (object.object === "payment_intent")
    return without(object, "payment_method_configuration_details", "excluded_payment_method_types");
  return without(object, "cancellation_details", "issuer", "effective_at", "latest_revision");
}

/** Before 2022-11-15: payments had a list of charges and no latest one; charges had their refunds in them. */
function to2020(object: Wire): Wire {
  if (object.object === "payment_intent") {
    const { latest_charge: latest, id } = object;
    const data = latest === null ? [] : [{ id: latest, object: "charge", payment_intent: id, refunds: listOf([]) }];
    return { ...without(object, "latest_charge"), charges: listOf(data, `/v1/charges?payment_intent=${id}`) };
  }
  if (object.object === "charge") return { ...object, refunds: listOf([], `/v1/charges/${object.id}/refunds`) };
  if (object.object === "checkout.session") return without(object, "status", "customer_details", "expires_at", "recovered_from");
  return object;
}

/** Before payments stood behind every charge: disputes and refunds named the charge alone, sessions their items and no status. */
function to2019(object: Wire): Wire {
  switch (object.object) {
    case "checkout.session":
      return {
        ...without(object, "payment_status", "amount_total", "amount_subtotal", "currency", "url", "mode"),
        display_items: [],
      };
    case "dispute":
      return without(object, "payment_intent", "payment_method_details", "enhanced_eligibility_types");
    case "refund":
      return without(object, "payment_intent", "destination_details");
    case "charge":
      return {
        ...without(object, "payment_intent", "payment_method", "amount_captured"),
        source: { id: "card_ofThisCharge", object: "card" },
      };
    case "subscription": {
      const { collection_method: billing } = object;
      return {
        ...without(object, "collection_method"),
        billing,
        tax_percent: null,
        plan: { id: "plan_ofThis", object: "plan" },
        quantity: 1,
      };
    }
    case "invoice": {
      const { collection_method: billing } = object;
      return { ...without(object, "collection_method", "total_discount_amounts"), billing, tax_percent: null };
    }
    default:
      return object;
  }
}

function listOf(data: Wire[], url = "") {
  return { object: "list", data, has_more: false, total_count: data.length, url };
}
