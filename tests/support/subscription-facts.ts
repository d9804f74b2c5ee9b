import type { InvoiceFacts, PlanTerms, SubscriptionFacts } from "#app/features/checkout/recurring/settle-subscription.ts";

export const DAY = 24 * 60 * 60 * 1000;
export const day = (number: number) => new Date(Date.UTC(2027, 0, 1) + number * DAY);
export const price = { amount: 1_900, currency: "usd", interval: "month", intervalCount: 1 };
export const membership: PlanTerms = { ...price, payments: null, livemode: false, graceDays: 7 };
export const instalments: PlanTerms = { ...membership, payments: 3 };
/** The payment of the period that begins so many months of thirty days after the first. */
export const invoice = (month: number, changes: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  status: "paid",
  total: 1_900,
  from: day(30 * month),
  until: day(30 * (month + 1)),
  dueAt: day(30 * month),
  creditFrom: null,
  attempts: 1,
  received: changes.status === undefined || changes.status === "paid" ? 1_900 : 0,
  refunds: [],
  disputes: [],
  ...changes,
});
export const facts = (changes: Partial<SubscriptionFacts> = {}): SubscriptionFacts => ({
  ...{ status: "active", livemode: false, currency: "usd", price },
  ...{ trialEndsAt: null, periodEndsAt: day(30), cancelAt: null, endedAt: null, invoices: [invoice(0)] },
  ...changes,
});
