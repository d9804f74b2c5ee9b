import type Stripe from "stripe";
import {
  draftInvoice,
  endSubscription,
  finalize,
  isOver,
  itemOf,
  lineOf,
  periodEndAfter,
  subscriptionOf,
  withItem,
} from "./billing.ts";
import { type Books, newId } from "./books.server.ts";
import { CARD_ERRORS, cardOf, chargeInvoice } from "./invoice-charges.ts";
import { newPrice, type WirePrice } from "./objects/catalogue.ts";
import type { LineFacts, WireInvoice } from "./objects/invoice.ts";
import type { WireSubscription } from "./objects/subscription.ts";
import { invalid, StripeError } from "./stripe-error.ts";

/** What changes a running subscription. */

export interface NewTerms {
  currency: string;
  product: string;
  unit_amount: number;
  recurring: { interval: "day" | "week" | "month" | "year"; interval_count: number };
}

export interface UpdateAsk {
  cancelAt?: number | null;
  cancelAtPeriodEnd?: boolean;
  terms?: NewTerms;
  metadata?: Record<string, string>;
  proration: "always_invoice" | "create_prorations" | "none";
  failsWithPayment: boolean;
}

/** @throws StripeError where it is over, or a payment that the change asks for does not go through. */
export function updateSubscription(books: Books, id: string, ask: UpdateAsk, appUrl: string): WireSubscription {
  return books.change((change) => {
    const before = running(books, id);
    const at = books.seconds();
    const asksToEnd = ask.cancelAtPeriodEnd === true || (ask.cancelAt ?? null) !== null;
    const stays = ask.cancelAtPeriodEnd === false || ask.cancelAt === null;
    const end = itemOf(before).current_period_end;
    let subscription: WireSubscription = {
      ...before,
      metadata: { ...before.metadata, ...ask.metadata },
      ...(ask.cancelAtPeriodEnd === true && { cancel_at_period_end: true, cancel_at: end }),
      ...(ask.cancelAt && { cancel_at: ask.cancelAt, cancel_at_period_end: ask.cancelAt === end }),
      ...(stays && { cancel_at_period_end: false, cancel_at: null }),
      canceled_at: asksToEnd ? at : stays ? null : before.canceled_at,
      cancellation_details: {
        comment: null,
        feedback: null,
        feedback_option: null,
        reason: asksToEnd ? "cancellation_requested" : stays ? null : (before.cancellation_details?.reason ?? null),
      },
    };
    if (ask.terms) {
      const changed = withTerms(books, subscription, ask.terms, appUrl);
      const { invoice, price } = changed;
      subscription = changed.subscription;
      if (invoice && ask.proration === "always_invoice") {
        if (invoice.amount_due > 0 && ask.failsWithPayment) requireWorkingCard(books, invoice);
        subscription = { ...subscription, latest_invoice: invoice.id };
        change.put("subscription", id, subscription);
        change.emit("invoice.created", invoice);
        chargeInvoice(books, change, finalize(books, change, invoice));
      }
      change.put("price", price.id, price);
    }
    change.put("subscription", id, subscription);
    change.emit("customer.subscription.updated", subscription, {
      cancel_at_period_end: before.cancel_at_period_end,
      items: before.items,
    });
    return subscription;
  });
}

/** What an update to other terms would ask for, without doing it. */
export function previewUpdate(books: Books, id: string, terms: NewTerms, appUrl: string): WireInvoice {
  const subscription = running(books, id);
  const { invoice } = withTerms(books, subscription, terms, appUrl);
  if (invoice) return { ...invoice, id: newId("upcoming_in"), status: "draft" };
  throw invalid("No upcoming invoices for customer", { code: "invoice_upcoming_none" }, 404);
}

function withTerms(books: Books, before: WireSubscription, terms: NewTerms, appUrl: string) {
  const at = books.seconds();
  const item = itemOf(before);
  const { current_period_start: start, current_period_end: end } = item;
  const price: WirePrice = newPrice({
    id: newId("price"),
    product: terms.product,
    unitAmount: terms.unit_amount,
    currency: terms.currency,
    created: at,
    recurring: terms.recurring,
  });
  const samePeriod =
    terms.recurring.interval === item.price.recurring?.interval &&
    terms.recurring.interval_count === item.price.recurring.interval_count;
  const trial = before.status === "trialing";
  const anchored = samePeriod || trial ? before : { ...before, billing_cycle_anchor: at };
  const period = samePeriod || trial ? { start, end } : { start: at, end: periodEndAfter(at, at, price) };
  const subscription = withItem(anchored, {
    price: { ...price, active: true },
    current_period_start: period.start,
    current_period_end: period.end,
  });
  if (trial) return { subscription, price, invoice: null };
  const share = (amount: number) => Math.round((amount * (end - at)) / (end - start));
  const lines: LineFacts[] = [
    lineOf(item.price, {
      amount: -share(item.price.unit_amount ?? 0),
      description: "Unused time",
      proration: true,
      from: at,
      until: end,
    }),
    lineOf(price, {
      ...(samePeriod ? { amount: share(terms.unit_amount), description: "Remaining time", proration: true } : {}),
      from: at,
      until: period.end,
    }),
  ];
  const invoice = draftInvoice(books, subscription, {
    lines,
    reason: "subscription_update",
    period: { start: at, end: at },
    finalizesAt: null,
    appUrl,
  });
  return { subscription, price, invoice };
}

function requireWorkingCard(books: Books, invoice: WireInvoice): void {
  const manner = books.find("card_manners", cardOf(books, invoice).id)?.manner ?? "works";
  if (manner === "works") return;
  const { code, declineCode, message } = CARD_ERRORS[manner];
  throw new StripeError(402, "card_error", message, { code, extra: { decline_code: declineCode } });
}

export function cancelSubscription(books: Books, id: string): WireSubscription {
  return books.change((change) => {
    running(books, id);
    return endSubscription(books, change, id, "cancellation_requested");
  });
}

/** What people do in the dashboard, and what Stripe does that no call of ours asks for. */
export function alterSubscription(books: Books, id: string, facts: Partial<WireSubscription>): void {
  books.change((change) => {
    const subscription = { ...books.get("subscription", id, "subscription"), ...facts };
    change.put("subscription", id, subscription);
    change.emit("customer.subscription.updated", subscription, {});
  });
}

export function alterInvoice(books: Books, id: string, status: "uncollectible" | "void"): void {
  books.change((change) => {
    const before = books.get("invoice", id, "invoice");
    if (before.status !== "open") throw invalid(`This invoice is ${before.status}.`);
    const at = books.seconds();
    const transitions: Stripe.Invoice.StatusTransitions = {
      ...before.status_transitions,
      ...(status === "void" ? { voided_at: at } : { marked_uncollectible_at: at }),
    };
    const invoice = { ...before, status, auto_advance: false, next_payment_attempt: null, status_transitions: transitions };
    change.put("invoice", id, invoice);
    change.emit(status === "void" ? "invoice.voided" : "invoice.marked_uncollectible", invoice);
    const subscription = books.get("subscription", subscriptionOf(invoice) ?? "");
    if (subscription.latest_invoice !== id || !["past_due", "unpaid"].includes(subscription.status)) return;
    change.put("subscription", subscription.id, { ...subscription, status: "active" });
    const { status: was } = subscription;
    change.emit("customer.subscription.updated", { ...subscription, status: "active" }, { status: was });
  });
}

function running(books: Books, id: string): WireSubscription {
  const subscription = books.get("subscription", id, "id");
  if (!isOver(subscription)) return subscription;
  const words = `A canceled subscription can only update its cancellation_details and metadata. (${id})`;
  throw invalid(words, { code: "resource_missing" }, 404);
}
