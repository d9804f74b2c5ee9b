import Stripe from "stripe";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import type { StripeFacts } from "./settle-order.ts";

/** What Stripe says of one purchase, read now. */
export interface StripeReading {
  facts: StripeFacts;
  /** The order that the session was made for, as we told Stripe; never believed without our own row. */
  orderIdHint: string | null;
  /** Who paid, as they said on Stripe's page; nulls where they have not yet. */
  buyer: { email: string | null; name: string | null };
  payment: {
    paymentIntentId: string;
    chargeId: string | null;
    amount: number;
    currency: string;
    livemode: boolean;
    /** When the money came, by Stripe's clock; null where Stripe does not say. */
    paidAt: Date | null;
  } | null;
  refunds: {
    id: string;
    amount: number;
    currency: string;
    status: string;
    reason: string;
    itemId: string | null;
    createdAt: Date;
  }[];
  disputes: { id: string; amount: number; currency: string; status: string; createdAt: Date }[];
}

/**
 * Reads a Checkout Session with its payment: one call, and one more each for refunds and disputes where the charge
 * has some or `thorough` asks for them. Null where Stripe knows no such session.
 */
export async function readFromStripe(sessionId: string, thorough: boolean): Promise<StripeReading | null> {
  const session = await stripe()
    .checkout.sessions.retrieve(sessionId, { expand: ["payment_intent.latest_charge.balance_transaction"] })
    .catch(nullWhereMissing);
  if (!session) return null;
  const intent = session.payment_intent as Stripe.PaymentIntent | null;
  const charge = (intent?.latest_charge ?? null) as Stripe.Charge | null;
  const refunds = intent && (thorough || (charge?.amount_refunded ?? 0) > 0) ? await listRefunds(intent.id) : [];
  const disputes = intent && (thorough || charge?.disputed) ? await listDisputes(intent.id) : [];
  return {
    facts: {
      session: {
        status: session.status,
        paymentStatus: session.payment_status,
        amount: session.amount_total,
        currency: session.currency,
        livemode: session.livemode,
      },
      payment: intent && {
        status: intent.status,
        received: intent.amount_received,
        currency: intent.currency,
        livemode: intent.livemode,
      },
      refunds,
      disputes,
    },
    orderIdHint: orderIdIn(session),
    buyer: { email: session.customer_details?.email ?? null, name: session.customer_details?.name ?? null },
    payment:
      intent && intent.amount_received > 0
        ? {
            paymentIntentId: intent.id,
            chargeId: charge?.id ?? null,
            amount: intent.amount_received,
            currency: intent.currency,
            livemode: intent.livemode,
            paidAt: charge && timeOfPayment(charge),
          }
        : null,
    refunds,
    disputes,
  };
}

/** The charge of a delayed method is made days before its money comes, and only the balance says when that was. */
export function timeOfPayment({ created, balance_transaction: moved }: Stripe.Charge): Date {
  return dateOf(typeof moved === "object" && moved !== null ? moved.created : created);
}

/** Of Stripe's Unix seconds. */
export function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

function orderIdIn(session: Stripe.Checkout.Session): string | null {
  const hint = session.metadata?.order_id ?? session.client_reference_id;
  return hint && /^[\w-]{1,64}$/.test(hint) ? hint : null;
}

export async function listRefunds(paymentIntent: string): Promise<StripeReading["refunds"]> {
  const found: StripeReading["refunds"] = [];
  for await (const refund of stripe().refunds.list({ payment_intent: paymentIntent, limit: 100 })) {
    const { id, amount, currency, status, reason, created, metadata } = refund;
    const itemId = metadata?.order_item_id ?? null;
    const facts = { id, amount, currency, status: status ?? "succeeded", reason: reason ?? "", createdAt: dateOf(created) };
    // As we told Stripe; what is no id of ours names no item.
    found.push({ ...facts, itemId: itemId && /^[\w-]{1,64}$/.test(itemId) ? itemId : null });
  }
  return found;
}

export async function listDisputes(paymentIntent: string): Promise<StripeReading["disputes"]> {
  const found: StripeReading["disputes"] = [];
  for await (const dispute of stripe().disputes.list({ payment_intent: paymentIntent, limit: 100 })) {
    const { id, amount, currency, status, created } = dispute;
    found.push({ id, amount, currency, status, createdAt: dateOf(created) });
  }
  return found;
}

/** The session that a payment belongs to, by its payment intent; null where it is none of ours. */
export async function findSessionOfPayment(paymentIntentId: string): Promise<string | null> {
  const { data } = await stripe().checkout.sessions.list({ payment_intent: paymentIntentId, limit: 1 });
  return data[0]?.id ?? null;
}

/** The payment intent of a charge; null where there is none. */
export async function findPaymentOfCharge(chargeId: string): Promise<string | null> {
  const charge = await stripe().charges.retrieve(chargeId).catch(nullWhereMissing);
  const intent = charge?.payment_intent ?? null;
  return typeof intent === "string" ? intent : (intent?.id ?? null);
}

export function nullWhereMissing(error: unknown): null {
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing") return null;
  throw error;
}
