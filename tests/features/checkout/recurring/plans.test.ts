import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { syncSubscription } from "#app/features/checkout/recurring/sync-subscription.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aCourseByPlan, anOpenPlanCheckout, aPlan, planState } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
// Stripe's time only goes forward: each test begins on the tenth of January, two years after the one before.
let year = 2027;
let start = 0;
beforeEach(() => {
  year += 2;
  start = Date.UTC(year, 0, 10) - Date.now();
  shiftClock(start);
});
afterEach(async () => {
  const running = await db.subscription.findMany({ where: { stripeStatus: { not: "canceled" } } });
  for (const { stripeSubscriptionId: id } of running) await sandbox.controls.cancelSubscription(id).catch(() => undefined);
  await db.subscription.updateMany({ data: { lookAgainAt: null } });
});

/** Time passes, Stripe bills, and what it did is settled. */
async function pass(plan: { subscription: string }, milliseconds: number) {
  shiftClock(now().getTime() - Date.now() + milliseconds);
  await sandbox.controls.runBilling();
  await syncSubscription(plan.subscription);
}
const openTo = async (userId: string, courseId: string) =>
  (await db.entitlement.count({
    where: { userId, courseId, revokedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now() } }] },
  })) > 0;
const mailsTo = async (email: string) =>
  (await db.outboxMail.findMany({ where: { to: email }, orderBy: { createdAt: "asc" } })).map((mail) => mail.kind);
const daysFrom = (date: Date | null, other: Date) => date && Math.round((date.getTime() - other.getTime()) / DAY);

describe("instalments", () => {
  test("three payments, and the course stays for ever", async () => {
    const course = await aCourseByPlan();
    const plan = await aPlan(course, "in-three", sandbox.controls);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", paid: 1, slot: true, received: 5_300, receipts: 1 });
    expect((await stripe().subscriptions.retrieve(plan.subscription)).cancel_at).not.toBeNull();
    expect(await openTo(plan.buyer.id, course.courseId)).toBe(true);

    await pass(plan, 31 * DAY);
    expect(await planState(plan.planId)).toMatchObject({ paid: 1, invoices: ["paid", "draft"] });
    expect(await openTo(plan.buyer.id, course.courseId)).toBe(true);
    await pass(plan, 2 * HOUR);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", paid: 2, received: 10_600, receipts: 2 });
    await pass(plan, 31 * DAY);
    expect(await planState(plan.planId)).toMatchObject({
      status: "paid_up",
      paid: 3,
      received: 15_900,
      receipts: 3,
      endsAt: [null],
    });

    await pass(plan, 365 * DAY);
    const end = await planState(plan.planId);
    expect(end).toMatchObject({ status: "paid_up", paid: 3, received: 15_900, slot: false, nextPaymentAt: null });
    expect(end.invoices).toHaveLength(3);
    expect(await openTo(plan.buyer.id, course.courseId)).toBe(true);
    expect(await mailsTo(plan.buyer.email)).toEqual(["receipt", "receipt", "receipt"]);
    const charged = await stripe().charges.list({ customer: plan.customer, limit: 100 });
    expect(charged.data.reduce((sum, charge) => sum + charge.amount_captured, 0)).toBe(15_900);
  });

  test("a payment that fails closes the course after the days of grace, and opens it again once paid", async () => {
    const course = await aCourseByPlan();
    const plan = await aPlan(course, "in-three", sandbox.controls, { later: "declines" });
    await pass(plan, 31 * DAY + 2 * HOUR);
    const late = await planState(plan.planId);
    expect(late).toMatchObject({ status: "past_due", paid: 1, invoices: ["paid", "open"] });
    expect(daysFrom(late.accessEndsAt, late.paidUntil!)).toBe(7);
    expect(await openTo(plan.buyer.id, course.courseId)).toBe(true);
    await pass(plan, 7 * DAY);
    expect(await planState(plan.planId)).toMatchObject({ status: "unpaid", accessOpen: false });
    expect(await openTo(plan.buyer.id, course.courseId)).toBe(false);
    expect(await mailsTo(plan.buyer.email)).toEqual(["receipt", "plan-payment-failed", "plan-ended"]);

    const [open] = (await stripe().invoices.list({ subscription: plan.subscription, status: "open" })).data;
    await sandbox.controls.alterInvoice(open!.id, "uncollectible");
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ status: "unpaid", accessOpen: false });
    await sandbox.controls.payInvoice(open!.id);
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", paid: 2, accessOpen: true, received: 10_600 });
    expect(await openTo(plan.buyer.id, course.courseId)).toBe(true);
  });

  test("an end that Stripe was not told of is told at the next look", async () => {
    const plan = await aPlan(await aCourseByPlan(), "in-three", sandbox.controls);
    await sandbox.controls.alterSubscription(plan.subscription, { cancel_at: null });
    await syncSubscription(plan.subscription);
    const told = await stripe().subscriptions.retrieve(plan.subscription);
    const begun = new Date(told.start_date * 1000);
    expect(told.cancel_at).toBe(Math.floor(begun.setUTCMonth(begun.getUTCMonth() + 3) / 1000));
  });
});

describe("memberships", () => {
  test("open while it is paid, with an order, a receipt and a mail a payment", async () => {
    const course = await aCourseByPlan();
    const plan = await aPlan(course, "monthly", sandbox.controls);
    for (let month = 0; month < 3; month += 1) await pass(plan, 31 * DAY + 2 * HOUR);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", paid: 4, received: 7_600, receipts: 4 });
    const orders = await db.order.findMany({ where: { userId: plan.buyer.id }, include: { items: true, ledger: true } });
    expect(orders.map((order) => [order.status, order.total, order.openSlot])).toEqual(Array(4).fill(["paid", 1_900, null]));
    expect(orders.flatMap((order) => order.ledger).reduce((sum, line) => sum + line.amount, 0)).toBe(7_600);
    expect(await mailsTo(plan.buyer.email)).toEqual(Array(4).fill("receipt"));
  });

  test("a trial costs nothing today, and yet opens nothing before Stripe has a card", async () => {
    const { buyer, orderId } = await anOpenPlanCheckout(await aCourseByPlan(), "on-trial");
    expect(await db.order.findUniqueOrThrow({ where: { id: orderId } })).toMatchObject({ status: "open", total: 0 });
    expect(await db.entitlement.count({ where: { userId: buyer.id } })).toBe(0);
  });

  test("seven days on trial, once a person", async () => {
    const course = await aCourseByPlan();
    const plan = await aPlan(course, "on-trial", sandbox.controls);
    expect(await planState(plan.planId)).toMatchObject({
      status: "trialing",
      paid: 0,
      received: 0,
      receipts: 0,
      accessOpen: true,
    });
    expect(await mailsTo(plan.buyer.email)).toEqual(["trial-begun"]);
    await pass(plan, 7 * DAY + 2 * HOUR);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", paid: 1, received: 1_900, receipts: 1 });
    await sandbox.controls.cancelSubscription(plan.subscription);
    await pass(plan, 40 * DAY);
    expect(await planState(plan.planId)).toMatchObject({ status: "canceled", accessOpen: false, slot: false });
    const again = await anOpenPlanCheckout(course, "on-trial", plan.buyer);
    expect((await stripe().checkout.sessions.retrieve(again.sessionId)).amount_total).toBe(1_900);
  });

  test("whoever owns the course in another way keeps it when the membership ends", async () => {
    const course = await aCourseByPlan();
    const plan = await aPlan(course, "monthly", sandbox.controls);
    await db.entitlement.create({
      data: {
        userId: plan.buyer.id,
        courseId: course.courseId,
        source: "gift",
        sourceKey: `gift:${plan.planId}`,
        startsAt: now(),
      },
    });
    await sandbox.controls.cancelSubscription(plan.subscription);
    await pass(plan, 40 * DAY);
    expect(await planState(plan.planId)).toMatchObject({ accessOpen: false });
    expect(await openTo(plan.buyer.id, course.courseId)).toBe(true);
  });

  test.each(["cancel", "unpaid"] as const)("failed renewals: grace, then closed, when Stripe goes on to %s", async (then) => {
    await sandbox.controls.afterRetries(then);
    const course = await aCourseByPlan();
    const plan = await aPlan(course, "monthly", sandbox.controls, { later: "declines" });
    await pass(plan, 31 * DAY + 2 * HOUR);
    expect(await planState(plan.planId)).toMatchObject({ status: "past_due", accessOpen: true });
    await pass(plan, 20 * DAY);
    expect(await planState(plan.planId)).toMatchObject({
      status: then === "cancel" ? "canceled" : "unpaid",
      accessOpen: false,
      received: 1_900,
    });
    expect(await openTo(plan.buyer.id, course.courseId)).toBe(false);
    await sandbox.controls.afterRetries("cancel");
  });

  test("a card that asks the bank is paid on the invoice's page", async () => {
    const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls, { later: "asks-bank" });
    await pass(plan, 31 * DAY + 2 * HOUR);
    expect(await planState(plan.planId)).toMatchObject({ status: "past_due", invoices: ["paid", "open"] });
    const [open] = (await stripe().invoices.list({ subscription: plan.subscription, status: "open" })).data;
    await sandbox.controls.payInvoice(open!.id);
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", paid: 2, received: 3_800 });
  });

  test("a refunded period closes, an older one does not, and a lost dispute does", async () => {
    const course = await aCourseByPlan();
    const plan = await aPlan(course, "monthly", sandbox.controls);
    await pass(plan, 31 * DAY + 2 * HOUR);
    const payments = await db.payment.findMany({ where: { order: { userId: plan.buyer.id } }, orderBy: { createdAt: "asc" } });
    await sandbox.controls.refund({ paymentIntent: payments[0]!.paymentIntentId });
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", accessOpen: true });
    const dispute = await sandbox.controls.openDispute({ paymentIntent: payments[1]!.paymentIntentId });
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ status: "disputed", accessOpen: true });
    await sandbox.controls.closeDispute(dispute.id, "lost");
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ status: "failed", accessOpen: false, revoked: ["dispute-lost"] });
    await pass(plan, 31 * DAY + 2 * HOUR);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", accessOpen: true, revoked: [] });
    const lines = await db.ledgerEntry.findMany({ where: { order: { userId: plan.buyer.id } } });
    expect(lines.reduce((sum, line) => sum + line.amount, 0)).toBe(1_900);
  });

  test("a refund of what is paid for just now closes at once", async () => {
    const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
    const [payment] = await db.payment.findMany({ where: { orderId: plan.orderId } });
    const refund = await sandbox.controls.refund({ paymentIntent: payment!.paymentIntentId });
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ status: "refunded", accessOpen: false, revoked: ["order-refunded"] });
    expect((await db.order.findUniqueOrThrow({ where: { id: plan.orderId } })).status).toBe("refunded");
    await sandbox.controls.updateRefund(refund.id, "failed");
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ status: "active", accessOpen: true, revoked: [] });
  });
});
