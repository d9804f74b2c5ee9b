import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import type { Price, Prisma } from "#prisma/generated/client.ts";
import type { Fulfilled, FulfilOutcome } from "../fulfil.server.ts";
import type { OrderStatus } from "../settle-order.ts";
import { keepInvoices } from "./keep-invoices.server.ts";
import type { LockedPlan } from "./locked-plan.server.ts";
import { lookAgainAt } from "./look-again.ts";
import { applyPlanAccess } from "./plan-access.server.ts";
import { queuePlanMail } from "./queue-plan-mail.server.ts";
import { type PlanTerms, type SettledSubscription, settleSubscription } from "./settle-subscription.ts";
import type { SubscriptionReading } from "./subscription-facts.server.ts";

export interface WrittenPlan {
  fulfilled: Fulfilled;
  terms: PlanTerms;
  settled: SettledSubscription;
}

/** Writes what follows from a reading of Stripe for a plan whose order is locked. */
export async function writePlan(
  plan: LockedPlan,
  reading: SubscriptionReading,
  tx: Prisma.TransactionClient,
): Promise<WrittenPlan> {
  const at = now();
  const price = await priceOf(plan, reading, tx);
  const terms = termsOf(price, plan.livemode);
  const settled = settleSubscription(terms, reading.facts, at);
  const row = await keepRow(plan, reading, price, settled, tx);
  const money = await keepInvoices(plan, reading, { subscriptionId: row.id, settled }, tx);
  const access = await applyPlanAccess(plan, { ...row, terms, settled, at }, tx);
  await tx.subscription.updateMany({
    where: { id: row.id },
    data: { accessOpen: access.open, accessEndsAt: access.endsAt, lookAgainAt: lookAgainAt(reading, settled, access.endsAt, at) },
  });
  const status = statusOfOrder(settled, money.firstStatus);
  const ended = status !== "open" && status !== "awaiting_payment";
  await tx.order.updateMany({
    where: { id: plan.id },
    data: {
      status,
      attention: row.attention ?? money.firstAttention,
      paidAt: plan.paidAt ?? (access.open || money.firstStatus !== null ? at : null),
      closedAt: ended ? (plan.closedAt ?? at) : null,
      openSlot: ended ? null : plan.openSlot,
    },
  });
  await queuePlanMail(
    plan,
    { reading, price, settled, access, orders: money.orders, refunds: money.refunds, subscriptionId: row.id },
    tx,
  );
  const before = { status: plan.started?.status ?? null, attention: plan.started?.attention ?? null };
  if (settled.status !== before.status || row.attention !== before.attention) {
    const detail = { subscription: row.id, before, after: { status: settled.status, attention: row.attention } };
    const subject = { subjectKind: "order", subjectId: plan.id };
    const reason = row.attention ?? "What Stripe says.";
    await recordAudit({ actorId: null, action: "subscription.settle", ...subject, reason, detail }, tx);
  }
  const outcome = outcomeOf(settled, access);
  const { id, number, userId } = plan;
  return { terms, settled, fulfilled: { outcome, order: { id, number, userId, status } } };
}

/** The price that Stripe says is paid, where it is one of this product; else the one that was agreed on first. */
async function priceOf(plan: LockedPlan, reading: SubscriptionReading, tx: Prisma.TransactionClient): Promise<Price> {
  const [item] = plan.items;
  const agreed = plan.started?.price ?? item!.price;
  if (reading.priceIdHint === null || reading.priceIdHint === agreed.id) return agreed;
  const where = { id: reading.priceIdHint, productId: item!.productId, terms: agreed.terms };
  return (await tx.price.findFirst({ where })) ?? agreed;
}

export function termsOf(price: Price, livemode: boolean): PlanTerms {
  const { payments, amount, currency, interval, intervalCount } = price;
  return { payments, amount, currency, interval: interval ?? "", intervalCount, livemode, graceDays: env().graceDays };
}

async function keepRow(
  plan: LockedPlan,
  reading: SubscriptionReading,
  price: Price,
  settled: SettledSubscription,
  tx: Prisma.TransactionClient,
): Promise<{ id: string; attention: string | null }> {
  const [item] = plan.items;
  const { started } = plan;
  const slot = `${plan.userId}:${item!.productId}`;
  const wantsSlot = settled.runs && settled.status !== "paid_up";
  const other = wantsSlot ? await tx.subscription.findUnique({ where: { runningSlot: slot }, select: { id: true } }) : null;
  const twice = other !== null && other.id !== started?.id;
  const attention = settled.attention ?? (twice ? "This person pays for the same twice: one of the two should be ended." : null);
  const { facts, card } = reading;
  const data = {
    priceId: price.id,
    status: settled.status,
    stripeStatus: facts.status,
    runningSlot: wantsSlot && !twice ? slot : null,
    paid: settled.paid,
    trialEndsAt: facts.trialEndsAt,
    paidUntil: settled.paidUntil,
    nextPaymentAt: settled.nextPaymentAt,
    cancelAt: facts.cancelAt,
    endedAt: facts.endedAt,
    switches: (started?.switches ?? 0) + (started && started.priceId !== price.id ? 1 : 0),
    cardLast4: card?.last4 ?? null,
    cardEndsAt: card?.endsAt ?? null,
    attention,
  };
  if (started) {
    await tx.subscription.updateMany({ where: { id: started.id }, data });
    return { id: started.id, attention };
  }
  const made = await tx.subscription.create({
    data: {
      ...data,
      userId: plan.userId,
      productId: item!.productId,
      orderId: plan.id,
      stripeSubscriptionId: reading.id,
      customerId: reading.customerId,
      title: item!.title,
      livemode: isLivemode(),
      createdAt: now(),
    },
    select: { id: true },
  });
  return { id: made.id, attention };
}

/** The first order is the first payment's; where that is still to come, it is as good as paid while there is access. */
function statusOfOrder(settled: SettledSubscription, ofFirstPayment: OrderStatus | null): OrderStatus {
  if (ofFirstPayment !== null) return ofFirstPayment;
  if (typeof settled.access === "object" && settled.access !== null) return "paid";
  if (settled.access === "unchanged") return "awaiting_payment";
  return settled.runs ? "awaiting_payment" : "failed";
}

function outcomeOf({ access, runs, attention }: SettledSubscription, change: { opened: boolean; open: boolean }): FulfilOutcome {
  if (change.open) return change.opened ? "fulfilled" : "already-fulfilled";
  if (attention !== null) return "attention";
  if (access === "order-refunded") return "refunded";
  if (access === "none" && runs) return "awaiting-payment";
  return access === "none" || access === "dispute-lost" ? "failed" : "expired";
}
