import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { CardManner } from "#app/platform/stripe/sandbox/books.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { aCourse } from "./courses.ts";
import { aStudent } from "./people.ts";

/** Ways to pay that most tests choose from. */
export const WAYS = [
  { key: "in-three", payments: 3, every: "month", amount: 5_300 },
  { key: "monthly", every: "month", amount: 1_900 },
  { key: "yearly", every: "year", amount: 19_000 },
  { key: "on-trial", every: "month", amount: 1_900, trialDays: 7 },
];

/** A course of two lessons that costs 149 dollars at once, or less again and again. */
export function aCourseByPlan(payWays: object[] = WAYS, key?: string) {
  const price = { amount: 14_900, currency: "usd" };
  return aCourse({ ...(key && { key }), price, payWays, lessons: [{ key: "preview", preview: true }, "closed"] });
}

/** Somebody on the payment page of another way to pay. */
export async function anOpenPlanCheckout(course: { key: string }, way: string, buyer?: { id: string; email: string }) {
  const person = buyer ?? (await aStudent());
  const started = await startCheckout({ userId: person.id, courseKey: course.key, way });
  if (started.status !== "redirect") throw new Error(`Not sent to pay: ${started.reason}`);
  const order = await db.order.findUniqueOrThrow({ where: { number: started.orderNumber } });
  return { buyer: person, orderId: order.id, orderNumber: order.number, sessionId: order.checkoutSessionId!, url: started.url };
}

/** Somebody who pays for a course in another way: the first payment is made, or the trial has begun. */
export async function aPlan(
  course: { key: string },
  way: string,
  controls: SandboxControls,
  options: { buyer?: { id: string; email: string }; later?: CardManner } = {},
) {
  const checkout = await anOpenPlanCheckout(course, way, options.buyer);
  await controls.payByCard(checkout.sessionId, { later: options.later });
  await fulfil(checkout.sessionId);
  const row = await db.subscription.findUniqueOrThrow({ where: { orderId: checkout.orderId } });
  return { ...checkout, planId: row.id, subscription: row.stripeSubscriptionId, customer: row.customerId };
}

/** How a plan and what it opens stand, in a few words. */
export async function planState(planId: string) {
  const plan = await db.subscription.findUniqueOrThrow({
    where: { id: planId },
    include: { entitlements: true, invoices: { include: { order: { include: { payments: true, receipt: true } } } } },
  });
  const { status, paid, paidUntil, accessEndsAt, accessOpen, nextPaymentAt, cancelAt, attention, runningSlot } = plan;
  return {
    ...{ status, paid, paidUntil, accessEndsAt, accessOpen, nextPaymentAt, cancelAt, attention },
    slot: runningSlot !== null,
    endsAt: plan.entitlements.map((entitlement) => entitlement.endsAt),
    revoked: plan.entitlements.flatMap((entitlement) => (entitlement.revokedAt ? [entitlement.revokedReason] : [])),
    invoices: plan.invoices.map((invoice) => invoice.status),
    received: plan.invoices.flatMap(({ order }) => order?.payments ?? []).reduce((sum, payment) => sum + payment.amount, 0),
    receipts: plan.invoices.flatMap(({ order }) => (order?.receipt ? [order.receipt.number] : [])).length,
  };
}
