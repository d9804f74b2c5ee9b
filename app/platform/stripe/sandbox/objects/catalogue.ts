import type Stripe from "stripe";

/** As it goes over the wire: the package turns decimals into objects of its own. */
export type WirePrice = Omit<Stripe.Price, "unit_amount_decimal" | "product"> & {
  product: string;
  unit_amount_decimal: string | null;
};
export type WireLineItem = Omit<Stripe.LineItem, "price"> & { price: WirePrice };

interface NewProduct {
  id: string;
  name: string;
  description: string | null;
  images: string[];
  metadata: Record<string, string>;
  created: number;
}

export function newProduct({ id, name, description, images, metadata, created }: NewProduct): Stripe.Product {
  return {
    id,
    object: "product",
    // Made for one session: not for sale by itself.
    active: false,
    created,
    default_price: null,
    description,
    images,
    livemode: false,
    marketing_features: [],
    metadata,
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: created,
    url: null,
  };
}

export function newPrice(price: {
  id: string;
  product: string;
  unitAmount: number;
  currency: string;
  created: number;
  recurring?: { interval: "day" | "week" | "month" | "year"; interval_count: number };
}): WirePrice {
  const { id, product, unitAmount, currency, created, recurring } = price;
  return {
    id,
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product,
    recurring: recurring ? { ...recurring, meter: null, trial_period_days: null, usage_type: "licensed" } : null,
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? "recurring" : "one_time",
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  };
}

export function newLineItem({
  id,
  price,
  quantity,
  description,
}: {
  id: string;
  price: WirePrice;
  quantity: number;
  description: string;
}): WireLineItem {
  const amount = (price.unit_amount ?? 0) * quantity;
  return {
    id,
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description,
    metadata: {},
    price,
    quantity,
  };
}
