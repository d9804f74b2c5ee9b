import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantManually } from "#app/features/access/grant-entitlement.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anAdmin, aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, changePrice, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const DAY = 24 * 60 * 60 * 1000;

describe("the first click", () => {
  test("makes an order with what was shown, and a session with the order's words", async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    const started = await startCheckout({ userId: buyer.id, courseKey: course.key });
    const order = await db.order.findFirstOrThrow({ where: { userId: buyer.id }, include: { items: true } });
    expect(started).toEqual({ status: "redirect", url: order.checkoutUrl, orderNumber: order.number });
    expect(order).toMatchObject({ status: "open", total: 14_900, currency: "usd", livemode: false, paidAt: null });
    expect(order.items).toMatchObject([{ title: course.manifest.title, amount: 14_900, currency: "usd" }]);
    const session = await stripe().checkout.sessions.retrieve(order.checkoutSessionId!, { expand: ["line_items"] });
    expect(session).toMatchObject({
      amount_total: 14_900,
      currency: "usd",
      client_reference_id: order.id,
      customer_email: buyer.email,
      metadata: { order_id: order.id },
      success_url: `${env().appUrl}/checkout/success?session_id={CHECKOUT_SESSION_ID}`,
      cancel_url: `${env().appUrl}/checkout/cancelled?course=${course.key}`,
    });
    expect(session.line_items?.data[0]).toMatchObject({ description: course.manifest.title, quantity: 1 });
    expect(order.checkoutExpiresAt?.getTime()).toBe(session.expires_at * 1000);
  });

  test("is refused for what is free, unknown or not for sale", async () => {
    const [free, paid, buyer] = [await aCourse(), await aCourseForSale(), await aStudent()];
    await db.product.updateMany({ where: { key: paid.key }, data: { active: false } });
    const ask = (courseKey: string) => startCheckout({ userId: buyer.id, courseKey });
    expect(await ask(free.key)).toEqual({ status: "refused", reason: "free" });
    expect(await ask(paid.key)).toEqual({ status: "refused", reason: "not-for-sale" });
    expect(await ask("no-such-course")).toEqual({ status: "refused", reason: "no-such-course" });
    expect(await db.order.count({ where: { userId: buyer.id } })).toBe(0);
  });
});

describe("after the keys have changed their mode", () => {
  for (const status of ["open", "awaiting_payment"] as const) {
    test(`an order of the other mode that is ${status} makes room`, async () => {
      const [course, buyer] = [await aCourseForSale(), await aStudent()];
      const old = await anOpenCheckout(course, buyer);
      await db.order.update({ where: { id: old.orderId }, data: { livemode: true, status } });
      const started = await startCheckout({ userId: buyer.id, courseKey: course.key });
      expect(started).toMatchObject({ status: "redirect", orderNumber: expect.any(Number) });
      expect(await orderState(old.orderId)).toMatchObject({ status: "expired", slot: false });
      expect(await db.order.count({ where: { userId: buyer.id, openSlot: { not: null }, livemode: false } })).toBe(1);
    });
  }
});

describe("another click", () => {
  test("takes no order number", async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    const first = await anOpenCheckout(course, buyer);
    for (let click = 0; click < 5; click += 1) await startCheckout({ userId: buyer.id, courseKey: course.key });
    expect((await anOpenCheckout(course)).orderNumber).toBe(first.orderNumber + 1);
  });

  test("fifty at once are one order and one session", async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    const before = sandbox.controls.books().length;
    const starts = await Promise.all(
      Array.from({ length: 50 }, () => startCheckout({ userId: buyer.id, courseKey: course.key })),
    );
    expect(new Set(starts.map((started) => JSON.stringify(started))).size).toBe(1);
    expect(starts[0]?.status).toBe("redirect");
    expect(await db.order.count({ where: { userId: buyer.id } })).toBe(1);
    expect(sandbox.controls.books().length - before).toBe(1);
  });

  test("comes back to the same page; another person and another course get their own", async () => {
    const [course, other] = [await aCourseForSale(), await aCourseForSale()];
    const first = await anOpenCheckout(course);
    expect((await anOpenCheckout(course, first.buyer)).url).toBe(first.url);
    expect((await anOpenCheckout(other, first.buyer)).url).not.toBe(first.url);
    expect((await anOpenCheckout(course)).url).not.toBe(first.url);
  });

  test("after a new price closes the old page, and nobody can pay there", async () => {
    const course = await aCourseForSale();
    const first = await anOpenCheckout(course);
    await changePrice(course, 9_900);
    const second = await anOpenCheckout(course, first.buyer);
    expect(second.orderId).not.toBe(first.orderId);
    expect(await orderState(first.orderId)).toMatchObject({ status: "expired", slot: false, live: 0 });
    expect((await db.order.findUniqueOrThrow({ where: { id: second.orderId } })).total).toBe(9_900);
    await expect(sandbox.controls.payByCard(first.sessionId)).rejects.toThrow("expired");
  });

  test("twenty at once after a new price leave one open order", async () => {
    const course = await aCourseForSale();
    const first = await anOpenCheckout(course);
    await changePrice(course, 9_900);
    const starts = await Promise.all(
      Array.from({ length: 20 }, () => startCheckout({ userId: first.buyer.id, courseKey: course.key })),
    );
    expect(new Set(starts.map((started) => JSON.stringify(started))).size).toBe(1);
    expect(await db.order.count({ where: { userId: first.buyer.id, status: "open" } })).toBe(1);
    const open = sandbox.controls
      .books()
      .filter((account) => account.sessionStatus === "open")
      .map((account) => account.sessionId);
    expect(open).not.toContain(first.sessionId);
  });

  test("after a day, when the page has expired, makes a new one", async () => {
    const course = await aCourseForSale();
    const first = await anOpenCheckout(course);
    shiftClock(DAY);
    const second = await anOpenCheckout(course, first.buyer);
    expect(second.orderId).not.toBe(first.orderId);
    expect(await orderState(first.orderId)).toMatchObject({ status: "expired", slot: false });
  });

  test("when the old page was paid just before the price changed opens the course and sells nothing twice", async () => {
    const course = await aCourseForSale();
    const first = await anOpenCheckout(course);
    await sandbox.controls.payByCard(first.sessionId);
    await changePrice(course, 9_900);
    expect(await startCheckout({ userId: first.buyer.id, courseKey: course.key })).toEqual({
      status: "refused",
      reason: "already-owned",
    });
    expect(await orderState(first.orderId)).toMatchObject({ status: "paid", live: 1 });
  });
});

describe("who has it already", () => {
  test("does not buy it again, also when the payment arrives at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const course = await aCourseForSale();
      const { buyer, sessionId, orderId } = await anOpenCheckout(course);
      await sandbox.controls.payByCard(sessionId);
      const ask = { userId: buyer.id, courseKey: course.key };
      await Promise.all([fulfil(sessionId), startCheckout(ask), startCheckout(ask), startCheckout(ask)]);
      expect(await startCheckout(ask)).toEqual({ status: "refused", reason: "already-owned" });
      expect(await db.order.findMany({ where: { userId: buyer.id }, select: { id: true } })).toEqual([{ id: orderId }]);
    }
  });

  test("by a grant by hand may buy; after a refund they may buy again", async () => {
    const [course, admin] = [await aCourseForSale(), await anAdmin()];
    const purchase = await aPurchase(course, sandbox.controls);
    await grantManually({ userId: purchase.buyer.id, courseId: course.courseId, actorId: admin.id, reason: "A test." });
    await sandbox.controls.refund({ paymentIntent: purchase.paymentIntent });
    await fulfil(purchase.sessionId);
    expect(await startCheckout({ userId: purchase.buyer.id, courseKey: course.key })).toMatchObject({ status: "redirect" });
  });

  test("and waits for a bank debit is not asked to pay a second time, until it fails", async () => {
    const course = await aCourseForSale();
    const { buyer, sessionId, orderNumber } = await anOpenCheckout(course);
    await sandbox.controls.payByBankDebit(sessionId);
    await fulfil(sessionId);
    const ask = { userId: buyer.id, courseKey: course.key };
    expect(await startCheckout(ask)).toEqual({ status: "refused", reason: "awaiting-payment", orderNumber });
    await sandbox.controls.settleBankDebit(sessionId, "fails");
    await fulfil(sessionId);
    expect(await startCheckout(ask)).toMatchObject({ status: "redirect" });
  });
});

describe("when Stripe or we fail in between", () => {
  test("an order whose session was never stored gets the same session at the next click", async () => {
    const course = await aCourseForSale();
    const first = await anOpenCheckout(course);
    await db.order.update({
      where: { id: first.orderId },
      data: { checkoutSessionId: null, checkoutUrl: null, checkoutExpiresAt: null },
    });
    expect((await anOpenCheckout(course, first.buyer)).sessionId).toBe(first.sessionId);
  });

  test("an order whose buyer has another address by then is closed for a new one", async () => {
    const course = await aCourseForSale();
    const first = await anOpenCheckout(course);
    await db.order.update({
      where: { id: first.orderId },
      data: { checkoutSessionId: null, checkoutUrl: null, checkoutExpiresAt: null },
    });
    await db.user.update({ where: { id: first.buyer.id }, data: { email: `new-${first.buyer.email}` } });
    const second = await anOpenCheckout(course, first.buyer);
    expect(second.orderId).not.toBe(first.orderId);
    expect(await orderState(first.orderId)).toMatchObject({ status: "expired", slot: false });
  });

  test("an order whose session is of a sandbox that is gone is given up", async () => {
    const course = await aCourseForSale();
    const first = await anOpenCheckout(course);
    await db.order.update({
      where: { id: first.orderId },
      data: { checkoutSessionId: `cs_test_gone${first.orderNumber}`, checkoutExpiresAt: new Date(0) },
    });
    expect((await anOpenCheckout(course, first.buyer)).orderId).not.toBe(first.orderId);
  });

  test("a price that Stripe refuses is no page, and no crash", async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    await db.price.updateMany({ where: { product: { key: course.key } }, data: { amount: 49 } });
    expect(await startCheckout({ userId: buyer.id, courseKey: course.key })).toEqual({
      status: "refused",
      reason: "payment-service",
    });
  });
});
