import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
const HOUR = 60 * 60 * 1000;
// Stripe's time only goes forward: each test begins two months after the one before.
let start = 0;
beforeEach(() => {
  start += 60 * 24 * HOUR;
  shiftClock(start);
});
const later = (milliseconds: number) => shiftClock(start + milliseconds);

const checkpoint = async () =>
  (await db.checkpoint.findUnique({ where: { name: "stripe-events" } }))?.value as { events: number } | undefined;

describe("without a single webhook", () => {
  test("a shop that has sold nothing has nothing to walk", async () => {
    expect(await reconcile()).toEqual({ events: 0, missed: 0, compared: 0, orders: 0, subscriptions: 0, failures: 0 });
    expect((await checkpoint())?.events).toBeGreaterThan(0);
  });

  test("what was paid is opened, what was refunded is closed, what failed is told, what expired is freed", async () => {
    const course = await aCourseForSale();
    const paid = await anOpenCheckout(course);
    const failed = await anOpenCheckout(course);
    const expired = await anOpenCheckout(course);
    const open = await anOpenCheckout(course);
    const refunded = await aPurchase(course, sandbox.controls);
    const lost = await aPurchase(course, sandbox.controls);
    await sandbox.controls.payByCard(paid.sessionId);
    await sandbox.controls.payByBankDebit(failed.sessionId);
    await sandbox.controls.settleBankDebit(failed.sessionId, "fails");
    await sandbox.controls.expireSession(expired.sessionId);
    await sandbox.controls.refund({ paymentIntent: refunded.paymentIntent });
    const dispute = await sandbox.controls.openDispute({ paymentIntent: lost.paymentIntent });
    await sandbox.controls.closeDispute(dispute.id, "lost");

    expect(await reconcile()).toMatchObject({ failures: 0 });
    expect(await orderState(paid.orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await orderState(failed.orderId)).toMatchObject({ status: "failed", slot: false, live: 0 });
    expect(await orderState(expired.orderId)).toMatchObject({ status: "expired", slot: false, live: 0 });
    expect(await orderState(open.orderId)).toMatchObject({ status: "open", slot: true, live: 0 });
    expect(await orderState(refunded.orderId)).toMatchObject({ status: "refunded", live: 0 });
    expect(await orderState(lost.orderId)).toMatchObject({ status: "failed", live: 0 });
    const events = await db.stripeEvent.findMany({ where: { orderId: paid.orderId } });
    expect(events.map((event) => event.type).sort()).toEqual(["checkout.session.completed", "payment_intent.succeeded"]);

    expect(await reconcile()).toMatchObject({ missed: 0, failures: 0 });
  });

  test("a refund of long ago's purchase is found by its own event", async () => {
    const { orderId, paymentIntent } = await aPurchase(await aCourseForSale(), sandbox.controls);
    await reconcile();
    later(40 * 24 * HOUR);
    await sandbox.controls.refund({ paymentIntent });
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "refunded", live: 0 });
  });

  test("an order whose page was never made is given up after a day", async () => {
    const buyer = await aStudent();
    const data = { userId: buyer.id, currency: "usd", total: 1, livemode: false, openSlot: `abandoned:${buyer.id}` };
    const order = await db.order.create({ data: { ...data, createdAt: now() } });
    await reconcile();
    expect(await db.order.findUnique({ where: { id: order.id } })).toMatchObject({ status: "open" });
    later(25 * HOUR);
    await reconcile();
    expect(await db.order.findUnique({ where: { id: order.id } })).toMatchObject({ status: "expired", openSlot: null });
  });
});

describe("the checkpoint", () => {
  test("moves with the events, and what was acted on is not acted on again", async () => {
    await reconcile();
    const before = (await checkpoint())!.events;
    later(HOUR);
    const { sessionId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    expect(await reconcile()).toMatchObject({ missed: 2 });
    expect((await checkpoint())!.events).toBeGreaterThanOrEqual(before + 3_600);
    expect(await reconcile()).toMatchObject({ missed: 0 });
  });

  test("stays behind an event that fails, and the other orders are mended", async () => {
    await reconcile();
    const before = await checkpoint();
    later(2 * HOUR);
    const course = await aCourseForSale();
    const [stuck, fine] = [await anOpenCheckout(course), await anOpenCheckout(course)];
    await sandbox.controls.payByCard(stuck.sessionId);
    await sandbox.controls.payByCard(fine.sessionId);
    const paymentIntentId = sandbox.controls.books().find((one) => one.sessionId === stuck.sessionId)?.paymentIntentId ?? "";
    const wrong = await db.payment.create({
      data: { orderId: fine.orderId, paymentIntentId, amount: 1, currency: "usd", livemode: false },
    });
    const first = await reconcile();
    expect(first.failures).toBeGreaterThan(0);
    expect(await checkpoint()).toEqual(before);
    expect(await orderState(fine.orderId)).toMatchObject({ status: "paid", live: 1 });
    await db.payment.delete({ where: { id: wrong.id } });
    expect(await reconcile()).toMatchObject({ failures: 0 });
    expect(await orderState(stuck.orderId)).toMatchObject({ status: "paid", live: 1 });
    expect((await checkpoint())!.events).toBeGreaterThan(before!.events);
  });

  test("an event that came and was never acted on is acted on", async () => {
    const { sessionId, orderId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    for (const event of sandbox.controls.events().slice(-2)) {
      const { body, signature } = sandbox.controls.sign(event.id);
      await receiveStripeEvent({ body: Buffer.from(body), signature });
    }
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await db.stripeEvent.count({ where: { orderId, processedAt: null } })).toBe(0);
  });

  test("more events than fit on a page are walked to the last", async () => {
    await reconcile();
    later(3 * HOUR);
    const course = await aCourseForSale();
    const { orderId, paymentIntent } = await aPurchase(course, sandbox.controls);
    for (let count = 0; count < 60; count += 1) await sandbox.controls.refund({ paymentIntent, amount: 1 });
    const done = await reconcile();
    expect(done.events).toBeGreaterThan(120);
    expect(done.failures).toBe(0);
    expect(await db.refund.count({ where: { payment: { orderId } } })).toBe(60);
  });

  test("several reconcilers at once do no harm", async () => {
    const course = await aCourseForSale();
    const buyers = await Promise.all(Array.from({ length: 5 }, () => anOpenCheckout(course)));
    for (const { sessionId } of buyers) await sandbox.controls.payByCard(sessionId);
    const done = await Promise.all([reconcile(), reconcile(), reconcile()]);
    expect(done.map((one) => one.failures)).toEqual([0, 0, 0]);
    for (const { orderId } of buyers) expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
    const mails = await db.outboxMail.count({ where: { to: { in: buyers.map(({ buyer }) => buyer.email) } } });
    expect(mails).toBe(5);
  });
});
