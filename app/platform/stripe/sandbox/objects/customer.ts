import type Stripe from "stripe";

export function newCustomer(customer: {
  id: string;
  email: string | null;
  currency: string;
  created: number;
  paymentMethod: string;
}): Stripe.Customer {
  const { id, email, currency, created, paymentMethod } = customer;
  return {
    id,
    object: "customer",
    address: null,
    balance: 0,
    created,
    currency,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: paymentMethod,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
}

export function newCard(card: {
  id: string;
  customer: string;
  email: string | null;
  created: number;
  last4: string;
  expires: { month: number; year: number };
}): Stripe.PaymentMethod {
  const { id, customer, email, created, last4, expires } = card;
  const address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return {
    id,
    object: "payment_method",
    allow_redisplay: "limited",
    billing_details: { address, email, name: null, phone: null, tax_id: null },
    card: {
      brand: "visa",
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: "visa",
      exp_month: expires.month,
      exp_year: expires.year,
      fingerprint: `sandbox${last4}`,
      funding: "credit",
      generated_from: null,
      last4,
      networks: { available: ["visa"], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created,
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  };
}
