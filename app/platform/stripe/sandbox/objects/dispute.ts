import type Stripe from "stripe";

interface NewDispute {
  id: string;
  charge: Stripe.Charge;
  amount: number;
  created: number;
  reason: string;
  /** An inquiry takes no money yet. */
  inquiry: boolean;
}

const TWO_WEEKS = 14 * 24 * 60 * 60;

export function newDispute({ id, charge, amount, created, reason, inquiry }: NewDispute): Stripe.Dispute {
  const card = { brand: "visa", case_type: inquiry ? "inquiry" : "chargeback", network: "visa", network_reason_code: "10.4" };
  return {
    id,
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(charge.billing_details.email),
    evidence_details: {
      due_by: created + TWO_WEEKS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    network_reason_code: "10.4",
    payment_intent: charge.payment_intent,
    payment_method_details: { card, type: "card" },
    reason,
    status: inquiry ? "warning_needs_response" : "needs_response",
  };
}

function emptyEvidence(email: string | null): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: email,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
