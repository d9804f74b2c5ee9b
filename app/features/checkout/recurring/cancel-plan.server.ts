import { recordAudit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { askStripe, findOwnPlan } from "./own-plan.server.ts";
import { syncSubscription } from "./sync-subscription.server.ts";

export type CancelPlan =
  | { status: "cancelled" | "already-cancelled" }
  /** `instalments`: what was bought in parts is paid to the end, or refunded by the school. */
  | { status: "refused"; reason: "no-such-plan" | "instalments" | "payment-service" | "card-declined" };

/**
 * Ends a membership at the end of what was paid for. Where a payment is missing it ends at once, so that nothing is tried
 * again. Asking twice changes nothing.
 */
export async function cancelPlan(ask: { userId: string; planId: string }): Promise<CancelPlan> {
  const plan = await findOwnPlan(ask);
  if (!plan) return { status: "refused", reason: "no-such-plan" };
  if (plan.price.terms === "instalments") return { status: "refused", reason: "instalments" };
  if (plan.endedAt !== null || plan.cancelAt !== null) return { status: "already-cancelled" };
  return askStripe(ask, async () => {
    const { stripeSubscriptionId: id } = plan;
    const late = plan.status === "past_due" || plan.status === "unpaid";
    if (late) await stripe().subscriptions.cancel(id);
    else await stripe().subscriptions.update(id, { cancel_at_period_end: true });
    const { userId: actorId, planId } = ask;
    const subject = { subjectKind: "order", subjectId: plan.orderId };
    await recordAudit({ actorId, action: "subscription.cancel", ...subject, detail: { subscription: planId, atOnce: late } }, db);
    await syncSubscription(id);
    return { status: "cancelled" as const };
  });
}
