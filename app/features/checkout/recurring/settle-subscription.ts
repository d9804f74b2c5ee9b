import type { RevokedByMoney } from "#app/features/access/decide-access.ts";
import { moneyBack } from "../settle-order.ts";

/**
 * The state table for recurring money of docs/money.md as a function: how a membership or an instalment plan stands by
 * what Stripe says right now. It looks at no event and at no earlier state; only the clock moves it besides.
 */

export type SubscriptionStatus =
  | "incomplete"
  | "trialing"
  | "active"
  | "past_due"
  | "unpaid"
  | "paused"
  | "paid_up"
  | "disputed"
  | "canceled"
  | "refunded"
  | "failed";

/** Our side: what was agreed. Amounts in minor units. */
export interface PlanTerms {
  /** How many payments an instalment plan has; null: a membership, which has no end. */
  payments: number | null;
  amount: number;
  currency: string;
  interval: string;
  intervalCount: number;
  livemode: boolean;
  /** Days for which access stays after what was paid is over, while it runs. */
  graceDays: number;
}

export interface InvoiceFacts {
  /** Stripe's word: draft, open, paid, uncollectible, void. */
  status: string;
  total: number;
  /** What it pays for. */
  from: Date;
  until: Date;
  dueAt: Date;
  /** From when on it takes back what earlier ones pay for, after a change of plan. */
  creditFrom: Date | null;
  attempts: number;
  /** Money that came through Stripe. */
  received: number;
  refunds: { amount: number; status: string }[];
  disputes: { status: string }[];
}

/** Stripe's side, read afresh. */
export interface SubscriptionFacts {
  status: string;
  livemode: boolean;
  currency: string;
  price: { amount: number; currency: string; interval: string; intervalCount: number } | null;
  trialEndsAt: Date | null;
  periodEndsAt: Date;
  cancelAt: Date | null;
  endedAt: Date | null;
  /** The earliest first. */
  invoices: InvoiceFacts[];
}

export interface SettledSubscription {
  status: SubscriptionStatus;
  /**
   * `none`: nothing is granted by this; `unchanged`: a person must look first; `until`: open before that moment, null
   * for ever; else why it is closed.
   */
  access: "none" | "unchanged" | RevokedByMoney | { until: Date | null };
  /** Payments that count. */
  paid: number;
  /** The end of what was paid for, trials included. */
  paidUntil: Date | null;
  /** Null where nothing more is asked for. */
  nextPaymentAt: Date | null;
  /** Stripe may still charge for it. */
  runs: boolean;
  attention: string | null;
}

const DAY = 24 * 60 * 60 * 1000;
const DISPUTE_OVER = ["won", "lost", "warning_closed", "prevented"];

export function settleSubscription(terms: PlanTerms, stripe: SubscriptionFacts, now: Date): SettledSubscription {
  const mismatch = findMismatch(terms, stripe);
  const settled =
    terms.payments === null ? settleMembership(terms, stripe, now) : settleInstalments(terms, terms.payments, stripe, now);
  const runs = !hasEnded(stripe);
  const nextPaymentAt = runs && settled.status !== "paid_up" ? nextPayment(stripe) : null;
  const result = { ...settled, runs, nextPaymentAt };
  return mismatch === null ? result : { ...result, access: "unchanged", attention: mismatch };
}

type Settled = Pick<SettledSubscription, "status" | "access" | "paid" | "paidUntil" | "attention">;

/** Open while it is paid for, and for the days of grace while the next payment is still to come. */
function settleMembership({ graceDays }: PlanTerms, stripe: SubscriptionFacts, now: Date): Settled {
  const periods = stripe.invoices.filter((invoice) => invoice.status === "paid" && !isTrial(invoice, stripe));
  const standing = periods.filter((invoice) => lossOf(invoice) === null);
  const trialUntil = stripe.trialEndsAt === null ? null : earliest(stripe.trialEndsAt, stripe.endedAt);
  const paidUntil = latest([trialUntil, ...standing.map((invoice) => coverOf(invoice, standing))]);
  const lost = periods.filter((invoice) => lossOf(invoice) !== null && (paidUntil === null || invoice.until > paidUntil));
  const facts = { paid: standing.length, paidUntil, attention: null };
  if (lost.length > 0 && (paidUntil === null || paidUntil <= now)) {
    const newest = lost.reduce((one, other) => (other.until > one.until ? other : one));
    const access = lossOf(newest)!;
    return { ...facts, access, status: access === "dispute-lost" ? "failed" : "refunded" };
  }
  if (paidUntil === null || isBeforeFirst(stripe)) {
    return { ...facts, access: "none", status: hasEnded(stripe) ? "canceled" : "incomplete" };
  }
  const stops = hasEnded(stripe) || stripe.status === "paused" || (stripe.cancelAt !== null && stripe.cancelAt <= paidUntil);
  const until = stops || lost.length > 0 ? paidUntil : plusDays(paidUntil, graceDays);
  return { ...facts, access: { until }, status: statusOfRunning(stripe, paidUntil, until, now) };
}

/** Open while every payment that was due is made, with the days of grace; for ever once all are. */
function settleInstalments(terms: PlanTerms, payments: number, stripe: SubscriptionFacts, now: Date): Settled {
  const paying = stripe.invoices.filter((invoice) => invoice.status === "paid");
  // What the school has voided it does not ask for any more.
  const settled = stripe.invoices.filter((invoice) => invoice.status === "paid" || invoice.status === "void");
  const paidUntil = latest(settled.map((invoice) => invoice.until));
  const facts = { paid: paying.length, paidUntil, attention: null };
  const received = paying.reduce((sum, invoice) => sum + invoice.received, 0);
  const returned = paying.reduce((sum, invoice) => sum + moneyBack(invoice.refunds), 0);
  // The plan is one purchase: a part that went back closes nothing, all of it does.
  if (received > 0 && returned >= received) return { ...facts, access: "order-refunded", status: "refunded" };
  if (paying.some((invoice) => invoice.disputes.some((dispute) => dispute.status === "lost"))) {
    return { ...facts, access: "dispute-lost", status: "failed" };
  }
  if (paying.length === 0 || paidUntil === null || isBeforeFirst(stripe)) {
    return { ...facts, access: "none", status: hasEnded(stripe) ? "canceled" : "incomplete" };
  }
  if (settled.length >= payments) {
    const tooMany = paying.length > payments;
    const attention = tooMany
      ? `${paying.length} payments were made, and ${payments} were agreed: one should be refunded.`
      : null;
    const status = disputed(paying) ? "disputed" : "paid_up";
    return { ...facts, access: { until: null }, attention, status };
  }
  const missing = earliest(...stripe.invoices.filter(isMissing).map((invoice) => invoice.from));
  if (missing !== null) {
    const until = plusDays(missing, terms.graceDays);
    return { ...facts, access: { until }, status: hasEnded(stripe) ? "canceled" : now < until ? "past_due" : "unpaid" };
  }
  const until = hasEnded(stripe) || stripe.status === "paused" ? paidUntil : plusDays(paidUntil, terms.graceDays);
  return { ...facts, access: { until }, status: statusOfRunning(stripe, paidUntil, until, now) };
}

function statusOfRunning(stripe: SubscriptionFacts, paidUntil: Date, until: Date, now: Date): SubscriptionStatus {
  if (hasEnded(stripe)) return "canceled";
  if (stripe.status === "paused") return "paused";
  const late = stripe.invoices.some((invoice) => isMissing(invoice) && invoice.until > paidUntil);
  if (late || stripe.status === "past_due" || stripe.status === "unpaid") return now < until ? "past_due" : "unpaid";
  if (disputed(stripe.invoices)) return "disputed";
  return stripe.status === "trialing" ? "trialing" : "active";
}

/** Tried in vain, or given up. A draft is not due yet. */
function isMissing({ status, attempts }: InvoiceFacts): boolean {
  return status === "uncollectible" || (status === "open" && attempts > 0);
}

function isTrial({ total, until }: InvoiceFacts, { trialEndsAt }: SubscriptionFacts): boolean {
  return total === 0 && trialEndsAt !== null && until <= trialEndsAt;
}

/** Until when an invoice pays, less what a later change of plan gave back. */
function coverOf(invoice: InvoiceFacts, all: InvoiceFacts[]): Date {
  const credits = all.slice(all.indexOf(invoice) + 1).map((other) => other.creditFrom);
  return earliest(invoice.until, ...credits)!;
}

/** Why a paid period counts no longer. */
function lossOf({ received, refunds, disputes }: InvoiceFacts): RevokedByMoney | null {
  if (disputes.some((dispute) => dispute.status === "lost")) return "dispute-lost";
  return received > 0 && moneyBack(refunds) >= received ? "order-refunded" : null;
}

function disputed(invoices: InvoiceFacts[]): boolean {
  return invoices.some((invoice) => invoice.disputes.some((dispute) => !DISPUTE_OVER.includes(dispute.status)));
}

function hasEnded({ status, endedAt }: SubscriptionFacts): boolean {
  return status === "canceled" || status === "incomplete_expired" || endedAt !== null;
}

function isBeforeFirst({ status }: SubscriptionFacts): boolean {
  return status === "incomplete" || status === "incomplete_expired";
}

function nextPayment({ cancelAt, periodEndsAt, status }: SubscriptionFacts): Date | null {
  if (status === "paused" || status === "incomplete") return null;
  return cancelAt !== null && cancelAt <= periodEndsAt ? null : periodEndsAt;
}

/** What Stripe charges is what was agreed, or nothing changes before a person has looked. */
function findMismatch(terms: PlanTerms, { livemode, currency, price }: SubscriptionFacts): string | null {
  const words = (mode: boolean) => (mode ? "live" : "test");
  if (livemode !== terms.livemode) return `Stripe says ${words(livemode)} mode, we say ${words(terms.livemode)} mode.`;
  const theirs = price && `${price.amount} ${price.currency} every ${price.intervalCount} ${price.interval}`;
  const ours = `${terms.amount} ${terms.currency} every ${terms.intervalCount} ${terms.interval}`;
  if (theirs === ours && currency === terms.currency) return null;
  return `Stripe charges ${theirs ?? `something else in ${currency}`}, we agreed on ${ours} (minor units).`;
}

function plusDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY);
}

function earliest(...dates: (Date | null)[]): Date | null {
  return dates.reduce((one, other) => (one === null || (other !== null && other < one) ? other : one), null);
}

function latest(dates: (Date | null)[]): Date | null {
  return dates.reduce((one, other) => (one === null || (other !== null && other > one) ? other : one), null);
}
