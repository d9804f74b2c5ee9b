import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { reconcileOrder, reconcilePerson } from "#app/features/checkout/reconcile-orders.server.ts";
import { findWrongOrders, findWrongPlans } from "#app/features/checkout/wrong-orders.queries.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { endsBefore } from "#tests/support/ended-process.ts";
import { loseEvents } from "#tests/support/lost-events.ts";
import { aStudent } from "#tests/support/people.ts";
import { aCourseByPlan, aPlan } from "#tests/support/plans.ts";
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

/** All that a second run could do twice. */
const counts = async () => ({
  entitlements: await db.entitlement.count(),
  live: await db.entitlement.count({ where: { revokedAt: null } }),
  payments: await db.payment.count(),
  refunds: await db.refund.count(),
  lines: await db.ledgerEntry.count(),
  audit: await db.auditEntry.count(),
  mails: await db.outboxMail.count(),
  receipts: await db.receipt.count(),
});
const faults = () => db.moneyFault.findMany({ orderBy: { key: "asc" } });
const wrong = async () => [...(await findWrongOrders()), ...(await findWrongPlans())];

/** Somebody who paid, somebody who was refunded, and a grant that is gone, of all of which nobody told. */
async function severalDifferences() {
  const course = await aCourseForSale();
  const paid = await anOpenCheckout(course);
  await sandbox.controls.payByCard(paid.sessionId);
  const refunded = await aPurchase(course, sandbox.controls);
  await sandbox.controls.refund({ paymentIntent: refunded.paymentIntent });
  const gone = await aPurchase(course, sandbox.controls);
  await db.entitlement.deleteMany({ where: { orderItem: { orderId: gone.orderId } } });
  return async () => {
    expect(await orderState(paid.orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await orderState(refunded.orderId)).toMatchObject({ status: "refunded", live: 0 });
    expect(await orderState(gone.orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await wrong()).toEqual([]);
    for (const { orderId, buyer } of [paid, refunded, gone]) {
      expect(await db.payment.count({ where: { orderId } })).toBe(1);
      expect(await db.receipt.count({ where: { orderId } })).toBe(1);
      expect(await db.outboxMail.count({ where: { to: buyer.email, kind: "receipt" } })).toBe(1);
    }
  };
}

describe("however often and whoever", () => {
  test("running twice changes nothing", async () => {
    const check = await severalDifferences();
    await reconcile();
    await check();
    const before = await counts();
    expect(await reconcile()).toMatchObject({ missed: 0, failures: 0 });
    expect(await counts()).toEqual(before);
  });

  test("three at once do it once", async () => {
    const check = await severalDifferences();
    const done = await Promise.all([reconcile(), reconcile(), reconcile()]);
    expect(done.map(({ failures }) => failures)).toEqual([0, 0, 0]);
    await check();
  });

  test("a process that ends between any two statements leaves what the next one mends", { timeout: 300_000 }, async () => {
    const course = await aCourseForSale();
    await db.moneyFault.deleteMany();
    let statement = 0;
    for (let whole = false; !whole; ) {
      statement += 1;
      start += 2 * DAY;
      shiftClock(start);
      await loseEvents();
      const { orderId, sessionId, buyer } = await anOpenCheckout(course);
      await sandbox.controls.payByCard(sessionId);
      whole = await endsBefore(statement, reconcile);
      await reconcile();
      expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
      expect(await db.payment.count({ where: { orderId } })).toBe(1);
      expect(await db.outboxMail.count({ where: { to: buyer.email, kind: "receipt" } })).toBe(1);
      expect(await faults()).toEqual([]);
    }
    expect(statement).toBeGreaterThan(25);
  });
});

describe("one order, one person", () => {
  test("an order says what was mended, and a second look finds nothing", async () => {
    const { orderId, orderNumber, sessionId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    const mended = [{ orderNumber, what: "paid-not-granted", before: "open", after: "paid" }];
    expect(await reconcileOrder({ orderId })).toEqual({ looked: 1, mended, failures: 0 });
    expect(await reconcileOrder({ orderId })).toEqual({ looked: 1, mended: [], failures: 0 });
    expect(await reconcileOrder({ orderId: "none" })).toBeNull();
  });

  test("a person: orders, plans, and a page that was never written down", async () => {
    const buyer = await aStudent();
    const lost = await anOpenCheckout(await aCourseForSale(), buyer);
    await sandbox.controls.payByCard(lost.sessionId);
    await db.order.update({ where: { id: lost.orderId }, data: { checkoutSessionId: null } });
    const refunded = await aPurchase(await aCourseForSale(), sandbox.controls, buyer);
    await sandbox.controls.refund({ paymentIntent: refunded.paymentIntent });
    const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls, { buyer });
    await db.entitlement.deleteMany({ where: { subscriptionId: plan.planId } });
    const stranger = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(stranger.sessionId);
    const done = await reconcilePerson({ userId: buyer.id });
    expect(done).toMatchObject({ failures: 0 });
    expect(done?.mended.map(({ orderNumber, what }) => ({ orderNumber, what }))).toEqual([
      { orderNumber: lost.orderNumber, what: "paid-not-granted" },
      { orderNumber: refunded.orderNumber, what: "refunded-still-open" },
    ]);
    expect(await orderState(lost.orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await orderState(refunded.orderId)).toMatchObject({ status: "refunded", live: 0 });
    expect(await db.entitlement.count({ where: { subscriptionId: plan.planId, revokedAt: null } })).toBe(1);
    expect(await orderState(stranger.orderId)).toMatchObject({ status: "open", live: 0 });
    expect(await reconcilePerson({ userId: "nobody" })).toBeNull();
  });
});
