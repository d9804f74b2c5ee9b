import { addIntervals, type BillingInterval } from "../billing-interval.ts";
import { type Books, type Change, newId } from "./books.server.ts";
import { chargeInvoice } from "./invoice-charges.ts";
import type { WirePrice } from "./objects/catalogue.ts";
import { type LineFacts, newInvoice, type WireInvoice } from "./objects/invoice.ts";
import type { WireSubscription } from "./objects/subscription.ts";

/** How Stripe bills subscriptions: periods, drafts, tries and ends. */

/** An invoice of a new period is a draft for an hour. */
const DRAFT = 60 * 60;

export function itemOf(subscription: WireSubscription) {
  return subscription.items.data[0]!;
}

export function isOver(subscription: WireSubscription): boolean {
  return subscription.status === "canceled" || subscription.status === "incomplete_expired";
}

/** The first end of a period after `from`, counted from the anchor. */
export function periodEndAfter(from: number, anchor: number, price: WirePrice): number {
  const interval = price.recurring!.interval as BillingInterval;
  for (let count = 1; ; count += 1) {
    const end = addIntervals(new Date(anchor * 1000), interval, count * price.recurring!.interval_count).getTime() / 1000;
    if (end > from) return end;
  }
}

export function lineOf(price: WirePrice, facts: Partial<LineFacts> & { from: number; until: number }): LineFacts {
  const unitAmount = price.unit_amount ?? 0;
  return {
    id: newId("il"),
    amount: unitAmount,
    description: "1 × subscription",
    proration: false,
    price: { id: price.id, product: price.product, unitAmount },
    ...facts,
  };
}

export function draftInvoice(
  books: Books,
  subscription: WireSubscription,
  ask: {
    lines: LineFacts[];
    reason: "subscription_create" | "subscription_cycle" | "subscription_update";
    period: { start: number; end: number };
    finalizesAt: number | null;
    appUrl: string;
  },
): WireInvoice {
  const customer = books.get("customer", subscription.customer as string);
  const id = newId("in");
  return newInvoice({
    id,
    subscription: subscription.id,
    subscriptionItem: itemOf(subscription).id,
    metadata: subscription.metadata,
    customer: { id: customer.id, email: customer.email, balance: customer.balance },
    paymentMethod: null,
    currency: subscription.currency,
    created: books.seconds(),
    payUrl: `${ask.appUrl}/payment-sandbox/invoice/${id}`,
    ...ask,
  });
}

/** Makes a draft final: it has a number, the customer's credit is used up, and what costs nothing is paid. */
export function finalize(books: Books, change: Change, draft: WireInvoice): WireInvoice {
  const customer = books.get("customer", draft.customer as string);
  const balance = Math.min(0, customer.balance + draft.total);
  const due = Math.max(0, draft.total + customer.balance);
  const sequence = customer.next_invoice_sequence ?? 1;
  const at = books.seconds();
  const invoice: WireInvoice = {
    ...draft,
    status: "open",
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, "0")}`,
    amount_due: due,
    amount_remaining: due,
    starting_balance: customer.balance,
    ending_balance: balance,
    effective_at: at,
    automatically_finalizes_at: null,
    status_transitions: { ...draft.status_transitions, finalized_at: at },
  };
  change.put("customer", customer.id, { ...customer, balance, next_invoice_sequence: sequence + 1 });
  change.put("invoice", invoice.id, invoice);
  change.emit("invoice.finalized", invoice);
  return invoice;
}

/** Brings everything up to date that became due until now, in the order in which it did. */
export function runBilling(books: Books, appUrl: string): void {
  for (;;) {
    const next = nextDue(books, appUrl);
    if (!next) return;
    books.at(next.at, () => books.change(next.act));
  }
}

interface Due {
  at: number;
  act: (change: Change) => void;
}

function nextDue(books: Books, appUrl: string): Due | null {
  const due: Due[] = [];
  const until = books.seconds();
  const add = (at: number | null, act: Due["act"]) => {
    if (at !== null && at <= until) due.push({ at, act });
  };
  for (const subscription of books.all("subscription")) {
    if (isOver(subscription)) continue;
    const end = itemOf(subscription).current_period_end;
    const stopsAt = subscription.cancel_at_period_end ? end : subscription.cancel_at;
    add(stopsAt, (change) => void endSubscription(books, change, subscription.id, "cancellation_requested"));
    if (subscription.status === "paused" || (stopsAt !== null && stopsAt <= end)) continue;
    add(end, (change) => renew(books, change, subscription, appUrl));
  }
  for (const invoice of books.all("invoice")) {
    if (invoice.status === "draft") {
      add(invoice.automatically_finalizes_at, (change) => chargeInvoice(books, change, finalize(books, change, invoice)));
    }
    if (invoice.status === "open") add(invoice.next_payment_attempt, (change) => chargeInvoice(books, change, invoice));
  }
  return due.reduce<Due | null>((first, one) => (first === null || one.at < first.at ? one : first), null);
}

/** The next period begins, and its invoice is a draft for an hour. */
function renew(books: Books, change: Change, before: WireSubscription, appUrl: string): void {
  const item = itemOf(before);
  const start = item.current_period_end;
  const end = periodEndAfter(start, before.billing_cycle_anchor, item.price);
  const subscription = withItem(
    { ...before, status: before.status === "trialing" ? "active" : before.status },
    { current_period_start: start, current_period_end: end },
  );
  // What is unpaid for good goes on as drafts that nobody sends.
  const given = before.status === "unpaid";
  const invoice = draftInvoice(books, subscription, {
    lines: [lineOf(item.price, { from: start, until: end })],
    reason: "subscription_cycle",
    period: { start: item.current_period_start, end: start },
    finalizesAt: given ? null : start + DRAFT,
    appUrl,
  });
  const renewed = { ...subscription, latest_invoice: invoice.id };
  change.put("invoice", invoice.id, given ? { ...invoice, auto_advance: false } : invoice);
  change.put("subscription", renewed.id, renewed);
  change.emit("invoice.created", invoice);
  change.emit("customer.subscription.updated", renewed, {
    items: before.items,
    ...(before.status === renewed.status ? {} : { status: before.status }),
  });
}

export function withItem(subscription: WireSubscription, facts: Partial<ReturnType<typeof itemOf>>): WireSubscription {
  return { ...subscription, items: { ...subscription.items, data: [{ ...itemOf(subscription), ...facts }] } };
}

/** It is over: what is still open is not collected any more by itself. */
export function endSubscription(
  books: Books,
  change: Change,
  id: string,
  reason: "cancellation_requested" | "payment_failed",
): WireSubscription {
  const before = books.get("subscription", id, "subscription");
  const at = books.seconds();
  const subscription: WireSubscription = {
    ...before,
    status: "canceled",
    canceled_at: before.canceled_at ?? at,
    ended_at: at,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason },
  };
  change.put("subscription", id, subscription);
  for (const invoice of invoicesOf(books, id)) {
    if (invoice.status !== "draft" && invoice.status !== "open") continue;
    change.put("invoice", invoice.id, {
      ...invoice,
      auto_advance: false,
      automatically_finalizes_at: null,
      next_payment_attempt: null,
    });
  }
  change.emit("customer.subscription.deleted", subscription);
  return subscription;
}

/** The newest first. */
export function invoicesOf(books: Books, subscriptionId: string): WireInvoice[] {
  return books.all("invoice").filter((invoice) => subscriptionOf(invoice) === subscriptionId);
}

export function subscriptionOf(invoice: WireInvoice): string | null {
  return (invoice.parent?.subscription_details?.subscription as string | undefined) ?? null;
}
