import type Stripe from "stripe";
import { draftInvoice, finalize, isOver, lineOf, periodEndAfter } from "./billing.ts";
import { type Books, type CardManner, type Change, newId } from "./books.server.ts";
import { chargeInvoice } from "./invoice-charges.ts";
import { customerDetails } from "./objects/checkout-session.ts";
import { newCard, newCustomer } from "./objects/customer.ts";
import { newSubscription } from "./objects/subscription.ts";
import { invalid } from "./stripe-error.ts";

/** A payment page in mode `subscription`: the subscription is made once its first payment is through. */

const DAY = 24 * 60 * 60;
const LAST4: Record<CardManner, string> = { works: "4242", declines: "0341", "asks-bank": "3155" };

/** Pays the first invoice and begins; `later`: what the card does at the payments that follow. */
export function payAndSubscribe(
  books: Books,
  change: Change,
  session: Stripe.Checkout.Session,
  appUrl: string,
  later: CardManner = "works",
): void {
  const created = books.seconds();
  const { price } = books.get("line_items", session.id).items[0]!;
  const data = books.get("subscription_data", session.id);
  const customerId = newId("cus", 14);
  const card = addCard(books, change, { customer: customerId, email: session.customer_email, manner: later });
  const email = session.customer_email;
  change.put(
    "customer",
    customerId,
    newCustomer({ id: customerId, email, currency: price.currency, created, paymentMethod: card.id }),
  );
  const trialEnd = data.trialDays > 0 ? created + data.trialDays * DAY : null;
  const subscription = newSubscription({
    id: newId("sub"),
    itemId: newId("si", 14),
    customer: customerId,
    paymentMethod: card.id,
    price: { ...price, active: true },
    created,
    periodEnd: trialEnd ?? periodEndAfter(created, created, price),
    trialEnd,
    description: data.description,
    metadata: data.metadata,
  });
  const until = subscription.items.data[0]!.current_period_end;
  const invoice = draftInvoice(books, subscription, {
    lines: [lineOf(price, { from: created, until, ...(trialEnd === null ? {} : { amount: 0, description: "Trial period" }) })],
    reason: "subscription_create",
    period: { start: created, end: created },
    finalizesAt: null,
    appUrl,
  });
  const begun = { ...subscription, latest_invoice: invoice.id };
  change.put("subscription", begun.id, begun);
  change.emit("customer.created", books.get("customer", customerId));
  change.emit("customer.subscription.created", begun);
  change.emit("invoice.created", invoice);
  chargeInvoice(books, change, finalize(books, change, invoice), "works");

  const completed: Stripe.Checkout.Session = {
    ...session,
    customer: customerId,
    customer_details: session.customer_details ?? (email === null ? null : customerDetails(email)),
    invoice: invoice.id,
    subscription: begun.id,
    payment_status: trialEnd === null ? "paid" : "no_payment_required",
    status: "complete",
    url: null,
  };
  change.put("checkout.session", session.id, completed);
  change.emit("checkout.session.completed", completed);
}

export const NOT_AUTHENTICATED = "The card could not be authenticated. Please try again or choose another way to pay.";

export function answerAndSubscribe(
  books: Books,
  change: Change,
  session: Stripe.Checkout.Session,
  answer: "approve" | "fail",
  appUrl: string,
): void {
  if (!books.find("attempt", session.id)?.asksBank) throw invalid("This payment does not wait for authentication.");
  if (answer === "approve") payAndSubscribe(books, change, session, appUrl);
  else noteAttempt(change, session, NOT_AUTHENTICATED);
}

/** A card of a customer, and what it does when it is charged. */
export function addCard(
  books: Books,
  change: Change,
  card: { customer: string; email: string | null; manner: CardManner; expires?: { month: number; year: number } },
): Stripe.PaymentMethod {
  const year = new Date(books.seconds() * 1000).getUTCFullYear() + 8;
  const { customer, email, manner, expires = { month: 12, year } } = card;
  const added = newCard({ id: newId("pm"), customer, email, created: books.seconds(), last4: LAST4[manner], expires });
  change.put("payment_method", added.id, added);
  change.put("card_manners", added.id, { manner });
  return added;
}

export function noteAttempt(change: Change, session: Stripe.Checkout.Session, message: string | null, asksBank = false): void {
  change.put("attempt", session.id, { message, asksBank });
}

/** The new card of a customer pays all of their subscriptions from now on. */
export function changeCard(
  books: Books,
  customerId: string,
  manner: CardManner,
  expires?: { month: number; year: number },
): void {
  books.change((change) => {
    const customer = books.get("customer", customerId, "customer");
    const card = addCard(books, change, { customer: customerId, email: customer.email, manner, expires });
    const settings = { ...customer.invoice_settings, default_payment_method: card.id };
    const changed = { ...customer, invoice_settings: settings };
    change.put("customer", customerId, changed);
    change.emit("payment_method.attached", card);
    change.emit("customer.updated", changed, { invoice_settings: customer.invoice_settings });
    for (const before of books.all("subscription")) {
      if (before.customer !== customerId || isOver(before)) continue;
      const subscription = { ...before, default_payment_method: card.id };
      change.put("subscription", before.id, subscription);
      const { default_payment_method } = before;
      change.emit("customer.subscription.updated", subscription, { default_payment_method });
    }
  });
}
