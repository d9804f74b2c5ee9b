import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { docTable } from "#tests/support/doc-table.ts";
import { aCookieOf, anAdmin, aStudent } from "#tests/support/people.ts";
import { aBundle, publishProduct } from "#tests/support/products.ts";
import { askRoute } from "#tests/support/routes.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, changePrice, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

/** The buyer comes back from paying: the success page brings their order up to date. */
async function comeBack(checkout: { buyer: { id: string }; sessionId: string }): Promise<void> {
  const cookie = await aCookieOf(checkout.buyer);
  const query = `?session_id=${checkout.sessionId}`;
  expect((await askRoute({ name: "checkout.success", method: "GET", params: {}, query, cookie })).status).toBe(200);
}

async function payAndComeBack(checkout: { buyer: { id: string }; sessionId: string }): Promise<void> {
  await sandbox.controls.payByCard(checkout.sessionId);
  await comeBack(checkout);
}

async function press(course: { key: string }, buyer: { id: string }, form: Record<string, string> = {}, kind = "courses") {
  const name = kind === "courses" ? "courses.$courseSlug.buy" : "products.$productKey.buy";
  const params: Record<string, string> = kind === "courses" ? { courseSlug: course.key } : { productKey: course.key };
  const answer = await askRoute({ name, method: "POST", params, form, cookie: await aCookieOf(buyer) });
  expect(answer.status).toBe(303);
  return answer.location ?? "";
}

const ordersOf = (buyer: { id: string }) =>
  db.order.findMany({ where: { userId: buyer.id }, orderBy: { number: "desc" }, include: { items: true } });
const TO_PAY = /\/payment-sandbox\/pay\//;
const shown = (amount: number | string) => ({ shown: String(amount), currency: "usd" });

/** Paid, but not as our order has it. */
async function attentionWhere(offered: object, word: string): Promise<void> {
  const checkout = await anOpenCheckout(await aCourseForSale());
  await db.order.update({ where: { id: checkout.orderId }, data: offered });
  await payAndComeBack(checkout);
  const state = await orderState(checkout.orderId);
  expect(state).toMatchObject({ status: "open", slot: true, live: 0 });
  expect(state.attention).toContain(word);
}

/** What no form may do leaves its page, with words beside the field. */
async function refusedBeside(field: string, ask: Omit<Parameters<typeof askRoute>[0], "method">): Promise<void> {
  const { status, said } = await askRoute({ ...ask, method: "POST" });
  expect({ status, errors: JSON.parse(said).errors }).toEqual({ status: 400, errors: { [field]: [expect.any(String)] } });
}

const AMOUNTS: Record<string, () => Promise<void>> = {
  'a price of -1, 0, 12.5 or "149" in a course\'s folder': async () => {
    for (const amount of [-1, 0, 12.5, "149"]) {
      const folder = aCourseFolder({ price: { amount: amount as number, currency: "usd" } });
      const published = await publishCourse({ folder });
      expect(published.status).toBe("refused");
      expect(JSON.stringify(published)).toMatch(/course\.yaml.*price/);
    }
  },
  "-1, 12.5 or 1e3 as what the buyer has seen": async () => {
    const course = await aCourseForSale();
    for (const amount of ["-1", "12.5", "1e3"]) {
      const buyer = await aStudent();
      expect(await press(course, buyer, shown(amount))).toMatch(TO_PAY);
      expect(await ordersOf(buyer)).toMatchObject([{ total: 14_900, currency: "usd" }]);
    }
  },
  "-1, 0, 1.5 or 1e9 seats for a team": async () => {
    const [course, owner] = [await aCourseForSale(), await aStudent()];
    const ask = { name: "courses.$courseSlug.team", params: { courseSlug: course.key }, cookie: await aCookieOf(owner) };
    for (const seats of ["-1", "0", "1.5", "1e9", "1000000000"])
      await refusedBeside("seats", { ...ask, form: { name: "Team", seats, requestId: randomUUID() } });
    expect(await ordersOf(owner)).toEqual([]);
  },
  "-1, 0, 1.5 or more than is left, to give back": async () => {
    const bought = await aPurchase(await aCourseForSale(), sandbox.controls);
    const cookie = await aCookieOf(await anAdmin());
    const ask = { name: "admin.orders.$orderNumber.refund", params: { orderNumber: String(bought.orderNumber) }, cookie };
    for (const amount of ["-1", "0", "149.001", "149.01", "1e2"]) {
      const { said } = await askRoute({ ...ask, method: "GET", query: `?amount=${amount}` });
      expect(JSON.parse(said)).toMatchObject({ preview: null, amountError: expect.any(String) });
    }
    for (const amount of ["-1", "0", "1.5", "14901"]) {
      const form = { amount, left: "14900", requestId: randomUUID(), reason: "They asked." };
      expect((await askRoute({ ...ask, method: "POST", form })).status).toBe(400);
    }
    expect(sandbox.controls.books([bought.sessionId])).toMatchObject([{ refunds: [] }]);
    expect(await orderState(bought.orderId)).toMatchObject({ status: "paid", live: 1 });
  },
  "0 %, 101 %, -5 USD or 1.005 USD off by a code": async () => {
    const ask = { name: "admin.coupons", params: {}, cookie: await aCookieOf(await anAdmin()) };
    const before = await db.coupon.count();
    for (const off of ["0 %", "101 %", "-5 USD", "1.005 USD", "0 USD"])
      await refusedBeside("off", { ...ask, form: { name: "A coupon", code: "WRONG", off } });
    expect(await db.coupon.count()).toBe(before);
  },
  "less than our amount was paid, by what Stripe says": () => attentionWhere({ total: 20_000 }, "14900"),
  "another currency was paid, by what Stripe says": () => attentionWhere({ currency: "eur" }, "usd"),
};

const CHANGES: Record<string, () => Promise<void>> = {
  "the price rises after the page was shown": async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    await changePrice(course, 19_900);
    expect(await press(course, buyer, shown(14_900))).toBe(`/courses/${course.key}?error=changed`);
    expect(await ordersOf(buyer)).toEqual([]);
    const ask = { name: "courses.$courseSlug._index", params: { courseSlug: course.key }, query: "?error=changed" };
    expect((await askRoute({ ...ask, method: "GET", cookie: await aCookieOf(buyer) })).said).toMatch(/"amount":19900/);
  },
  "the price falls": async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    await changePrice(course, 9_900);
    expect(await press(course, buyer, shown(14_900))).toMatch(TO_PAY);
    const [order] = await ordersOf(buyer);
    expect(sandbox.controls.books([order!.checkoutSessionId!])).toMatchObject([{ amount: 9_900 }]);
  },
  "the price, the sale or the choice of items changes while the payment page is open": async () => {
    const course = await aCourseForSale();
    const [pays, presses] = [await anOpenCheckout(course), await anOpenCheckout(course)];
    await changePrice(course, 19_900);
    await payAndComeBack(pays);
    expect(await orderState(pays.orderId)).toMatchObject({ status: "paid", live: 1, attention: null });
    expect(sandbox.controls.books([pays.sessionId])).toMatchObject([{ received: 14_900 }]);
    expect(await press(course, presses.buyer, shown(19_900))).toMatch(TO_PAY);
    expect(sandbox.controls.books([presses.sessionId])).toMatchObject([{ sessionStatus: "expired" }]);
    expect(await ordersOf(presses.buyer)).toMatchObject([
      { status: "open", total: 19_900 },
      { status: "expired", total: 14_900 },
    ]);
  },
  "the product is taken off sale": async () => {
    const course = await aCourseForSale();
    const [pays, other] = [await anOpenCheckout(course), await aStudent()];
    await db.product.updateMany({ where: { key: course.key }, data: { active: false } });
    expect(await press(course, other)).toBe(`/courses/${course.key}?error=not-for-sale`);
    await payAndComeBack(pays);
    expect(await orderState(pays.orderId)).toMatchObject({ status: "paid", live: 1, attention: null });
    expect(await ordersOf(other)).toEqual([]);
  },
  "the courses of a bundle change": async () => {
    const [first, second] = [await aCourseForSale(), await aCourseForSale()];
    const [bundle, buyer] = [await aBundle([first, second]), await aStudent()];
    expect(await press(bundle, buyer, {}, "products")).toMatch(TO_PAY);
    await publishProduct(bundle.key, { ...bundle, contains: [first.key, (await aCourseForSale()).key] });
    const [order] = await ordersOf(buyer);
    await payAndComeBack({ buyer, sessionId: order!.checkoutSessionId! });
    const granted = await db.entitlement.findMany({ where: { userId: buyer.id }, include: { course: true } });
    expect(granted.map(({ course }) => course.key).sort()).toEqual([first.key, second.key].sort());
  },
  "what is offered beside it is gone, or owned by then": async () => {
    const [course, scripts] = [await aCourseForSale(), await aCourseForSale({ price: { amount: 3_900, currency: "usd" } })];
    const bump = { product: scripts.key, text: "To read aloud.", prices: [{ amount: 2_900, currency: "usd" }] };
    await publishProduct(course.key, { key: course.key, bump });
    const form = { ...shown(14_900), bump: "yes", shownBump: "2900" };
    const { buyer: owner } = await aPurchase(scripts, sandbox.controls);
    expect(await press(course, owner, form)).toMatch(TO_PAY);
    expect(await ordersOf(owner)).toMatchObject([{ total: 14_900, items: [{}] }, {}]);
    const buyer = await aStudent();
    await publishProduct(course.key, { key: course.key });
    expect(await press(course, buyer, form)).toBe(`/courses/${course.key}?error=changed`);
    expect(await ordersOf(buyer)).toEqual([]);
  },
};

describe.each([
  ["Amount", AMOUNTS],
  ["What changes", CHANGES],
])('the table "%s" of docs/money.md', (heading, tests) => {
  const rows = docTable("docs/money.md", heading).map(([what = ""]) => what);

  test("has a test for each row, and a row for each test", () => {
    expect(rows.sort()).toEqual(Object.keys(tests).sort());
  });

  test.each(rows)("%s", async (what) => {
    await tests[what]!();
  });
});
