import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { redeemGift } from "#app/features/checkout/gifts/redeem-gift.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { readReconcilerRun, runReconciler, runReconcilerByHand } from "#app/features/checkout/run-reconciler.server.ts";
import { PARKED_AFTER } from "#app/features/checkout/stripe-inbox.server.ts";
import { findWrongOrders, findWrongPlans } from "#app/features/checkout/wrong-orders.queries.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aSentGift } from "#tests/support/gifts.ts";
import { loseEvents } from "#tests/support/lost-events.ts";
import { aStudent } from "#tests/support/people.ts";
import { aCourseByPlan, aPlan, planState } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  shiftClock(0);
  await sandbox.close();
});
const DAY = 24 * 60 * 60 * 1000;
let start = 0;
beforeEach(async () => {
  start += 60 * DAY;
  shiftClock(start);
  await reconcile();
  await loseEvents();
});

const faults = () => db.moneyFault.findMany({ orderBy: { key: "asc" } });
const wrong = async () => [...(await findWrongOrders()), ...(await findWrongPlans())];

describe("what differs is found without an event, and mended", () => {
  test("paid at Stripe, and closed here", async () => {
    const { orderId, sessionId } = await anOpenCheckout(await aCourseForSale());
    await db.order.update({ where: { id: orderId }, data: { status: "expired", closedAt: now(), openSlot: null } });
    await sandbox.controls.payByCard(sessionId);
    expect(await reconcile()).toMatchObject({ missed: 0, failures: 0 });
    expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
  });

  test("paid at Stripe on a page that was never written down", async () => {
    const { orderId, sessionId } = await anOpenCheckout(await aCourseForSale());
    await db.order.update({ where: { id: orderId }, data: { checkoutSessionId: null } });
    await sandbox.controls.payByCard(sessionId);
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await db.order.findUnique({ where: { id: orderId } })).toMatchObject({ checkoutSessionId: sessionId });
  });

  test("paid by our own books, and what it granted is gone", async () => {
    const { orderId } = await aPurchase(await aCourseForSale(), sandbox.controls);
    await db.entitlement.deleteMany({ where: { orderItem: { orderId } } });
    expect(await wrong()).toMatchObject([{ kind: "paid-not-granted", orderId }]);
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await wrong()).toEqual([]);
  });

  test("open, and never paid", async () => {
    const { orderId, buyer } = await anOpenCheckout(await aCourseForSale());
    const item = await db.orderItem.findFirstOrThrow({ where: { orderId }, include: { courses: true } });
    const data = {
      userId: buyer.id,
      courseId: item.courses[0]!.courseId,
      source: "order" as const,
      sourceKey: `by-hand:${orderId}`,
    };
    await db.entitlement.create({ data: { ...data, orderItemId: item.id, startsAt: now() } });
    expect(await wrong()).toMatchObject([{ kind: "granted-not-paid", orderId }]);
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "open", live: 0, revoked: ["not-paid"] });
    expect(await wrong()).toEqual([]);
    // And it opens when it is paid after all.
    const order = await db.order.findUniqueOrThrow({ where: { id: orderId } });
    await sandbox.controls.payByCard(order.checkoutSessionId!);
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "paid", revoked: [] });
  });

  test("said to be paid, and Stripe says that nobody has paid", async () => {
    const { orderId, buyer } = await anOpenCheckout(await aCourseForSale());
    const item = await db.orderItem.findFirstOrThrow({ where: { orderId }, include: { courses: true } });
    const data = {
      userId: buyer.id,
      courseId: item.courses[0]!.courseId,
      source: "order" as const,
      sourceKey: `by-hand:${orderId}`,
    };
    await db.entitlement.create({ data: { ...data, orderItemId: item.id, startsAt: now() } });
    await db.order.update({ where: { id: orderId }, data: { status: "paid" } });
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "open", live: 0 });
    expect(await wrong()).toEqual([]);
  });

  test("refunded or taken back by the bank, and still open", async () => {
    const course = await aCourseForSale();
    const refunded = await aPurchase(course, sandbox.controls);
    const lost = await aPurchase(course, sandbox.controls);
    const undone = await aPurchase(course, sandbox.controls);
    await sandbox.controls.refund({ paymentIntent: undone.paymentIntent });
    await reconcile();
    await sandbox.controls.refund({ paymentIntent: refunded.paymentIntent });
    const dispute = await sandbox.controls.openDispute({ paymentIntent: lost.paymentIntent });
    await sandbox.controls.closeDispute(dispute.id, "lost");
    await db.entitlement.updateMany({
      where: { orderItem: { orderId: undone.orderId } },
      data: { revokedAt: null, revokedReason: null },
    });
    expect(await wrong()).toMatchObject([{ kind: "refunded-still-open", orderId: undone.orderId }]);
    await reconcile();
    expect(await orderState(refunded.orderId)).toMatchObject({ status: "refunded", live: 0 });
    expect(await orderState(lost.orderId)).toMatchObject({ status: "failed", live: 0 });
    expect(await orderState(undone.orderId)).toMatchObject({ status: "refunded", live: 0 });
    expect(await wrong()).toEqual([]);
  });

  test("a gift whose money went back, and is open all the same", async () => {
    const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
    const taker = await aStudent();
    await redeemGift({ userId: taker.id, token: gift.token });
    await sandbox.controls.refund({ paymentIntent: gift.paymentIntent });
    await reconcile();
    expect(await orderState(gift.orderId)).toMatchObject({ status: "refunded", live: 0 });
    await db.entitlement.updateMany({ where: { userId: taker.id }, data: { revokedAt: null, revokedReason: null } });
    expect(await wrong()).toMatchObject([{ kind: "refunded-still-open", orderId: gift.orderId }]);
    await reconcile();
    expect(await orderState(gift.orderId)).toMatchObject({ live: 0 });
  });

  test("a membership: a renewal that nobody told of, and a grant that is gone", async () => {
    const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
    const before = await planState(plan.planId);
    // The clock alone looks for renewals; here the invoice is what tells.
    await db.subscription.update({ where: { id: plan.planId }, data: { lookAgainAt: null } });
    shiftClock(start + 31.5 * DAY);
    await sandbox.controls.runBilling();
    shiftClock(start + 31.6 * DAY);
    await sandbox.controls.runBilling();
    await reconcile();
    const after = await planState(plan.planId);
    expect(after.paid).toBe(before.paid + 1);
    await db.entitlement.deleteMany({ where: { subscriptionId: plan.planId } });
    expect(await wrong()).toMatchObject([{ kind: "paid-not-granted", subscriptionId: plan.planId }]);
    await reconcile();
    expect((await planState(plan.planId)).endsAt).toEqual(after.endsAt);
    expect(await wrong()).toEqual([]);
  });

  test("what a person took away by hand is right, and stays", async () => {
    const { orderId } = await aPurchase(await aCourseForSale(), sandbox.controls);
    await db.entitlement.updateMany({
      where: { orderItem: { orderId } },
      data: { revokedAt: now(), revokedReason: "Shared with others." },
    });
    expect(await wrong()).toEqual([]);
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 0 });
  });
});

describe("what cannot be mended is listed with the reason", () => {
  test("what fails, until it goes through; the checkpoint moves on", async () => {
    const course = await aCourseForSale();
    const [stuck, fine] = [await anOpenCheckout(course), await anOpenCheckout(course)];
    await sandbox.controls.payByCard(stuck.sessionId);
    await sandbox.controls.payByCard(fine.sessionId);
    const paymentIntentId = sandbox.controls.books([stuck.sessionId])[0]!.paymentIntentId!;
    const row = { orderId: fine.orderId, paymentIntentId, amount: 1, currency: "usd", livemode: false };
    const inTheWay = await db.payment.create({ data: row });
    expect((await reconcile()).failures).toBeGreaterThan(0);
    const listed = await faults();
    expect(listed.map(({ key }) => key)).toEqual([`order:${stuck.orderId}`, `session:${stuck.sessionId}`]);
    expect(listed.map(({ reason }) => reason.length > 10)).toEqual([true, true]);
    expect(await orderState(fine.orderId)).toMatchObject({ live: 1 });
    // Long after, and with nothing else that would lead there.
    shiftClock(start + 5 * DAY);
    await db.order.update({ where: { id: stuck.orderId }, data: { status: "expired" } });
    await reconcile();
    expect((await faults()).map(({ key, since }) => ({ key, since }))).toEqual(listed.map(({ key, since }) => ({ key, since })));
    await db.payment.delete({ where: { id: inTheWay.id } });
    expect(await reconcile()).toMatchObject({ failures: 0 });
    expect(await orderState(stuck.orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await faults()).toEqual([]);
  });

  test("money for an order that is not here", async () => {
    const { orderId, sessionId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    await db.orderItemCourse.deleteMany({ where: { orderItem: { orderId } } });
    await db.orderItem.deleteMany({ where: { orderId } });
    await db.order.delete({ where: { id: orderId } });
    await reconcile();
    await reconcile();
    expect(await faults()).toMatchObject([{ key: `stray:${sessionId}`, reason: expect.stringContaining("14900 usd") }]);
    await db.moneyFault.deleteMany();
  });

  test("an event that fails again and again is parked: it holds up nothing", async () => {
    await db.checkpoint.update({
      where: { name: "stripe-events" },
      data: { value: { events: Math.floor(now().getTime() / 1000) } },
    });
    const course = await aCourseForSale();
    const [stuck, other] = [await anOpenCheckout(course), await anOpenCheckout(course)];
    await sandbox.controls.payByCard(stuck.sessionId);
    const event = sandbox.controls.events().findLast(({ type }) => type === "checkout.session.completed")!;
    const { body, signature } = sandbox.controls.sign(event.id);
    await receiveStripeEvent({ body: Buffer.from(body), signature });
    const paymentIntentId = sandbox.controls.books([stuck.sessionId])[0]!.paymentIntentId!;
    const row = { orderId: other.orderId, paymentIntentId, amount: 1, currency: "usd", livemode: false };
    const inTheWay = await db.payment.create({ data: row });
    for (let run = 0; run < PARKED_AFTER; run += 1) await reconcile();
    const before = await db.stripeEvent.findUniqueOrThrow({ where: { id: event.id } });
    expect(before).toMatchObject({ attempts: PARKED_AFTER, processedAt: null, error: expect.any(String) });
    shiftClock(start + DAY);
    await reconcile();
    expect((await db.stripeEvent.findUniqueOrThrow({ where: { id: event.id } })).attempts).toBe(PARKED_AFTER);
    await db.payment.delete({ where: { id: inTheWay.id } });
    await reconcile();
    expect(await orderState(stuck.orderId)).toMatchObject({ live: 1 });
  });

  test("the reconciler keeps how it went", async () => {
    await runReconciler();
    expect(await readReconcilerRun()).toMatchObject({ failures: 0, error: null, failingSince: null });
    await sandbox.close();
    const failed = await runReconcilerByHand();
    const first = await readReconcilerRun();
    expect(failed).toEqual({ error: first?.error });
    expect(first?.error).toBeTruthy();
    shiftClock(start + DAY);
    await runReconcilerByHand();
    expect((await readReconcilerRun())?.failingSince).toEqual(first?.failingSince);
    sandbox = await startSandbox();
    await runReconciler();
    expect(await readReconcilerRun()).toMatchObject({ error: null, failingSince: null });
  });
});
