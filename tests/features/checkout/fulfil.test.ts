import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";
import { statementsOf } from "#tests/support/statements.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

describe("a paid session", () => {
  test("opens the course, writes the ledger and sends one receipt", async () => {
    const course = await aCourseForSale();
    const { buyer, sessionId, orderId, orderNumber } = await anOpenCheckout(course);
    await sandbox.controls.payByCard(sessionId);
    expect(await fulfil(sessionId)).toEqual({
      outcome: "fulfilled",
      order: { id: orderId, number: orderNumber, userId: buyer.id, status: "paid" },
    });
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "already-fulfilled" });

    expect(await orderState(orderId)).toEqual({ status: "paid", slot: false, attention: null, live: 1, revoked: [] });
    const [account] = sandbox.controls.books().filter((one) => one.sessionId === sessionId);
    expect(await db.payment.findMany({ where: { orderId } })).toMatchObject([
      {
        paymentIntentId: account?.paymentIntentId,
        chargeId: expect.stringMatching(/^ch_/),
        amount: 14_900,
        currency: "usd",
        livemode: false,
      },
    ]);
    const [entitlement] = await db.entitlement.findMany({ where: { userId: buyer.id } });
    const [item] = await db.orderItem.findMany({ where: { orderId } });
    expect(entitlement).toMatchObject({ sourceKey: `order-item:${item?.id}:${course.courseId}`, source: "order", endsAt: null });

    const mails = await mailsTo(buyer.email);
    expect(mails).toMatchObject([{ kind: "receipt", subject: `Your receipt for order ${orderNumber}` }]);
    for (const word of [
      "$149.00",
      course.manifest.title,
      `${env().appUrl}/orders/${orderNumber}`,
      `${env().appUrl}/learn/${course.key}`,
    ]) {
      expect(mails[0]?.text).toContain(word);
    }
    const entries = await db.auditEntry.findMany({ where: { subjectId: orderId } });
    expect(entries).toMatchObject([
      { action: "order.settle", detail: { before: { status: "open" }, after: { status: "paid" } } },
    ]);
  });

  test("fifty at once with its webhooks are one entitlement, one payment and one mail", async () => {
    const course = await aCourseForSale();
    const { buyer, sessionId, orderId } = await anOpenCheckout(course);
    await sandbox.controls.payByCard(sessionId);
    const events = sandbox.controls
      .events()
      .slice(-3)
      .map((event) => ({ id: event.id, ...sandbox.controls.sign(event.id) }));
    const webhooks = events.flatMap((event) =>
      Array.from({ length: 5 }, async () => {
        await receiveStripeEvent({ body: Buffer.from(event.body), signature: event.signature });
        return processStripeEvent({ eventId: event.id });
      }),
    );
    const outcomes = await Promise.all([...Array.from({ length: 50 }, () => fulfil(sessionId)), ...webhooks]);
    expect(outcomes.every(Boolean)).toBe(true);
    expect(await orderState(orderId)).toEqual({ status: "paid", slot: false, attention: null, live: 1, revoked: [] });
    expect(await db.payment.count({ where: { orderId } })).toBe(1);
    expect(await mailsTo(buyer.email)).toHaveLength(1);
    expect(await db.auditEntry.count({ where: { subjectId: orderId } })).toBe(1);
  });

  test("takes at most 12 SQL statements, the transaction's own included", async () => {
    const { sessionId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    const statements = await statementsOf(() => fulfil(sessionId));
    expect(statements.length, statements.join("\n")).toBeLessThanOrEqual(12);
    expect(await statementsOf(() => fulfil(sessionId))).toHaveLength(5);
  });

  test("is found by its order even where the session's id was never stored", async () => {
    const { sessionId, orderId } = await anOpenCheckout(await aCourseForSale());
    await db.order.update({ where: { id: orderId }, data: { checkoutSessionId: null } });
    await sandbox.controls.payByCard(sessionId);
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "fulfilled" });
    expect(await db.order.findUnique({ where: { id: orderId } })).toMatchObject({ checkoutSessionId: sessionId });
  });

  test("opens every course of a bundle", async () => {
    const [course, more] = [await aCourseForSale(), await aCourseForSale()];
    const product = await db.product.findUniqueOrThrow({ where: { key: course.key } });
    await db.productCourse.create({ data: { productId: product.id, courseId: more.courseId } });
    const { buyer } = await aPurchase(course, sandbox.controls);
    const open = await db.entitlement.findMany({ where: { userId: buyer.id }, select: { courseId: true } });
    expect(open.map((row) => row.courseId).sort()).toEqual([course.courseId, more.courseId].sort());
    expect((await mailsTo(buyer.email))[0]?.text).toContain(`/learn/${more.key}`);
  });
});

describe("a session that is not paid", () => {
  test("opens nothing: untouched, declined, waiting for 3-D Secure, expired", async () => {
    const course = await aCourseForSale();
    const { sessionId, orderId } = await anOpenCheckout(course);
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "open" });
    await sandbox.controls.declineCard(sessionId);
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "open" });
    await sandbox.controls.askForThreeDSecure(sessionId);
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "open" });
    expect(await orderState(orderId)).toMatchObject({ status: "open", slot: true, live: 0 });
    await sandbox.controls.expireSession(sessionId);
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "expired" });
    expect(await orderState(orderId)).toMatchObject({ status: "expired", slot: false, live: 0 });
    expect(await db.payment.count({ where: { orderId } })).toBe(0);
  });

  test("by bank debit waits, and opens when the money arrives", async () => {
    const { buyer, sessionId, orderId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByBankDebit(sessionId);
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "awaiting-payment" });
    expect(await orderState(orderId)).toMatchObject({ status: "awaiting_payment", slot: true, live: 0 });
    expect(await mailsTo(buyer.email)).toEqual([]);
    await sandbox.controls.settleBankDebit(sessionId, "arrives");
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "fulfilled" });
    expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
  });

  test("by bank debit that fails is told once", async () => {
    const { buyer, sessionId, orderId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByBankDebit(sessionId);
    await fulfil(sessionId);
    await sandbox.controls.settleBankDebit(sessionId, "fails");
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "failed" });
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "failed" });
    expect(await orderState(orderId)).toMatchObject({ status: "failed", slot: false, live: 0 });
    expect(await mailsTo(buyer.email)).toMatchObject([{ kind: "payment-failed" }]);
  });
});

describe("what is not as it should be", () => {
  test("a session of nobody's is unknown, whatever it is called", async () => {
    const foreign = await stripe().checkout.sessions.create({
      mode: "payment",
      line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 100, product_data: { name: "Not ours" } } }],
      success_url: "https://elsewhere.example/",
    });
    await sandbox.controls.payByCard(foreign.id);
    for (const id of [
      foreign.id,
      "cs_test_none",
      "",
      "pi_1",
      "cs_../../x",
      `cs_${"x".repeat(300)}`,
      "cs_test_\0",
      "' or 1=1 --",
    ]) {
      expect(await fulfil(id)).toEqual({ outcome: "unknown-session", order: null });
    }
  });

  test.each([
    ["amount", { total: 20_000 }, "14900"],
    ["currency", { currency: "eur" }, "usd"],
    ["mode", { livemode: true }, "test mode"],
  ])("another %s than was offered opens nothing and is put before a person", async (_name, offered, word) => {
    const course = await aCourseForSale();
    const { sessionId, orderId } = await anOpenCheckout(course);
    await db.order.update({ where: { id: orderId }, data: offered });
    await sandbox.controls.payByCard(sessionId);
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "attention" });
    const state = await orderState(orderId);
    expect(state).toMatchObject({ status: "open", slot: true, live: 0 });
    expect(state.attention).toContain(word);
    // The money that came is in the ledger as it came.
    const [payment] = await db.payment.findMany({ where: { orderId } });
    expect(payment).toMatchObject({ amount: 14_900, currency: "usd", livemode: false });
    await sandbox.controls.refund({ paymentIntent: payment!.paymentIntentId });
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "refunded" });
    expect(await orderState(orderId)).toMatchObject({ status: "refunded", slot: false, live: 0, attention: null });
  });

  test("a purchase of what the buyer has bought already is granted and put before a person", async () => {
    const course = await aCourseForSale();
    const first = await anOpenCheckout(course);
    // As if the slot had not held: two pages of one course, paid on both.
    await db.order.update({ where: { id: first.orderId }, data: { openSlot: null } });
    const second = await anOpenCheckout(course, first.buyer);
    await sandbox.controls.payByCard(first.sessionId);
    await sandbox.controls.payByCard(second.sessionId);
    await fulfil(first.sessionId);
    await fulfil(second.sessionId);
    await fulfil(first.sessionId);
    expect(await orderState(first.orderId)).toMatchObject({ status: "paid", attention: null, live: 1 });
    expect(await orderState(second.orderId)).toMatchObject({
      status: "paid",
      attention: expect.stringContaining("refunded"),
      live: 1,
    });
  });
});
