import type Stripe from "stripe";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import {
  dateOf,
  listDisputes,
  listRefunds,
  nullWhereMissing,
  type StripeReading,
  timeOfPayment,
} from "../stripe-facts.server.ts";
import type { InvoiceFacts, SubscriptionFacts } from "./settle-subscription.ts";

/** An invoice of a subscription with its money, read now. */
export interface InvoiceReading extends InvoiceFacts, Pick<StripeReading, "payment"> {
  stripeInvoiceId: string;
  amountDue: number;
  amountPaid: number;
  currency: string;
  nextAttemptAt: Date | null;
  payUrl: string | null;
  refunds: StripeReading["refunds"];
  disputes: StripeReading["disputes"];
}

export interface SubscriptionReading {
  id: string;
  customerId: string;
  /** The order by which it began and the price that is paid, as we told Stripe: never believed without our own rows. */
  orderIdHint: string | null;
  priceIdHint: string | null;
  facts: SubscriptionFacts;
  /** The earliest first. */
  invoices: InvoiceReading[];
  itemId: string | null;
  stripeProductId: string | null;
  anchor: Date;
  card: { last4: string; endsAt: Date } | null;
}

/**
 * Reads a subscription with its invoices and their money: three calls, and one more each for refunds and disputes of a
 * charge that has some; `moneyBackOf` names payments whose lists are read in any case. Null where Stripe knows none.
 */
export async function readSubscription(id: string, moneyBackOf: ReadonlySet<string>): Promise<SubscriptionReading | null> {
  const subscription = await stripe()
    .subscriptions.retrieve(id, { expand: ["default_payment_method", "customer.invoice_settings.default_payment_method"] })
    .catch(nullWhereMissing);
  if (!subscription) return null;
  const customerId = idOf(subscription.customer);
  const charges = await listCharges(customerId);
  const invoices: InvoiceReading[] = [];
  for await (const invoice of stripe().invoices.list({ subscription: id, limit: 100, expand: ["data.payments"] })) {
    invoices.push(await readInvoice(invoice, charges, moneyBackOf));
  }
  // Stripe lists the newest first; two of one second keep their order.
  invoices.reverse().sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const [item] = subscription.items.data;
  return {
    id,
    customerId,
    orderIdHint: subscription.metadata.order_id ?? null,
    priceIdHint: subscription.metadata.price_id ?? null,
    facts: {
      status: subscription.status,
      livemode: subscription.livemode,
      currency: subscription.currency,
      price: item ? priceOf(item.price) : null,
      trialEndsAt: subscription.trial_end === null ? null : dateOf(subscription.trial_end),
      periodEndsAt: dateOf(item?.current_period_end ?? subscription.start_date),
      cancelAt: subscription.cancel_at === null ? null : dateOf(subscription.cancel_at),
      endedAt: subscription.ended_at === null ? null : dateOf(subscription.ended_at),
      invoices,
    },
    invoices,
    itemId: item?.id ?? null,
    stripeProductId: item ? idOf(item.price.product) : null,
    anchor: dateOf(subscription.billing_cycle_anchor),
    card: cardOf(subscription),
  };
}

function priceOf(price: Stripe.Price): SubscriptionFacts["price"] {
  const { unit_amount: amount, currency, recurring } = price;
  if (amount === null || !recurring) return null;
  return { amount, currency, interval: recurring.interval, intervalCount: recurring.interval_count };
}

/** Successful charges of a customer, by their payment. */
async function listCharges(customer: string): Promise<Map<string, Stripe.Charge>> {
  const found = new Map<string, Stripe.Charge>();
  const page = { customer, limit: 100, expand: ["data.balance_transaction"] };
  for await (const charge of stripe().charges.list(page)) {
    if (charge.status === "succeeded" && charge.payment_intent) found.set(idOf(charge.payment_intent), charge);
  }
  return found;
}

async function readInvoice(
  invoice: Stripe.Invoice,
  charges: Map<string, Stripe.Charge>,
  moneyBackOf: ReadonlySet<string>,
): Promise<InvoiceReading> {
  const paidBy = (invoice.payments?.data ?? []).flatMap(({ payment }) => {
    const id = payment.payment_intent === undefined ? null : idOf(payment.payment_intent);
    return id !== null && charges.has(id) ? [id] : [];
  });
  const paymentIntentId = paidBy[0] ?? null;
  const charge = paymentIntentId === null ? null : charges.get(paymentIntentId)!;
  const known = paymentIntentId !== null && moneyBackOf.has(paymentIntentId);
  const lines = invoice.lines.data;
  const periods = lines.filter((line) => line.amount >= 0).map((line) => line.period);
  const credits = lines.filter((line) => line.amount < 0).map((line) => line.period.start);
  return {
    stripeInvoiceId: invoice.id,
    status: invoice.status ?? "draft",
    total: invoice.total,
    amountDue: invoice.amount_due,
    amountPaid: invoice.amount_paid,
    currency: invoice.currency,
    from: dateOf(Math.min(invoice.created, ...periods.map((period) => period.start))),
    until: dateOf(Math.max(...periods.map((period) => period.end), invoice.period_end)),
    dueAt: dateOf(invoice.created),
    creditFrom: credits.length === 0 ? null : dateOf(Math.min(...credits)),
    attempts: invoice.attempt_count,
    nextAttemptAt: invoice.next_payment_attempt === null ? null : dateOf(invoice.next_payment_attempt),
    payUrl: invoice.hosted_invoice_url ?? null,
    received: charge?.amount_captured ?? 0,
    refunds: charge && (known || charge.amount_refunded > 0) ? await listRefunds(paymentIntentId!) : [],
    disputes: charge && (known || charge.disputed) ? await listDisputes(paymentIntentId!) : [],
    payment: charge && {
      paymentIntentId: paymentIntentId!,
      chargeId: charge.id,
      amount: charge.amount_captured,
      currency: charge.currency,
      livemode: charge.livemode,
      paidAt: timeOfPayment(charge),
    },
  };
}

function cardOf(subscription: Stripe.Subscription): SubscriptionReading["card"] {
  const customer = subscription.customer as Stripe.Customer | Stripe.DeletedCustomer;
  const ofCustomer = "invoice_settings" in customer ? customer.invoice_settings.default_payment_method : null;
  const method = (subscription.default_payment_method ?? ofCustomer) as Stripe.PaymentMethod | null;
  if (!method?.card) return null;
  // Valid to the end of its month.
  return { last4: method.card.last4, endsAt: new Date(Date.UTC(method.card.exp_year, method.card.exp_month, 1)) };
}

/** The subscription that an invoice is of; null where it is of none. */
export async function findSubscriptionOfInvoice(invoiceId: string): Promise<string | null> {
  const invoice = await stripe().invoices.retrieve(invoiceId).catch(nullWhereMissing);
  const subscription = invoice?.parent?.subscription_details?.subscription ?? null;
  return subscription === null ? null : idOf(subscription);
}

/** The subscription whose invoice a payment was made for; null where there is none. */
export async function findSubscriptionOfPayment(paymentIntentId: string): Promise<string | null> {
  const payment = { type: "payment_intent" as const, payment_intent: paymentIntentId };
  const { data } = await stripe().invoicePayments.list({ payment, limit: 1 });
  return data[0] ? findSubscriptionOfInvoice(idOf(data[0].invoice)) : null;
}

export function idOf(value: string | { id: string }): string {
  return typeof value === "string" ? value : value.id;
}
