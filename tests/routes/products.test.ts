import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as adminProducts } from "#app/routes/admin.products.tsx";
import { loader as cancelled } from "#app/routes/checkout.cancelled.tsx";
import { loader as catalogue } from "#app/routes/courses._index.tsx";
import { loader as coursePage } from "#app/routes/courses.$courseSlug._index.tsx";
import { action as buyCourse } from "#app/routes/courses.$courseSlug.buy.ts";
import { loader as bundlePage } from "#app/routes/products.$productKey._index.tsx";
import { action as buyBundle } from "#app/routes/products.$productKey.buy.ts";
import { aCookieOf, anAdmin, aStudent } from "#tests/support/people.ts";
import { aBundle, publishProduct } from "#tests/support/products.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, changePrice, orderState } from "#tests/support/shop.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

interface Ask {
  cookie?: string;
  query?: string;
  headers?: Record<string, string>;
}
async function aShop() {
  const course = await aCourseForSale();
  const scripts = await aCourseForSale({ price: { amount: 3_900, currency: "usd" } });
  return { course, scripts };
}
const openBundle = (key: string, { query = "", ...ask }: Ask = {}) =>
  dataOf(bundlePage(visit(`/products/${key}${query}`, { ...ask, params: { productKey: key } }) as never));
const openCourse = (key: string, { query = "", ...ask }: Ask = {}) =>
  dataOf(coursePage(visit(`/courses/${key}${query}`, { ...ask, params: { courseSlug: key } }) as never));
async function press(kind: "course" | "bundle", key: string, cookie: string, form: Record<string, string> = {}) {
  const response = await responseOf(() =>
    kind === "course"
      ? buyCourse(visit(`/courses/${key}/buy`, { cookie, form, params: { courseSlug: key } }) as never)
      : buyBundle(visit(`/products/${key}/buy`, { cookie, form, params: { productKey: key } }) as never),
  );
  expect(response.status).toBe(303);
  return response.headers.get("Location") ?? "";
}
const orderOf = (userId: string) =>
  db.order.findFirstOrThrow({
    where: { userId },
    orderBy: { number: "desc" },
    include: { items: { orderBy: { position: "asc" } } },
  });

describe("a bundle", () => {
  test("is shown with what is in it, bought by its button, and opens all of it", async () => {
    const { course, scripts } = await aShop();
    const bundle = await aBundle([course, scripts]);
    const buyer = await aStudent();
    const cookie = await aCookieOf(buyer);
    const { data } = await openBundle(bundle.key, { cookie });
    expect(data.bundle).toMatchObject({ title: bundle.title, sale: { price: { amount: 16_900, currency: "usd" } } });
    expect(data.bundle.courses.map(({ owned }) => owned)).toEqual([false, false]);
    expect((await dataOf(catalogue(visit("/courses") as never))).data.bundles.map(({ key }) => key)).toContain(bundle.key);
    expect((await openCourse(course.key)).data.bundles.map(({ key }) => key)).toEqual([bundle.key]);
    const location = await press("bundle", bundle.key, cookie, { currency: "usd", shown: "16900" });
    expect(location).toContain("/payment-sandbox/pay/");
    const order = await orderOf(buyer.id);
    await sandbox.controls.payByCard(order.checkoutSessionId!);
    await fulfil(order.checkoutSessionId!);
    expect(await orderState(order.id)).toMatchObject({ status: "paid", live: 2 });
    expect((await openBundle(bundle.key, { cookie })).data.bundle.courses.map(({ owned }) => owned)).toEqual([true, true]);
    expect(await press("bundle", bundle.key, cookie)).toBe(`/products/${bundle.key}`);
  });

  test("says what is left to pay before it is bought", async () => {
    const { course, scripts } = await aShop();
    const bundle = await aBundle([course, scripts]);
    const { buyer } = await aPurchase(scripts, sandbox.controls);
    const cookie = await aCookieOf(buyer);
    const { data } = await openBundle(bundle.key, { cookie });
    expect(data.bundle.sale?.credit).toEqual({ amount: 3_900, titles: [scripts.manifest.title] });
    await press("bundle", bundle.key, cookie, { currency: "usd", shown: "13000" });
    expect(await orderOf(buyer.id)).toMatchObject({ total: 13_000 });
    // The page shows the same while the order is open.
    expect((await openBundle(bundle.key, { cookie })).data.bundle.sale?.credit?.amount).toBe(3_900);
    expect((await openBundle(bundle.key)).data.bundle.sale?.credit).toBeNull();
  });

  test("that nobody sells has a page that says so; one that never was has none", async () => {
    const { course, scripts } = await aShop();
    const bundle = await aBundle([course, scripts]);
    await publishProduct(bundle.key, null);
    expect((await openBundle(bundle.key)).data.bundle.sale).toBeNull();
    const cookie = await aCookieOf(await aStudent());
    expect(await press("bundle", bundle.key, cookie)).toBe(`/products/${bundle.key}?error=not-for-sale`);
    for (const key of ["none", course.key, "\0", "x".repeat(5_000), "../admin"]) {
      expect((await responseOf(() => openBundle(key))).status, key).toBe(404);
    }
    const { data } = await dataOf(cancelled(visit(`/checkout/cancelled?product=${bundle.key}`) as never));
    expect(data).toMatchObject({ course: null, bundle: { key: bundle.key } });
  });

  test("that is free is theirs at once", async () => {
    const { course, scripts } = await aShop();
    const bundle = await aBundle([course, scripts], { prices: [{ amount: 0, currency: "usd" }] });
    const buyer = await aStudent();
    const cookie = await aCookieOf(buyer);
    const locations = await Promise.all(Array.from({ length: 8 }, () => press("bundle", bundle.key, cookie)));
    const order = await orderOf(buyer.id);
    const fits = new RegExp(`/orders/${order.number}$|^/products/${bundle.key}$`);
    expect(locations.every((location) => fits.test(location))).toBe(true);
    expect(await db.order.count({ where: { userId: buyer.id } })).toBe(1);
    expect(await orderState(order.id)).toMatchObject({ status: "paid", live: 2 });
    expect(await db.outboxMail.count({ where: { to: buyer.email, kind: "receipt" } })).toBe(1);
  });
});

describe("an order bump", () => {
  async function withBump(given: Record<string, unknown> = {}) {
    const { course, scripts } = await aShop();
    const bump = { product: scripts.key, text: "To read aloud.", prices: [{ amount: 2_900, currency: "usd" }], ...given };
    await publishProduct(course.key, { key: course.key, bump });
    return { course, scripts };
  }

  test("that is ticked is a second item of the same order; unticked it is none", async () => {
    const { course, scripts } = await withBump();
    const buyer = await aStudent();
    const cookie = await aCookieOf(buyer);
    expect((await openCourse(course.key, { cookie })).data.sale?.bump).toMatchObject({ amount: 2_900, words: "To read aloud." });
    const form = { currency: "usd", shown: "14900", shownBump: "2900" };
    await press("course", course.key, cookie, form);
    expect((await orderOf(buyer.id)).items).toHaveLength(1);
    await press("course", course.key, cookie, { ...form, bump: "yes" });
    const order = await orderOf(buyer.id);
    expect(order).toMatchObject({ total: 17_800, items: [{ amount: 14_900 }, { amount: 2_900, title: scripts.manifest.title }] });
    await sandbox.controls.payByCard(order.checkoutSessionId!);
    await fulfil(order.checkoutSessionId!);
    expect(await orderState(order.id)).toMatchObject({ status: "paid", live: 2, attention: null });
    expect(await db.order.count({ where: { userId: buyer.id, status: "open" } })).toBe(0);
  });

  test("is not offered to who has it, and not sold to them", async () => {
    const { course, scripts } = await withBump();
    const { buyer } = await aPurchase(scripts, sandbox.controls);
    const cookie = await aCookieOf(buyer);
    expect((await openCourse(course.key, { cookie })).data.sale?.bump).toBeNull();
    await press("course", course.key, cookie, { bump: "yes" });
    expect(await orderOf(buyer.id)).toMatchObject({ total: 14_900, items: [{ amount: 14_900 }] });
  });

  test("bought twice, beside and by itself, is shown to a person", async () => {
    const { course, scripts } = await withBump();
    const buyer = await aStudent();
    const cookie = await aCookieOf(buyer);
    await press("course", course.key, cookie, { bump: "yes" });
    const both = await orderOf(buyer.id);
    await aPurchase(scripts, sandbox.controls, buyer);
    await sandbox.controls.payByCard(both.checkoutSessionId!);
    await fulfil(both.checkoutSessionId!);
    expect((await orderState(both.id)).attention).toContain("had this already");
  });

  test("that is no longer offered is not dropped in silence", async () => {
    const { course } = await withBump();
    await publishProduct(course.key, { key: course.key });
    const cookie = await aCookieOf(await aStudent());
    const location = await press("course", course.key, cookie, {
      currency: "usd",
      shown: "14900",
      shownBump: "2900",
      bump: "yes",
    });
    expect(location).toBe(`/courses/${course.key}?error=changed`);
  });
});

describe("prices in several currencies", () => {
  test("are chosen by the reader, first by their language, and kept for nobody else", async () => {
    const { course } = await aShop();
    const prices = [
      { amount: 11_900, currency: "gbp", regions: ["GB"] },
      { amount: 22_000, currency: "jpy" },
    ];
    await publishProduct(course.key, { key: course.key, prices });
    const shown = async (ask: Ask) => (await openCourse(course.key, ask)).data.sale?.price.currency;
    expect(await shown({})).toBe("usd");
    expect(await shown({ headers: { "Accept-Language": "en-GB" } })).toBe("gbp");
    expect(await shown({ headers: { "Accept-Language": "en-GB" }, query: "?currency=jpy" })).toBe("jpy");
    const args = visit(`/courses/${course.key}`, { params: { courseSlug: course.key } });
    await coursePage(args as never);
    expect(args.context.varies).toBe(true);

    const buyer = await aStudent();
    await press("course", course.key, await aCookieOf(buyer), { currency: "jpy", shown: "22000" });
    expect(await orderOf(buyer.id)).toMatchObject({ total: 22_000, currency: "jpy" });
    // Another choice is another order, and the first page is closed.
    const first = (await orderOf(buyer.id)).id;
    await press("course", course.key, await aCookieOf(buyer), { currency: "gbp", shown: "11900" });
    expect(await orderOf(buyer.id)).toMatchObject({ total: 11_900, currency: "gbp" });
    expect(await orderState(first)).toMatchObject({ status: "expired", slot: false });
  });

  test("a currency that is not offered buys nothing", async () => {
    const { course } = await aShop();
    const cookie = await aCookieOf(await aStudent());
    expect(await press("course", course.key, cookie, { currency: "chf", shown: "1" })).toBe(
      `/courses/${course.key}?error=changed`,
    );
    // What is no currency at all is as good as none.
    expect(await press("course", course.key, cookie, { currency: "'; --" })).toContain("/payment-sandbox/pay/");
  });
});

describe("while somebody buys", () => {
  test("a price that rose is not taken without being seen; one that fell is", async () => {
    const { course } = await aShop();
    const buyer = await aStudent();
    const cookie = await aCookieOf(buyer);
    const seen = { currency: "usd", shown: "14900" };
    await changePrice(course, 19_900);
    expect(await press("course", course.key, cookie, seen)).toBe(`/courses/${course.key}?error=changed`);
    expect(await db.order.count({ where: { userId: buyer.id } })).toBe(0);
    await changePrice(course, 9_900);
    expect(await press("course", course.key, cookie, seen)).toContain("/payment-sandbox/pay/");
    expect(await orderOf(buyer.id)).toMatchObject({ total: 9_900 });
  });

  test("a sale that ends meanwhile keeps its price on the page that is open", async () => {
    const { course } = await aShop();
    const day = new Date(Date.now()).toISOString().slice(0, 10);
    const sales = [{ amount: 9_900, currency: "usd", from: "2020-01-01", until: day }];
    await publishProduct(course.key, { key: course.key, sales });
    const paying = await anOpenCheckout(course);
    shiftClock(2 * 24 * 60 * 60 * 1000);
    expect((await openCourse(course.key)).data.sale?.price).toMatchObject({ amount: 14_900, before: null, until: null });
    shiftClock(0);
    await publishProduct(course.key, { key: course.key });
    await sandbox.controls.payByCard(paying.sessionId);
    expect(await fulfil(paying.sessionId)).toMatchObject({ outcome: "fulfilled" });
    expect(await orderOf(paying.buyer.id)).toMatchObject({ total: 9_900, status: "paid", attention: null });
  });

  test("a product that is taken off sale, and its courses changed, gives what was ordered", async () => {
    const { course, scripts } = await aShop();
    const bundle = await aBundle([course, scripts]);
    const paying = await anOpenCheckout(bundle);
    await publishProduct(bundle.key, { ...bundle, contains: [scripts.key, (await aCourseForSale()).key] });
    await publishProduct(bundle.key, null);
    await sandbox.controls.payByCard(paying.sessionId);
    await fulfil(paying.sessionId);
    const open = await db.entitlement.findMany({ where: { userId: paying.buyer.id }, select: { courseId: true } });
    expect(open.map(({ courseId }) => courseId).sort()).toEqual([course.courseId, scripts.courseId].sort());
  });
});

test("who has a course by two ways keeps it when one of them is refunded", async () => {
  const { course, scripts } = await aShop();
  const bundle = await aBundle([course, scripts]);
  const single = await aPurchase(scripts, sandbox.controls);
  const both = await aPurchase(bundle, sandbox.controls, single.buyer);
  const open = async () =>
    (await db.entitlement.findMany({ where: { userId: single.buyer.id, revokedAt: null }, select: { courseId: true } })).map(
      ({ courseId }) => courseId,
    );
  await sandbox.controls.refund({ paymentIntent: both.paymentIntent });
  await fulfil(both.sessionId);
  expect(await open()).toEqual([scripts.courseId]);
  const again = await aPurchase(bundle, sandbox.controls, single.buyer);
  await sandbox.controls.refund({ paymentIntent: single.paymentIntent });
  await fulfil(single.sessionId);
  expect((await open()).sort()).toEqual([course.courseId, scripts.courseId].sort());
  expect(await orderState(again.orderId)).toMatchObject({ live: 2 });
});

test("the admin sees what is sold, at what price, and how often", async () => {
  const { course, scripts } = await aShop();
  const bundle = await aBundle([course, scripts]);
  await aPurchase(bundle, sandbox.controls);
  const refunded = await aPurchase(bundle, sandbox.controls);
  await sandbox.controls.refund({ paymentIntent: refunded.paymentIntent });
  await fulfil(refunded.sessionId);
  const cookie = await aCookieOf(await anAdmin());
  const { data } = await dataOf(adminProducts(visit("/admin/products", { cookie }) as never));
  const line = data.products.find(({ key }) => key === bundle.key);
  expect(line).toMatchObject({ bundle: true, active: true, sold: 1, prices: [{ amount: 16_900, currency: "usd" }] });
  expect(line?.courses).toEqual([course.key, scripts.key].sort());
});
