import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { itemsGivenBack } from "#app/features/checkout/items-given-back.ts";
import { paidFor } from "#app/features/checkout/paid-for.ts";
import { previewRefund, refundOrder } from "#app/features/checkout/refund-order.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { readRevenue } from "#app/features/insights/revenue.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { anAdmin, aStudent } from "#tests/support/people.ts";
import { aBundle, publishProduct } from "#tests/support/products.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let admin: Awaited<ReturnType<typeof anAdmin>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  admin = await anAdmin();
});
afterAll(() => sandbox.close());

/** A course of 149 dollars, bought with scripts of 39. */
async function anOrderOfTwo() {
  const [course, scripts] = [await aCourseForSale(), await aCourseForSale({ price: { amount: 3_900, currency: "usd" } })];
  await publishProduct(course.key, { key: course.key, bump: { product: scripts.key, text: "To read aloud." } });
  const buyer = await aStudent();
  const started = await startCheckout({ userId: buyer.id, courseKey: course.key, bump: true });
  if (started.status !== "redirect") throw new Error(started.reason);
  const order = await db.order.findUniqueOrThrow({
    where: { number: started.orderNumber },
    include: { items: { orderBy: { position: "asc" } } },
  });
  await sandbox.controls.payByCard(order.checkoutSessionId!);
  await fulfil(order.checkoutSessionId!);
  const [main, beside] = order.items;
  return { course, scripts, buyer, order, main: main!, beside: beside!, sessionId: order.checkoutSessionId! };
}
const refund = (orderNumber: number, amount: number, left: number, itemId?: string) =>
  refundOrder({ orderNumber, amount, left, itemId, requestId: randomUUID(), actorId: admin.id, reason: "They asked." });
const openTo = async (userId: string) =>
  (await db.entitlement.findMany({ where: { userId, revokedAt: null } })).map(({ courseId }) => courseId);

describe("a refund of one item", () => {
  test("closes that item and nothing else, as the preview says, and comes back when it fails", async () => {
    const { order, beside, course, scripts, buyer, sessionId } = await anOrderOfTwo();
    const preview = await previewRefund({ orderNumber: order.number, itemId: beside.id });
    expect(preview).toMatchObject({ amount: 3_900, after: "partially_refunded", closes: [scripts.manifest.title] });
    expect(await refund(order.number, 3_900, 18_800, beside.id)).toMatchObject({ status: "refunded" });
    expect(await openTo(buyer.id)).toEqual([course.courseId]);
    expect(await orderState(order.id)).toMatchObject({ status: "partially_refunded", live: 1, revoked: ["item-refunded"] });
    const mail = (await mailsTo(buyer.email)).at(-1)!;
    expect(mail.text).toContain(`${scripts.manifest.title} closes with it`);
    expect(mail.text).not.toContain("The course stays open to you");
    // The next reading changes nothing, in whichever order they come.
    await Promise.all([fulfil(sessionId), fulfil(sessionId, { thorough: true })]);
    expect(await openTo(buyer.id)).toEqual([course.courseId]);
    const { stripeRefundId } = await db.refund.findFirstOrThrow({ where: { payment: { orderId: order.id } } });
    await sandbox.controls.updateRefund(stripeRefundId, "failed");
    await fulfil(sessionId, { thorough: true });
    expect((await openTo(buyer.id)).sort()).toEqual([course.courseId, scripts.courseId].sort());
  });

  test("in parts closes it with the last of them; for the order as a whole it closes nothing", async () => {
    const { order, beside, course, scripts, buyer } = await anOrderOfTwo();
    await refund(order.number, 3_900, 18_800);
    expect(await openTo(buyer.id)).toHaveLength(2);
    await refund(order.number, 1_900, 14_900, beside.id);
    expect(await openTo(buyer.id)).toHaveLength(2);
    expect(await previewRefund({ orderNumber: order.number, itemId: beside.id, amount: 2_001 })).toMatchObject({ left: 2_000 });
    await refund(order.number, 2_000, 13_000, beside.id);
    expect(await openTo(buyer.id)).toEqual([course.courseId]);
    expect(await previewRefund({ orderNumber: order.number, itemId: beside.id })).toMatchObject({ reason: "no-such-item" });
    // It can be bought again.
    expect(await startCheckout({ userId: buyer.id, courseKey: scripts.key })).toMatchObject({ status: "redirect" });
  });

  test("of another order is none", async () => {
    const [one, other] = [await anOrderOfTwo(), await anOrderOfTwo()];
    expect(await refund(one.order.number, 100, 18_800, other.beside.id)).toMatchObject({ reason: "no-such-item" });
    // Nor does a refund that names it at Stripe close anything.
    const payment = await db.payment.findFirstOrThrow({ where: { orderId: one.order.id } });
    const metadata = { order_item_id: other.beside.id };
    await sandbox.controls.refund({ paymentIntent: payment.paymentIntentId, amount: 3_900, metadata });
    await fulfil(one.sessionId);
    expect(await openTo(one.buyer.id)).toHaveLength(2);
    expect(await openTo(other.buyer.id)).toHaveLength(2);
  });

  test("is that product's in the revenue, to the cent", async () => {
    const { order, beside, course, scripts } = await anOrderOfTwo();
    await refund(order.number, 3_900, 18_800, beside.id);
    expect(await readRevenue({ id: scripts.courseId })).toMatchObject([{ received: 3_900, returned: -3_900, net: 0 }]);
    expect(await readRevenue({ id: course.courseId })).toMatchObject([{ received: 14_900, returned: 0, net: 14_900 }]);
  });
});

test("what counts towards another order is given back after that one", async () => {
  const [course, scripts] = [await aCourseForSale(), await aCourseForSale({ price: { amount: 3_900, currency: "usd" } })];
  const bundle = await aBundle([course, scripts]);
  const first = await aPurchase(scripts, sandbox.controls);
  const upgrade = await aPurchase(bundle, sandbox.controls, first.buyer);
  expect(await refund(first.orderNumber, 1, 3_900)).toEqual({
    status: "refused",
    reason: "counts-elsewhere",
    orderNumber: upgrade.orderNumber,
  });
  expect(await refund(upgrade.orderNumber, 13_000, 13_000)).toMatchObject({ status: "refunded" });
  expect(await refund(first.orderNumber, 3_900, 3_900)).toMatchObject({ status: "refunded" });
  expect(await openTo(first.buyer.id)).toEqual([]);
});

test("what is left of all items is what is left of the order, whatever was given back", () => {
  const items = fc.array(fc.record({ amount: fc.nat(20_000), credit: fc.nat(5_000) }), { minLength: 1, maxLength: 4 });
  const given = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 9_000 }), at: fc.option(fc.nat(3)) }), { maxLength: 6 });
  fc.assert(
    fc.property(items, given, (list, wanted) => {
      const order = list.map((item, index) => ({ ...item, id: `i${index}` }));
      const total = order.reduce((sum, { amount }) => sum + amount, 0);
      // Only what Stripe and the desk allow: never more than is left of the order, or of the item that it names.
      const refunds: { amount: number; status: string; itemId: string | null }[] = [];
      const back = (itemId?: string) =>
        refunds.filter((one) => itemId === undefined || one.itemId === itemId).reduce((sum, { amount }) => sum + amount, 0);
      for (const { amount, at } of wanted) {
        const item = at === null ? undefined : order[at % order.length];
        const room = Math.min(total - back(), item ? item.amount - back(item.id) : Number.POSITIVE_INFINITY);
        if (amount <= room) refunds.push({ amount, status: "succeeded", itemId: item?.id ?? null });
      }
      const paid = (id: string) => paidFor({ id, order: { items: order, payments: [{ refunds }] } });
      const credits = order.reduce((sum, { credit }) => sum + credit, 0);
      const left = order.reduce((sum, { id }) => sum + paid(id), 0);
      expect(left).toBeGreaterThanOrEqual(total - back() + credits);
      if (refunds.every(({ itemId }) => itemId === null)) expect(left).toBe(total - back() + credits);
      for (const id of itemsGivenBack(order, refunds)) expect(back(id)).toBe(order.find((item) => item.id === id)!.amount);
    }),
  );
});
