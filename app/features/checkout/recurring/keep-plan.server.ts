import { recordAudit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { askStripe, findOwnPlan } from "./own-plan.server.ts";
import { syncSubscription } from "./sync-subscription.server.ts";

export type KeepPlan =
  | { status: "kept" | "not-cancelled" }
  | { status: "refused"; reason: "no-such-plan" | "ended" | "payment-service" | "card-declined" };

/** Takes a cancellation back while the membership still runs. */
export async function keepPlan(ask: { userId: string; planId: string }): Promise<KeepPlan> {
  const plan = await findOwnPlan(ask);
  if (!plan) return { status: "refused", reason: "no-such-plan" };
  if (plan.endedAt !== null) return { status: "refused", reason: "ended" };
  // The end of an instalment plan is part of it.
  if (plan.cancelAt === null || plan.price.terms === "instalments") return { status: "not-cancelled" };
  return askStripe(ask, async () => {
    const { stripeSubscriptionId: id } = plan;
    await stripe().subscriptions.update(id, { cancel_at_period_end: false });
    const subject = { subjectKind: "order", subjectId: plan.orderId };
    await recordAudit({ actorId: ask.userId, action: "subscription.keep", ...subject, detail: { subscription: ask.planId } }, db);
    await syncSubscription(id);
    return { status: "kept" as const };
  });
}
