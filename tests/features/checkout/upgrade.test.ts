import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { settleOrderAgain } from "#app/features/checkout/settle-order-again.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aBundle } from "#tests/support/products.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCoupon, aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const scriptsPrice = { amount: 3_900, currency: "usd" };
async function aShop(given: Record<string, unknown> = {}) {
  const [course, scripts] = [await aCourseForSale(), await aCourseForSale({ price: scriptsPrice })];
  return { course, scripts, bundle: await aBundle([course, scripts], given) };
}
const itemsOf = (orderId: string) => db.orderItem.findMany({ where: { orderId }, orderBy: { position: "asc" } });
const totalOf = async (orderId: string) => (await db.order.findUniqueOrThrow({ where: { id: orderId } })).total;

describe("who has paid for a part of a bundle", () => {
  test("pays the rest, once, and has all of it", async () => {
    const { scripts, bundle, course } = await aShop();
    const { buyer } = await aPurchase(scripts, sandbox.controls);
    const upgrade = await aPurchase(bundle, sandbox.controls, buyer);
    expect(await totalOf(upgrade.orderId)).toBe(13_000);
    expect(await itemsOf(upgrade.orderId)).toMatchObject([{ amount: 13_000, credit: 3_900, discount: 0 }]);
    expect((await stripe().checkout.sessions.retrieve(upgrade.sessionId)).amount_total).toBe(13_000);
    expect(await orderState(upgrade.orderId)).toMatchObject({ status: "paid", live: 2, attention: null });
    expect(await startCheckout({ userId: buyer.id, courseKey: bundle.key })).toMatchObject({ reason: "already-owned" });
    expect(await startCheckout({ userId: buyer.id, courseKey: course.key })).toMatchObject({ reason: "already-owned" });
  });

  test("in twenty tabs has one order with one credit", async () => {
    const { scripts, bundle } = await aShop();
    const { buyer } = await aPurchase(scripts, sandbox.controls);
    const starts = await Promise.all(
      Array.from({ length: 20 }, () => startCheckout({ userId: buyer.id, courseKey: bundle.key })),
    );
    expect(new Set(starts.map((started) => JSON.stringify(started))).size).toBe(1);
    expect(await db.upgradeCredit.findMany({ where: { fromItem: { order: { userId: buyer.id } } } })).toHaveLength(1);
  });

  test("cannot count it towards two bundles at once: the page that was left is closed", async () => {
    for (let round = 0; round < 3; round += 1) {
      const { scripts, bundle, course } = await aShop();
      const other = await aBundle([scripts, await aCourseForSale()], { prices: [{ amount: 9_900, currency: "usd" }] });
      const { buyer } = await aPurchase(scripts, sandbox.controls);
      const ask = (key: string) => startCheckout({ userId: buyer.id, courseKey: key });
      const starts = await Promise.all([ask(bundle.key), ask(other.key), ask(bundle.key), ask(other.key)]);
      expect(starts.some(({ status }) => status === "redirect")).toBe(true);
      const open = await db.order.findMany({ where: { userId: buyer.id, status: "open" }, include: { items: true } });
      expect(open.flatMap(({ items }) => items).filter(({ credit }) => credit > 0)).toHaveLength(1);
      // Whichever page the buyer pays now, the other one takes no money by the same credit.
      const last = await anOpenCheckout(bundle, buyer);
      expect(await totalOf(last.orderId)).toBe(13_000);
      const books = sandbox.controls.books().filter(({ sessionStatus }) => sessionStatus === "open");
      expect(books.map(({ sessionId }) => sessionId)).toContain(last.sessionId);
      await sandbox.controls.payByCard(last.sessionId);
      await fulfil(last.sessionId);
      const full = await anOpenCheckout(other, buyer);
      expect(await totalOf(full.orderId)).toBe(9_900);
      expect(course.key).toBeTruthy();
    }
  });

  test("gets it back when the order ends unpaid, and when all of it is refunded", async () => {
    const { scripts, bundle } = await aShop();
    const { buyer } = await aPurchase(scripts, sandbox.controls);
    const left = await anOpenCheckout(bundle, buyer);
    await sandbox.controls.expireSession(left.sessionId);
    await fulfil(left.sessionId);
    const paid = await aPurchase(bundle, sandbox.controls, buyer);
    expect(await totalOf(paid.orderId)).toBe(13_000);
    await sandbox.controls.refund({ paymentIntent: paid.paymentIntent });
    await fulfil(paid.sessionId);
    expect(await db.entitlement.count({ where: { userId: buyer.id, revokedAt: null } })).toBe(1);
    expect(await totalOf((await anOpenCheckout(bundle, buyer)).orderId)).toBe(13_000);
  });

  test("counts net of refunds, in the same currency, and only while the course is open by it", async () => {
    const { scripts, bundle, course } = await aShop();
    const partly = await aPurchase(scripts, sandbox.controls);
    await sandbox.controls.refund({ paymentIntent: partly.paymentIntent, amount: 900 });
    await fulfil(partly.sessionId);
    expect(await totalOf((await anOpenCheckout(bundle, partly.buyer)).orderId)).toBe(13_900);

    const euros = await aCourseForSale({ price: { amount: 3_900, currency: "eur" } });
    const mixed = await aBundle([course, euros]);
    const inEuros = await aPurchase(euros, sandbox.controls);
    expect(await totalOf((await anOpenCheckout(mixed, inEuros.buyer)).orderId)).toBe(16_900);

    const returned = await aPurchase(scripts, sandbox.controls);
    await sandbox.controls.refund({ paymentIntent: returned.paymentIntent });
    await fulfil(returned.sessionId);
    expect(await totalOf((await anOpenCheckout(bundle, returned.buyer)).orderId)).toBe(16_900);
    // Somebody else's purchase is nobody's credit.
    expect(await totalOf((await anOpenCheckout(bundle)).orderId)).toBe(16_900);
  });

  test("who paid as much or more pays nothing, and Stripe is not asked", async () => {
    const { course, bundle } = await aShop({ prices: [{ amount: 14_000, currency: "usd" }] });
    const { buyer } = await aPurchase(course, sandbox.controls);
    const sessions = sandbox.controls.books().length;
    const started = await startCheckout({ userId: buyer.id, courseKey: bundle.key });
    if (started.status !== "redirect") throw new Error(started.reason);
    expect(started.url).toMatch(/\/orders\/\d+$/);
    const order = await db.order.findUniqueOrThrow({ where: { number: started.orderNumber }, include: { items: true } });
    expect(order).toMatchObject({ status: "paid", total: 0, items: [{ amount: 0, credit: 14_000 }] });
    expect(await orderState(order.id)).toMatchObject({ live: 2 });
    expect(sandbox.controls.books()).toHaveLength(sessions);
  });

  test("is never left with less than can be charged", async () => {
    const { scripts, bundle } = await aShop({ prices: [{ amount: 3_920, currency: "usd" }] });
    const { buyer } = await aPurchase(scripts, sandbox.controls);
    expect(await totalOf((await anOpenCheckout(bundle, buyer)).orderId)).toBe(50);
  });

  test("takes a code off what is left", async () => {
    const { scripts, bundle } = await aShop();
    const { buyer } = await aPurchase(scripts, sandbox.controls);
    const { code } = await aCoupon();
    const { orderId } = await anOpenCheckout(bundle, buyer, code);
    expect(await itemsOf(orderId)).toMatchObject([{ credit: 3_900, discount: 2_600, amount: 10_400 }]);
  });

  test("who goes from bundle to larger bundle counts all that they paid on the way", async () => {
    const { scripts, bundle, course } = await aShop();
    const { buyer } = await aPurchase(scripts, sandbox.controls);
    await aPurchase(bundle, sandbox.controls, buyer);
    const all = await aBundle([scripts, course, await aCourseForSale()], { prices: [{ amount: 25_000, currency: "usd" }] });
    expect(await totalOf((await anOpenCheckout(all, buyer)).orderId)).toBe(25_000 - 16_900);
  });
});

describe("when what counted is refunded afterwards", () => {
  const jobs = () => db.$queryRaw<{ payload: { orderId: string } }[]>`
    select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'settle-order' order by j.id`;

  test("the first purchase closes, the upgrade stays open and a person is told; and not if the refund fails", async () => {
    const { scripts, bundle } = await aShop();
    const first = await aPurchase(scripts, sandbox.controls);
    const upgrade = await aPurchase(bundle, sandbox.controls, first.buyer);
    await sandbox.controls.refund({ paymentIntent: first.paymentIntent });
    await fulfil(first.sessionId);
    expect(await orderState(first.orderId)).toMatchObject({ status: "refunded", live: 0, revoked: ["order-refunded"] });
    // Written in the transaction of the refund: no crash can lose it.
    expect((await jobs()).at(-1)?.payload).toEqual({ orderId: upgrade.orderId });
    await settleOrderAgain({ orderId: upgrade.orderId });
    expect(await orderState(upgrade.orderId)).toMatchObject({ status: "paid", live: 2, revoked: [] });
    expect((await orderState(upgrade.orderId)).attention).toContain("counted towards this order");
    expect(await db.entitlement.count({ where: { userId: first.buyer.id, revokedAt: null, courseId: scripts.courseId } })).toBe(
      1,
    );
  });

  test("an upgrade without money is settled again as well", async () => {
    const { course, bundle } = await aShop({ prices: [{ amount: 14_900, currency: "usd" }] });
    const first = await aPurchase(course, sandbox.controls);
    const started = await startCheckout({ userId: first.buyer.id, courseKey: bundle.key });
    const order = await db.order.findFirstOrThrow({ where: { userId: first.buyer.id, total: 0 } });
    expect(started).toMatchObject({ orderNumber: order.number });
    await sandbox.controls.refund({ paymentIntent: first.paymentIntent });
    await fulfil(first.sessionId);
    await settleOrderAgain({ orderId: order.id });
    expect(await orderState(order.id)).toMatchObject({ status: "paid", live: 2, attention: expect.stringContaining("counted") });
  });
});
