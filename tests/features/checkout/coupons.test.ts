import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCoupon, switchCoupon } from "#app/features/checkout/create-coupon.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { readReceipt } from "#app/features/checkout/order.queries.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { anAdmin, aStudent } from "#tests/support/people.ts";
import { publishProduct } from "#tests/support/products.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCoupon, aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let course: Awaited<ReturnType<typeof aCourseForSale>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  course = await aCourseForSale();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const start = async (code: string | undefined, userId?: string) =>
  startCheckout({ userId: userId ?? (await aStudent()).id, courseKey: course.key, code });
const because = (outcome: Awaited<ReturnType<typeof startCheckout>>) =>
  outcome.status === "refused" && outcome.reason === "code" ? outcome.because : outcome.status;
const placesOf = async (couponId: string) =>
  (await db.couponUse.findMany({ where: { couponId, place: { not: null } } })).map(({ place }) => place).sort();

test("what is taken off is what is charged, stands on the receipt, and opens the course", async () => {
  const { code } = await aCoupon();
  const { buyer, orderId, orderNumber, sessionId } = await aPurchase(course, sandbox.controls, undefined, code);
  const session = await stripe().checkout.sessions.retrieve(sessionId);
  expect(session.amount_total).toBe(11_920);
  expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1, attention: null });
  const receipt = await readReceipt({ userId: buyer.id, orderNumber });
  expect(receipt).toMatchObject({ total: 11_920, code, items: [{ amount: 11_920, discount: 2_980 }] });
});

test("a coupon for five orders is used by five, however many come at once", async () => {
  const { couponId, code } = await aCoupon({ maxUses: 5 });
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => start(code)));
  expect(outcomes.map(because).sort()).toEqual([...Array(5).fill("redirect"), ...Array(15).fill("used-up")]);
  expect(await placesOf(couponId)).toEqual([1, 2, 3, 4, 5]);
  // Those who were refused have no order: nothing is left of their try.
  expect(await db.order.count({ where: { coupon: { couponId } } })).toBe(5);
});

test("a place is given back when its order ends unpaid, and kept when it is paid", async () => {
  const { couponId, code } = await aCoupon({ maxUses: 1 });
  const first = await anOpenCheckout(course, undefined, code);
  expect(because(await start(code))).toBe("used-up");
  await sandbox.controls.expireSession(first.sessionId);
  await fulfil(first.sessionId);
  const second = await anOpenCheckout(course, undefined, code);
  await sandbox.controls.payByCard(second.sessionId);
  await fulfil(second.sessionId);
  expect(because(await start(code))).toBe("used-up");
  expect(await placesOf(couponId)).toEqual([1]);
});

test("once a person is once a person, in all tabs", async () => {
  const { code } = await aCoupon({ oncePerPerson: true });
  const buyer = await aStudent();
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => start(code, buyer.id)));
  // One order, and everybody is sent to its page.
  expect(new Set(outcomes.map((outcome) => (outcome.status === "redirect" ? outcome.orderNumber : outcome.reason))).size).toBe(1);
  const other = await aCourseForSale();
  expect(because(await startCheckout({ userId: buyer.id, courseKey: other.key, code }))).toBe("used-by-you");
});

test("a code changes an open order, no code leaves it, and its price holds while it is open", async () => {
  const { couponId, code } = await aCoupon();
  const buyer = await aStudent();
  const plain = await anOpenCheckout(course, buyer);
  const reduced = await anOpenCheckout(course, buyer, code);
  expect(reduced.orderId).not.toBe(plain.orderId);
  expect(await orderState(plain.orderId)).toMatchObject({ status: "expired" });
  await switchCoupon({ couponId, active: false, actorId: (await anAdmin()).id });
  expect((await anOpenCheckout(course, buyer)).orderId).toBe(reduced.orderId);
  expect(because(await start(code))).toBe("no-such-code");
  await sandbox.controls.payByCard(reduced.sessionId);
  expect(await fulfil(reduced.sessionId)).toMatchObject({ outcome: "fulfilled" });
});

test("a refused code leaves the open order as it is", async () => {
  const buyer = await aStudent();
  const { orderId } = await anOpenCheckout(course, buyer);
  const { code } = await aCoupon({ maxUses: 1 });
  await anOpenCheckout(course, undefined, code);
  expect(because(await start(code, buyer.id))).toBe("used-up");
  expect(await db.order.count({ where: { userId: buyer.id, status: "open", id: { not: orderId } } })).toBe(0);
});

test("two who take one code at once: one gets it", async () => {
  const { code } = await aCoupon();
  const ask = { actorId: (await anAdmin()).id, name: "Again", code, off: { percent: 5 }, oncePerPerson: false };
  expect(await createCoupon({ ...ask, firstPurchaseOnly: false, productIds: [] })).toEqual({
    status: "refused",
    reason: "code-taken",
  });
  expect(await db.coupon.count({ where: { codes: { none: {} } } })).toBe(0);
  const fresh = `FRESH${code}`;
  const made = await Promise.all(
    Array.from({ length: 5 }, () => createCoupon({ ...ask, code: fresh, firstPurchaseOnly: false, productIds: [] })),
  );
  expect(made.filter(({ status }) => status === "created")).toHaveLength(1);
});

test("the first purchase is the first that was paid", async () => {
  const { code } = await aCoupon({ firstPurchaseOnly: true });
  const buyer = await aStudent();
  await aPurchase(await aCourseForSale(), sandbox.controls, buyer);
  expect(because(await start(code, buyer.id))).toBe("first-purchase-only");
  expect(because(await start(code))).toBe("redirect");
});

test("a share of 100 % leaves nothing to pay: the course opens at once, without Stripe, and as often as the coupon allows", async () => {
  const { code } = await aCoupon({ off: { percent: 100 }, maxUses: 1 });
  const buyer = await aStudent();
  const sessions = sandbox.controls.books().length;
  const starts = await Promise.all(Array.from({ length: 8 }, () => start(code, buyer.id)));
  expect(starts.every((one) => one.status === "redirect" || one.reason === "already-owned")).toBe(true);
  const [order, ...others] = await db.order.findMany({ where: { userId: buyer.id } });
  expect(others).toEqual([]);
  expect(await orderState(order!.id)).toMatchObject({ status: "paid", live: 1, slot: false, attention: null });
  expect(order).toMatchObject({ total: 0, checkoutSessionId: null });
  expect(sandbox.controls.books()).toHaveLength(sessions);
  expect(await db.ledgerEntry.findMany({ where: { orderId: order!.id } })).toMatchObject([{ kind: "access_opened", amount: 0 }]);
  expect(because(await start(code))).toBe("used-up");
});

test("a coupon takes its share off what it is for, and an amount is shared out to the cent", async () => {
  const scripts = await aCourseForSale({ price: { amount: 3_901, currency: "usd" } });
  const main = await aCourseForSale();
  await publishProduct(main.key, { key: main.key, bump: { product: scripts.key, text: "To read aloud." } });
  const { id: productId } = await db.product.findUniqueOrThrow({ where: { key: scripts.key } });
  const itemsFor = async (given: Parameters<typeof aCoupon>[0]) => {
    const { code } = await aCoupon(given);
    const started = await startCheckout({ userId: (await aStudent()).id, courseKey: main.key, bump: true, code });
    if (started.status !== "redirect") throw new Error(started.reason);
    const order = await db.order.findUniqueOrThrow({
      where: { number: started.orderNumber },
      include: { items: { orderBy: { position: "asc" } } },
    });
    expect(order.total).toBe(order.items.reduce((sum, { amount }) => sum + amount, 0));
    return order.items.map(({ amount, discount }) => [amount, discount]);
  };
  const only = await itemsFor({ off: { percent: 50 }, productIds: [productId] });
  // Of half a cent the half is the buyer's.
  expect(only).toEqual([
    [14_900, 0],
    [1_950, 1_951],
  ]);
  const both = await itemsFor({ off: { amount: 1_000, currency: "usd" } });
  expect(both.map(([, discount]) => discount).reduce((a, b) => a! + b!, 0)).toBe(1_000);
  expect(both.map(([amount = 0, discount = 0]) => amount + discount)).toEqual([14_900, 3_901]);
});
