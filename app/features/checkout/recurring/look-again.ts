import type { SettledSubscription } from "./settle-subscription.ts";
import type { SubscriptionReading } from "./subscription-facts.server.ts";

const HOUR = 60 * 60 * 1000;
/** Milliseconds before the card's end at which its owner is told. */
export const CARD_NOTICE = 30 * 24 * HOUR;

/** When something should have happened, or ends by itself: the reconciler looks then, whether an event came or not. */
export function lookAgainAt(
  { facts, invoices, card }: SubscriptionReading,
  { runs, nextPaymentAt }: SettledSubscription,
  accessEndsAt: Date | null,
  now: Date,
): Date | null {
  const after = (date: Date | null, milliseconds: number) => date && new Date(date.getTime() + milliseconds);
  const moments = [accessEndsAt];
  if (runs) {
    // The invoice of a new period is a draft for an hour.
    moments.push(after(nextPaymentAt, 2 * HOUR), after(facts.cancelAt, HOUR), after(card?.endsAt ?? null, -CARD_NOTICE));
    moments.push(...invoices.map((invoice) => after(invoice.nextAttemptAt, HOUR)));
    if (nextPaymentAt !== null && nextPaymentAt <= now) moments.push(after(now, HOUR));
  }
  const ahead = moments.flatMap((moment) => (moment !== null && moment > now ? [moment.getTime()] : []));
  return ahead.length === 0 ? null : new Date(Math.min(...ahead));
}
