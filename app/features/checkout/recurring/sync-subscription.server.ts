import { now } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import type { Fulfilled } from "../fulfil.server.ts";
import { oneAtATime } from "../one-at-a-time.ts";
import { endInstalments } from "./end-instalments.server.ts";
import { findPlanVersion, lockPlan } from "./locked-plan.server.ts";
import { readSubscription } from "./subscription-facts.server.ts";
import { writePlan } from "./write-plan.server.ts";

const NOBODY: Fulfilled = { outcome: "unknown-session", order: null };
const ROUNDS = 50;

const syncOnce = oneAtATime((key) => {
  const [id = "", orderIdHint = null] = key.split(" ");
  return settle(id, orderIdHint);
});

/**
 * Brings a membership or an instalment plan, its payments, ledger, access and mails in line with what Stripe says now,
 * as `fulfil` does with a purchase: any number of calls, in any order, at once, end in the same place. `orderId`, where the
 * caller knows by which order it began, saves reading Stripe a second time.
 */
export async function syncSubscription(stripeSubscriptionId: string, orderId?: string): Promise<Fulfilled> {
  if (!/^sub_[A-Za-z0-9_]{1,250}$/.test(stripeSubscriptionId)) return NOBODY;
  return syncOnce(orderId === undefined ? stripeSubscriptionId : `${stripeSubscriptionId} ${orderId}`);
}

async function settle(id: string, orderIdHint: string | null): Promise<Fulfilled> {
  let hint = orderIdHint;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await findPlanVersion(id, hint);
    const reading = await readSubscription(id, new Set(before?.moneyBackOf));
    if (!reading) return NOBODY;
    if (!before) {
      if (!reading.orderIdHint || reading.orderIdHint === hint) return NOBODY;
      hint = reading.orderIdHint;
      continue;
    }
    const written = await inTransaction(db, async (tx) => {
      const plan = await lockPlan(before.orderId, tx);
      return plan?.version === before.version ? writePlan(plan, reading, tx) : null;
    });
    if (!written) continue;
    await endInstalments(written, reading, { now: now(), stripe: stripe() });
    return written.fulfilled;
  }
  throw new Error(`The subscription ${id} changed ${ROUNDS} times while it was settled.`);
}
