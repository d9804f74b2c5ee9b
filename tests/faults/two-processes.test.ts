import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aStudent } from "#tests/support/people.ts";
import { publishProduct } from "#tests/support/products.ts";
import { aCourseForSale } from "#tests/support/shop.ts";
import { aShopSite, SECRETS } from "#tests/support/shop-site.ts";
import { until } from "#tests/support/site.ts";
import { seededRandom } from "./seeded-random.ts";

const ORDERS = 20;
const DELIVERIES = 200;
const SEED = Number(process.env.FAULT_SEED ?? 20_261_124);

let shop: Awaited<ReturnType<typeof aShopSite>>;
beforeAll(async () => {
  shop = await aShopSite({ processes: 2 });
}, 300_000);
afterAll(() => shop.close());

/** What becomes of every fifth order beside being paid. */
type Fate = "paid" | "part-refunded" | "refunded" | "disputed";
const FATES: Fate[] = ["paid", "paid", "part-refunded", "refunded", "disputed"];
const LEFT = { paid: "paid", "part-refunded": "partially_refunded", refunded: "refunded", disputed: "disputed" } as const;

function post(url: string, { body, signature }: { body: string; signature: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "Stripe-Signature": signature,
    };
    const sent = request(`${url}/webhooks/stripe`, { method: "POST", headers, agent: false }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** A course with scripts beside it: an order of both has two items. */
async function aCourseWithScripts() {
  const [course, scripts] = [await aCourseForSale(), await aCourseForSale({ price: { amount: 3_900, currency: "usd" } })];
  const bump = { product: scripts.key, text: "To read aloud.", prices: [{ amount: 2_900, currency: "usd" }] };
  await publishProduct(course.key, { key: course.key, bump });
  return course;
}

test(`${DELIVERIES} webhooks at once for ${ORDERS} orders, over two processes, are one order and one entitlement an item (seed ${SEED})`, {
  timeout: 120_000,
}, async () => {
  const { controls } = shop.sandbox;
  const course = await aCourseWithScripts();
  const orders: { id: string; sessionId: string; fate: Fate; items: number }[] = [];
  for (let count = 0; count < ORDERS; count += 1) {
    const [fate, bump] = [FATES[count % FATES.length]!, count % 2 === 1];
    const started = await startCheckout({ userId: (await aStudent()).id, courseKey: course.key, bump });
    if (started.status !== "redirect") throw new Error(started.reason);
    const order = await db.order.findUniqueOrThrow({ where: { number: started.orderNumber } });
    const sessionId = order.checkoutSessionId!;
    await controls.payByCard(sessionId);
    orders.push({ id: order.id, sessionId, fate, items: bump ? 2 : 1 });
  }

  // Each event more than once, in no order, every second one to the other process.
  const random = seededRandom(SEED);
  const deliverAll = (count: number) => {
    const all = controls.events();
    const journeys = Array.from({ length: count }, (_, at) => all[at % all.length]!.id);
    journeys.sort(() => random() - 0.5);
    return Promise.all(journeys.map((id, at) => post(shop.sites[at % 2]!.url, controls.sign(id, { secret: SECRETS.new }))));
  };
  // While the news of the payments arrives, money goes back: what was read of Stripe before is out of date by then.
  const first = deliverAll(DELIVERIES / 2);
  for (const { sessionId, fate } of orders) {
    const paymentIntent = controls.books([sessionId])[0]!.paymentIntentId!;
    if (fate === "part-refunded") await controls.refund({ paymentIntent, amount: 700 });
    if (fate === "refunded") await controls.refund({ paymentIntent });
    if (fate === "disputed") await controls.openDispute({ paymentIntent });
  }
  const events = controls.events();
  expect(events.length).toBeLessThanOrEqual(DELIVERIES / 2);
  const answers = [...(await first), ...(await deliverAll(DELIVERIES / 2))];
  expect(answers).toEqual(Array(DELIVERIES).fill(200));
  await until("all events were acted on", async () => (await db.stripeEvent.count({ where: { processedAt: null } })) === 0, 60);

  const kept = await db.stripeEvent.findMany();
  expect(kept.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
  expect(await db.order.count()).toBe(ORDERS);
  for (const { id, sessionId, fate, items } of orders) {
    const order = await db.order.findUniqueOrThrow({
      where: { id },
      include: { payments: { include: { refunds: true, disputes: true } }, items: { include: { entitlements: true } } },
    });
    expect(order).toMatchObject({ status: LEFT[fate], attention: null });
    expect(order.items.map(({ entitlements }) => entitlements.filter(({ revokedAt }) => !revokedAt).length)).toEqual(
      Array(items).fill(fate === "refunded" ? 0 : 1),
    );
    // The same whichever came first: who heard of the refund before the payment was never let in.
    expect(order.items.every(({ entitlements }) => entitlements.length <= 1)).toBe(true);
    const [book] = controls.books([sessionId]);
    const ofKind = (rows: { amount: number; status: string }[]) => rows.map(({ amount, status }) => ({ amount, status }));
    expect(order.payments.map(({ paymentIntentId, amount }) => ({ paymentIntentId, amount }))).toEqual([
      { paymentIntentId: book!.paymentIntentId, amount: book!.received },
    ]);
    expect(ofKind(order.payments.flatMap(({ refunds }) => refunds))).toEqual(ofKind(book!.refunds));
    expect(ofKind(order.payments.flatMap(({ disputes }) => disputes))).toEqual(ofKind(book!.disputes));
    const gone = [...book!.refunds, ...book!.disputes].reduce((sum, { amount }) => sum + amount, 0);
    const lines = await db.ledgerEntry.findMany({ where: { orderId: id } });
    expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(book!.received - gone);
    const opened = lines.filter(({ kind }) => kind === "access_opened").length;
    expect(opened - lines.filter(({ kind }) => kind === "access_closed").length).toBe(fate === "refunded" ? 0 : 1);
    const receipts = await db.outboxMail.count({ where: { dedupeKey: `receipt:${id}` } });
    expect(receipts).toBe(opened > 0 ? 1 : 0);
  }
});
