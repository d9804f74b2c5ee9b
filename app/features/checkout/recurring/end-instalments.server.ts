import type Stripe from "stripe";
import { addIntervals, type BillingInterval } from "#app/platform/stripe/billing-interval.ts";
import type { SubscriptionReading } from "./subscription-facts.server.ts";

interface Instalments {
  terms: { payments: number | null; interval: string; intervalCount: number };
  settled: { runs: boolean; access: unknown };
}

/**
 * Stripe is told when an instalment plan ends: where its last period does (docs/decisions/0016). Asked again until
 * Stripe says so; an earlier end that a person has set stays.
 * @throws StripeError where Stripe does not answer: the plan is then settled again.
 */
export async function endInstalments(
  { terms, settled }: Instalments,
  reading: SubscriptionReading,
  by: { now: Date; stripe: Stripe },
): Promise<void> {
  if (terms.payments === null || !settled.runs || settled.access === "unchanged") return;
  const end = addIntervals(reading.anchor, terms.interval as BillingInterval, terms.payments * terms.intervalCount);
  const { cancelAt } = reading.facts;
  if (cancelAt !== null && cancelAt <= end) return;
  if (end <= by.now) await by.stripe.subscriptions.cancel(reading.id);
  else {
    const cancel_at = Math.floor(end.getTime() / 1000);
    await by.stripe.subscriptions.update(reading.id, { cancel_at, proration_behavior: "none" });
  }
}
