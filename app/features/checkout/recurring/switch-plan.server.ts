import type Stripe from "stripe";
import { recordAudit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import type { Price } from "#prisma/generated/client.ts";
import { askStripe, findOwnPlan, type OwnPlan } from "./own-plan.server.ts";
import { readSubscription } from "./subscription-facts.server.ts";
import { syncSubscription } from "./sync-subscription.server.ts";

type Refused = {
  status: "refused";
  /** `not-now`: it has ended, is cancelled or waits for a payment. */
  reason: "no-such-plan" | "no-such-way" | "not-now" | "payment-service" | "card-declined";
};

export type SwitchPlan = { status: "switched" | "already-so" } | Refused;

export type PreviewSwitch =
  /** `dueNow`: what is charged at once; `credit`: what is kept for the next payments. Minor units. */
  { status: "preview"; to: Price; dueNow: number; credit: number; currency: string } | Refused;

interface Ask {
  userId: string;
  planId: string;
  /** Of another price of the same product. */
  way: string;
}

/** What changing to another way to pay would charge right now. */
export async function previewSwitch(ask: Ask): Promise<PreviewSwitch> {
  const found = await findTarget(ask);
  if ("status" in found) return found;
  const { plan, to } = found;
  return askStripe(ask, async () => {
    const { currency } = to;
    // Nothing was paid yet, so nothing is counted against anything.
    if (plan.status === "trialing") return { status: "preview" as const, to, dueNow: 0, credit: 0, currency };
    const subscription_details = { items: [await itemOf(plan, to)], proration_behavior: "always_invoice" as const };
    const invoice = await stripe().invoices.createPreview({ subscription: plan.stripeSubscriptionId, subscription_details });
    const credit = Math.max(0, -invoice.total);
    return { status: "preview" as const, to, dueNow: invoice.amount_due, credit, currency };
  });
}

/**
 * Changes a membership to another price of its product, now: what is left of the old one is counted against the new one,
 * and the difference is charged at once or kept as credit. A payment that does not go through changes nothing.
 * `requestKey` names one showing of the form: pressed twice it is one change.
 */
export async function switchPlan(ask: Ask & { requestKey: string }): Promise<SwitchPlan> {
  const found = await findTarget(ask);
  if ("status" in found) return found;
  const { plan, to } = found;
  if (plan.priceId === to.id) return { status: "already-so" };
  return askStripe(ask, async () => {
    const { stripeSubscriptionId: id } = plan;
    await stripe().subscriptions.update(
      id,
      {
        items: [await itemOf(plan, to)],
        metadata: { price_id: to.id },
        proration_behavior: "always_invoice",
        payment_behavior: "error_if_incomplete",
      },
      { idempotencyKey: `switch:${plan.id}:${plan.switches}:${to.id}:${ask.requestKey}` },
    );
    const detail = { subscription: plan.id, before: { price: plan.priceId }, after: { price: to.id } };
    const subject = { subjectKind: "order", subjectId: plan.orderId };
    await recordAudit({ actorId: ask.userId, action: "subscription.switch", ...subject, detail }, db);
    await syncSubscription(id);
    return { status: "switched" as const };
  });
}

async function findTarget({ userId, planId, way }: Ask): Promise<{ plan: OwnPlan; to: Price } | Refused> {
  const plan = await findOwnPlan({ userId, planId });
  if (!plan) return { status: "refused", reason: "no-such-plan" };
  if (!/^[a-z0-9-]{2,64}$/.test(way)) return { status: "refused", reason: "no-such-way" };
  const { productId, price, status, cancelAt, attention } = plan;
  const to = await db.price.findFirst({
    where: { productId, key: way, active: true, terms: "subscription", currency: price.currency },
  });
  if (!to || price.terms !== "subscription") return { status: "refused", reason: "no-such-way" };
  const settled = status === "active" || status === "trialing";
  if (!settled || cancelAt !== null || attention !== null) return { status: "refused", reason: "not-now" };
  return { plan, to };
}

/** The item of a subscription with other terms; its product at Stripe stays. */
async function itemOf(
  plan: OwnPlan,
  to: Price,
): Promise<{
  id: string;
  price_data: {
    currency: string;
    product: string;
    unit_amount: number;
    recurring: Stripe.SubscriptionUpdateParams.Item.PriceData.Recurring;
  };
}> {
  const reading = await readSubscription(plan.stripeSubscriptionId, new Set());
  if (!reading?.itemId || !reading.stripeProductId) throw new Error(`Stripe knows no item of ${plan.stripeSubscriptionId}.`);
  const recurring = { interval: to.interval ?? "month", interval_count: to.intervalCount };
  const { currency, amount: unit_amount } = to;
  return { id: reading.itemId, price_data: { currency, product: reading.stripeProductId, unit_amount, recurring } };
}
