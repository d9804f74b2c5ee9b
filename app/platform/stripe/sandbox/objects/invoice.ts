import type Stripe from "stripe";

/** As they go over the wire: the package turns decimals into objects of its own. */
export type WireLine = Omit<Stripe.InvoiceLineItem, "quantity_decimal" | "pricing"> & {
  quantity_decimal: string | null;
  pricing: object;
};
export type WireInvoice = Omit<Stripe.Invoice, "lines" | "payments"> & {
  lines: { object: "list"; data: WireLine[]; has_more: boolean; url: string };
};

export interface LineFacts {
  id: string;
  amount: number;
  description: string;
  from: number;
  until: number;
  proration: boolean;
  price: { id: string; product: string; unitAmount: number };
}

interface NewInvoice {
  id: string;
  subscription: string;
  subscriptionItem: string;
  metadata: Record<string, string>;
  customer: { id: string; email: string | null; balance: number };
  paymentMethod: string | null;
  currency: string;
  created: number;
  period: { start: number; end: number };
  reason: "subscription_create" | "subscription_cycle" | "subscription_update";
  lines: LineFacts[];
  payUrl: string;
  /** When it is finalized by itself; null: at once. */
  finalizesAt: number | null;
}

/** A draft of what a subscription asks for. */
export function newInvoice(ask: NewInvoice): WireInvoice {
  const { id, customer, currency, created, period } = ask;
  const total = ask.lines.reduce((sum, line) => sum + line.amount, 0);
  const due = Math.max(0, total + customer.balance);
  return {
    id,
    object: "invoice",
    account_country: "US",
    account_name: "Payment sandbox",
    account_tax_ids: null,
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: due,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: ask.finalizesAt,
    billing_reason: ask.reason,
    collection_method: "charge_automatically",
    created,
    currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: customer.email,
    customer_name: null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: "none",
    customer_tax_ids: [],
    default_payment_method: ask.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: ask.payUrl,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: {
      object: "list",
      data: ask.lines.map((line) => newLine(ask, line)),
      has_more: false,
      url: `/v1/invoices/${id}/lines`,
    },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: ask.metadata, subscription: ask.subscription },
      type: "subscription_details",
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: ["card"] },
    period_end: period.end,
    period_start: period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: customer.balance,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: created,
  };
}

function newLine(ask: NewInvoice, line: LineFacts): WireLine {
  return {
    id: line.id,
    object: "line_item",
    amount: line.amount,
    currency: ask.currency,
    description: line.description,
    discount_amounts: [],
    discountable: !line.proration,
    discounts: [],
    invoice: ask.id,
    livemode: false,
    metadata: ask.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: line.proration,
        proration_details: { credited_items: null },
        subscription: ask.subscription,
        subscription_item: ask.subscriptionItem,
      },
      type: "subscription_item_details",
    } as Stripe.InvoiceLineItem.Parent,
    period: { end: line.until, start: line.from },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: line.price.id, product: line.price.product },
      type: "price_details",
      unit_amount_decimal: String(line.price.unitAmount),
    },
    quantity: 1,
    quantity_decimal: "1",
    subscription: ask.subscription,
    subtotal: line.amount,
    taxes: [],
  };
}

/** What links an invoice to a payment. */
export function newInvoicePayment(ask: {
  id: string;
  invoice: WireInvoice;
  paymentIntent: string;
  created: number;
}): Stripe.InvoicePayment {
  const { id, invoice, paymentIntent, created } = ask;
  return {
    id,
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: paymentIntent, type: "payment_intent" },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  };
}
