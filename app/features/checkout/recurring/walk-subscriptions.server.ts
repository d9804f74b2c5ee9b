import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import type { Fulfilled } from "../fulfil.server.ts";
import { syncSubscription } from "./sync-subscription.server.ts";

const PAGE = 100;

/** Settles every subscription of which something should have happened by now; `attempt` keeps one from holding up the rest. */
export async function walkSubscriptions(
  attempt: (about: { subscriptionId: string }, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const at = now();
  let after = "";
  for (;;) {
    const due = await db.subscription.findMany({
      where: { id: { gt: after }, lookAgainAt: { lte: at }, livemode: isLivemode() },
      orderBy: { id: "asc" },
      take: PAGE,
      select: { id: true, stripeSubscriptionId: true },
    });
    for (const { id, stripeSubscriptionId } of due)
      await attempt({ subscriptionId: id }, () => syncSubscription(stripeSubscriptionId));
    if (due.length < PAGE) return;
    after = due.at(-1)!.id;
  }
}

/** Settles what a customer of Stripe pays for, after a change of their card. */
export async function syncCustomer(customerId: string): Promise<Fulfilled | null> {
  const subscriptions = await db.subscription.findMany({ where: { customerId }, select: { stripeSubscriptionId: true } });
  let last: Fulfilled | null = null;
  for (const { stripeSubscriptionId } of subscriptions) last = await syncSubscription(stripeSubscriptionId);
  return last;
}
