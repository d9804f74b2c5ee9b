import type { InvoiceFacts, PlanTerms, SubscriptionFacts } from "#app/features/checkout/recurring/settle-subscription.ts";
import { DAY } from "./subscription-facts.ts";

export interface PlanAsStripeHasIt extends Pick<SubscriptionFacts, "status" | "cancelAt"> {
  trialEndsAt?: Date | null;
  endedAt?: Date | null;
  invoices: Pick<InvoiceFacts, "status" | "attempts" | "from" | "until" | "received" | "refunds" | "disputes">[];
}

/**
 * The table of recurring money in docs/money.md once more, day by day, and written apart from the code that is tested:
 * is it open on this day? Changes of plan are left out.
 */
export function isOpen(terms: Pick<PlanTerms, "payments">, stripe: PlanAsStripeHasIt, at: Date): boolean {
  const over = ["canceled", "incomplete_expired"].includes(stripe.status);
  if (stripe.status.startsWith("incomplete")) return false;
  const trialEnd = stripe.trialEndsAt ?? null;
  const paid = stripe.invoices.filter(
    (one) => one.status === "paid" && !(trialEnd && one.received === 0 && one.until <= trialEnd),
  );
  const days = (number: number) => number * DAY;
  if (terms.payments !== null) {
    if (paid.length === 0 || goneBack(...paid) || paid.some(taken)) return false;
    const settled = stripe.invoices.filter((one) => one.status === "paid" || one.status === "void");
    if (settled.length >= terms.payments) return true;
    const missing = stripe.invoices.find((one) => one.status === "uncollectible" || (one.status === "open" && one.attempts > 0));
    if (missing) return at.getTime() < missing.from.getTime() + days(7);
    const end = Math.max(...settled.map((one) => one.until.getTime()));
    return at.getTime() < end + (over || stripe.status === "paused" ? 0 : days(7));
  }
  const good = paid.filter((one) => !goneBack(one) && !taken(one)).map((one) => one.until.getTime());
  if (trialEnd) good.push(Math.min(trialEnd.getTime(), stripe.endedAt?.getTime() ?? Number.POSITIVE_INFINITY));
  if (good.length === 0) return false;
  const end = Math.max(...good);
  if (at.getTime() < end) return true;
  const bad = paid.some((one) => (goneBack(one) || taken(one)) && one.until.getTime() > end);
  const stops = over || stripe.status === "paused" || (stripe.cancelAt !== null && stripe.cancelAt.getTime() <= end);
  return !bad && !stops && at.getTime() < end + days(7);
}

type Paid = PlanAsStripeHasIt["invoices"][number];

/** All that came, of one payment or of several, was given back. */
function goneBack(...paid: Paid[]): boolean {
  const back = paid.flatMap(({ refunds }) => refunds).filter(({ status }) => !["failed", "canceled"].includes(status));
  const sum = (amounts: number[]) => amounts.reduce((one, other) => one + other, 0);
  const received = sum(paid.map((one) => one.received));
  return received > 0 && sum(back.map(({ amount }) => amount)) >= received;
}

function taken({ disputes }: Paid): boolean {
  return disputes.some(({ status }) => status === "lost");
}
