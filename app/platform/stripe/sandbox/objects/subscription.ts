import type Stripe from "stripe";
import type { WirePrice } from "./catalogue.ts";

/** As they go over the wire: see `WirePrice`. */
export type WireItem = Omit<Stripe.SubscriptionItem, "price" | "plan"> & { price: WirePrice; plan: object };
export type WireSubscription = Omit<Stripe.Subscription, "items"> & {
  items: { object: "list"; data: WireItem[]; has_more: boolean; url: string };
};

interface NewSubscription {
  id: string;
  itemId: string;
  customer: string;
  paymentMethod: string;
  price: WirePrice;
  created: number;
  periodEnd: number;
  /** Null: none. */
  trialEnd: number | null;
  description: string | null;
  metadata: Record<string, string>;
}

export function newSubscription(ask: NewSubscription): WireSubscription {
  const { id, customer, paymentMethod, price, created, periodEnd, trialEnd, description, metadata } = ask;
  const item = newItem({ id: ask.itemId, subscription: id, price, created, periodStart: created, periodEnd });
  return {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: trialEnd ?? created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: "charge_automatically",
    created,
    currency: price.currency,
    customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    items: { object: "list", data: [item], has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: ["card"],
      save_default_payment_method: "off",
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: created,
    status: trialEnd === null ? "active" : "trialing",
    test_clock: null,
    transfer_data: null,
    trial_end: trialEnd,
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: "create_invoice" } },
    trial_start: trialEnd === null ? null : created,
  };
}

export function newItem(item: {
  id: string;
  subscription: string;
  price: WirePrice;
  created: number;
  periodStart: number;
  periodEnd: number;
}): WireItem {
  const { id, subscription, price, created, periodStart, periodEnd } = item;
  return {
    id,
    object: "subscription_item",
    billing_thresholds: null,
    created,
    current_period_end: periodEnd,
    current_period_start: periodStart,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(price),
    price,
    quantity: 1,
    subscription,
    tax_rates: [],
  };
}

/** The older form of a price, which Stripe still sends beside it. */
function planOf(price: WirePrice): object {
  const { id, active, created, currency, nickname, product, recurring, unit_amount, unit_amount_decimal } = price;
  return {
    id,
    object: "plan",
    active,
    amount: unit_amount,
    amount_decimal: unit_amount_decimal,
    billing_scheme: "per_unit",
    created,
    currency,
    interval: recurring?.interval ?? "month",
    interval_count: recurring?.interval_count ?? 1,
    livemode: false,
    metadata: {},
    meter: null,
    nickname,
    product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: "licensed",
  };
}
