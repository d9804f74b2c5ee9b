import type Stripe from "stripe";
import { endSubscription, subscriptionOf } from "./billing.ts";
import { type Books, type CardManner, type Change, newId } from "./books.server.ts";
import { newBalanceTransaction } from "./objects/balance-transaction.ts";
import { newCharge } from "./objects/charge.ts";
import { newInvoicePayment, type WireInvoice } from "./objects/invoice.ts";
import { newPaymentIntent, paymentError } from "./objects/payment-intent.ts";
import { invalid } from "./stripe-error.ts";

/** How the payment of an invoice is tried, and what becomes of it. */

const DAY = 24 * 60 * 60;
/** Days between the tries: the first, three more, and then what the account's settings say. */
const RETRIES = [3, 5, 7];

export const CARD_ERRORS: Record<Exclude<CardManner, "works">, { code: string; declineCode: string; message: string }> = {
  declines: { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." },
  "asks-bank": {
    code: "authentication_required",
    declineCode: "authentication_required",
    message: "Your card was declined. This transaction requires authentication.",
  },
};

/** Tries to charge an open invoice; `manner`: what the card does, where its owner is there to see it. */
export function chargeInvoice(books: Books, change: Change, invoice: WireInvoice, manner?: CardManner): void {
  if (invoice.status !== "open" && invoice.status !== "uncollectible")
    throw invalid(`This invoice is ${invoice.status}.`, { code: "invoice_not_editable" });
  if (invoice.amount_due === 0) {
    markPaid(books, change, invoice, null);
    return;
  }
  const card = cardOf(books, invoice);
  const does = manner ?? books.find("card_manners", card.id)?.manner ?? "works";
  const intent = intentOf(books, change, invoice, card);
  if (does === "works") pay(books, change, invoice, intent, card);
  else fail(books, change, invoice, intent, card, does);
}

/** The card by which a subscription's invoices are paid. */
export function cardOf(books: Books, invoice: WireInvoice): Stripe.PaymentMethod {
  const subscription = books.get("subscription", subscriptionOf(invoice) ?? "", "subscription");
  const customer = books.get("customer", invoice.customer as string);
  const id = subscription.default_payment_method ?? customer.invoice_settings.default_payment_method;
  return books.get("payment_method", id as string, "payment_method");
}

function intentOf(books: Books, change: Change, invoice: WireInvoice, card: Stripe.PaymentMethod): Stripe.PaymentIntent {
  const known = books.all("invoice_payment").find((payment) => payment.invoice === invoice.id);
  if (known) return books.get("payment_intent", known.payment.payment_intent as string);
  const intent: Stripe.PaymentIntent = {
    ...newPaymentIntent({
      id: newId("pi"),
      amount: invoice.amount_due,
      currency: invoice.currency,
      created: books.seconds(),
      description: invoice.billing_reason === "subscription_create" ? "Subscription creation" : "Subscription update",
      metadata: {},
      paymentMethodTypes: ["card"],
    }),
    customer: invoice.customer as string,
    payment_method: card.id,
    setup_future_usage: "off_session",
  };
  const payment = newInvoicePayment({ id: newId("inpay"), invoice, paymentIntent: intent.id, created: books.seconds() });
  change.put("payment_intent", intent.id, intent);
  change.put("invoice_payment", payment.id, payment);
  return intent;
}

function chargeOf(
  books: Books,
  invoice: WireInvoice,
  intent: Stripe.PaymentIntent,
  card: Stripe.PaymentMethod,
  failure?: { code: string; message: string },
): Stripe.Charge {
  const charge = newCharge({
    id: newId("ch"),
    paymentIntent: intent,
    paymentMethod: card.id,
    balanceTransaction: failure ? null : newId("txn"),
    created: books.seconds(),
    email: invoice.customer_email,
    status: failure ? "failed" : "succeeded",
    failure,
    paidWith: { method: "card", threeDSecure: false },
  });
  return { ...charge, customer: invoice.customer as string };
}

function pay(books: Books, change: Change, invoice: WireInvoice, intent: Stripe.PaymentIntent, card: Stripe.PaymentMethod): void {
  const charge = chargeOf(books, invoice, intent, card);
  const transaction = charge.balance_transaction as string;
  change.put("balance_transaction", transaction, newBalanceTransaction({ id: transaction, charge, created: books.seconds() }));
  change.put("charge", charge.id, charge);
  const paid: Stripe.PaymentIntent = {
    ...intent,
    status: "succeeded",
    amount_received: intent.amount,
    latest_charge: charge.id,
    payment_method: card.id,
    last_payment_error: null,
    next_action: null,
  };
  change.put("payment_intent", paid.id, paid);
  change.emit("charge.succeeded", charge);
  change.emit("payment_intent.succeeded", paid);
  markPaid(books, change, invoice, paid.id);
}

export function markPaid(books: Books, change: Change, invoice: WireInvoice, paymentIntent: string | null): void {
  const at = books.seconds();
  const paid: WireInvoice = {
    ...invoice,
    status: "paid",
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempted: true,
    attempt_count: invoice.attempt_count + (paymentIntent ? 1 : 0),
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: at },
  };
  change.put("invoice", paid.id, paid);
  const link = books.all("invoice_payment").find((payment) => payment.invoice === invoice.id);
  if (link && paymentIntent) {
    const transitions = { ...link.status_transitions, paid_at: at };
    const settled = { ...link, status: "paid", amount_paid: invoice.amount_due, status_transitions: transitions };
    change.put("invoice_payment", link.id, settled);
    change.emit("invoice_payment.paid", settled);
  }
  change.emit("invoice.paid", paid);
  change.emit("invoice.payment_succeeded", paid);
  const before = books.get("subscription", subscriptionOf(invoice) ?? "", "subscription");
  const recovered = ["past_due", "unpaid", "incomplete"].includes(before.status) && before.latest_invoice === invoice.id;
  if (!recovered) return;
  const subscription = { ...before, status: "active" as const };
  change.put("subscription", subscription.id, subscription);
  change.emit("customer.subscription.updated", subscription, { status: before.status });
}

function fail(
  books: Books,
  change: Change,
  invoice: WireInvoice,
  intent: Stripe.PaymentIntent,
  card: Stripe.PaymentMethod,
  manner: Exclude<CardManner, "works">,
): void {
  const { code, declineCode, message } = CARD_ERRORS[manner];
  const charge = chargeOf(books, invoice, intent, card, { code, message });
  const failed: Stripe.PaymentIntent = {
    ...intent,
    status: manner === "asks-bank" ? "requires_action" : "requires_payment_method",
    latest_charge: charge.id,
    last_payment_error: paymentError({ code, declineCode, message, chargeId: charge.id }),
  };
  change.put("charge", charge.id, charge);
  change.put("payment_intent", failed.id, failed);
  const tries = invoice.attempt_count + 1;
  const wait = RETRIES[tries - 1];
  const next = wait === undefined || !invoice.auto_advance ? null : books.seconds() + wait * DAY;
  const open: WireInvoice = { ...invoice, attempted: true, attempt_count: tries, next_payment_attempt: next };
  change.put("invoice", open.id, open);
  change.emit("charge.failed", charge);
  change.emit("payment_intent.payment_failed", failed);
  if (manner === "asks-bank") change.emit("invoice.payment_action_required", open);
  change.emit("invoice.payment_failed", open);

  const before = books.get("subscription", subscriptionOf(invoice) ?? "", "subscription");
  if (before.status === "canceled") return;
  const then = books.find("retry_settings", "account")?.then ?? "cancel";
  if (next === null && then === "cancel") {
    endSubscription(books, change, before.id, "payment_failed");
    return;
  }
  const status = next === null ? then : "past_due";
  if (before.status === status) return;
  const subscription = { ...before, status: status as "past_due" | "unpaid" };
  change.put("subscription", subscription.id, subscription);
  change.emit("customer.subscription.updated", subscription, { status: before.status });
}
