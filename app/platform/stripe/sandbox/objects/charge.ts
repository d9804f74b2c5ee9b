import type Stripe from "stripe";

/** The delayed method that a currency has. */
export type BankDebit = "us_bank_account" | "sepa_debit" | "bacs_debit";

export function bankDebitFor(currency: string): BankDebit | undefined {
  return ({ usd: "us_bank_account", eur: "sepa_debit", gbp: "bacs_debit" } as const)[currency];
}

export type PaidWith = { method: "card"; threeDSecure: boolean } | { method: BankDebit };

interface NewCharge {
  id: string;
  paymentIntent: Stripe.PaymentIntent;
  paymentMethod: string;
  balanceTransaction: string | null;
  created: number;
  email: string | null;
  status: "succeeded" | "pending" | "failed";
  failure?: { code: string; message: string };
  paidWith: PaidWith;
}

export function newCharge(charge: NewCharge): Stripe.Charge {
  const { id, paymentIntent, created, status, failure } = charge;
  const failed = status === "failed";
  return {
    id,
    object: "charge",
    amount: paymentIntent.amount,
    amount_captured: status === "succeeded" ? paymentIntent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.balanceTransaction,
    billing_details: { address: emptyAddress(), email: charge.email, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: "SANDBOX",
    captured: status === "succeeded",
    created,
    currency: paymentIntent.currency,
    customer: null,
    description: paymentIntent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: paymentIntent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: failed ? "try_again_later" : null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: failed ? "declined_by_network" : "approved_by_network",
      reason: failure ? "generic_decline" : null,
      risk_level: "normal",
      risk_score: 20,
      seller_message: failed ? "The bank did not return any further details with this decline." : "Payment complete.",
      type: failed ? "issuer_declined" : "authorized",
    },
    paid: status === "succeeded",
    payment_intent: paymentIntent.id,
    payment_method: charge.paymentMethod,
    payment_method_details: methodDetails(charge.paidWith, paymentIntent.amount),
    radar_options: {},
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}

function methodDetails(paidWith: PaidWith, amount: number): Stripe.Charge.PaymentMethodDetails {
  switch (paidWith.method) {
    case "card":
      return { card: cardDetails(amount, paidWith.threeDSecure), type: "card" };
    case "us_bank_account": {
      const account = {
        account_holder_type: "individual",
        account_type: "checking",
        bank_name: "STRIPE TEST BANK",
        routing_number: "110000000",
      };
      return {
        type: "us_bank_account",
        us_bank_account: { ...account, fingerprint: "sandboxUsBank", last4: "6789", payment_reference: null },
      };
    }
    case "sepa_debit": {
      const bank = { bank_code: "19043", branch_code: "", country: "AT" };
      return { sepa_debit: { ...bank, fingerprint: "sandboxSepa", last4: "5678", mandate: null }, type: "sepa_debit" };
    }
    case "bacs_debit":
      return {
        bacs_debit: { fingerprint: "sandboxBacs", last4: "2345", mandate: null, sort_code: "108800" },
        type: "bacs_debit",
      };
  }
}

function cardDetails(amount: number, threeDSecure: boolean): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: amount,
    authorization_code: "A12345",
    brand: "visa",
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    electronic_commerce_indicator: threeDSecure ? "05" : null,
    exp_month: 12,
    exp_year: 2034,
    extended_authorization: { status: "disabled" },
    fingerprint: "sandboxCard",
    funding: "credit",
    incremental_authorization: { status: "unavailable" },
    installments: null,
    last4: threeDSecure ? "3155" : "4242",
    mandate: null,
    multicapture: { status: "unavailable" },
    network: "visa",
    network_token: { used: false },
    network_transaction_id: "104102202101102",
    overcapture: { maximum_amount_capturable: amount, status: "unavailable" },
    regulated_status: "unregulated",
    three_d_secure: threeDSecure
      ? {
          authentication_flow: "challenge",
          electronic_commerce_indicator: "05",
          exemption_indicator: null,
          result: "authenticated",
          result_reason: null,
          transaction_id: "sandbox-3ds",
          version: "2.2.0",
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  };
}

function emptyAddress(): Stripe.Address {
  return { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
}
