import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { countAttention } from "#app/features/insights/attention/attention.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { loseEvents } from "#tests/support/lost-events.ts";
import { aStudent } from "#tests/support/people.ts";
import { sessionParams, startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase } from "#tests/support/shop.ts";
import { statementsOf } from "#tests/support/statements.ts";

/** RECONCILE_ORDERS=10000 measures what the issue asks for: under 60 s, in flat memory. */
const MANY = Number(process.env.RECONCILE_ORDERS ?? 400);

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test(`${MANY} orders with no difference cost a page of Stripe and a few statements each hundred`, {
  timeout: 900_000,
}, async () => {
  const course = await aCourseForSale();
  await aPurchase(course, sandbox.controls);
  const { productId, prices } = await db.product
    .findFirstOrThrow({ where: { key: course.key }, include: { prices: true } })
    .then(({ id, prices }) => ({ productId: id, prices }));
  const person = await aStudent();
  for (let made = 0; made < MANY; made += 20) {
    const rows = await Promise.all(
      Array.from({ length: Math.min(20, MANY - made) }, async () => {
        const orderId = randomUUID();
        const { id } = await stripe().checkout.sessions.create(sessionParams({ metadata: { order_id: orderId } }));
        await sandbox.controls.payByCard(id);
        const paymentIntentId = (await stripe().checkout.sessions.retrieve(id)).payment_intent as string;
        return { orderId, itemId: randomUUID(), sessionId: id, paymentIntentId };
      }),
    );
    const money = { currency: "usd", livemode: false };
    await db.order.createMany({
      data: rows.map(({ orderId, sessionId }) => ({
        ...{
          id: orderId,
          userId: person.id,
          status: "paid" as const,
          total: 14_900,
          checkoutSessionId: sessionId,
          paidAt: now(),
          ...money,
        },
      })),
    });
    await db.orderItem.createMany({
      data: rows.map(({ orderId, itemId }) => ({
        ...{ id: itemId, orderId, productId, priceId: prices[0]!.id, title: "A course", amount: 14_900, currency: "usd" },
      })),
    });
    await db.orderItemCourse.createMany({ data: rows.map(({ itemId }) => ({ orderItemId: itemId, courseId: course.courseId })) });
    await db.payment.createMany({
      data: rows.map(({ orderId, paymentIntentId }) => ({ orderId, paymentIntentId, amount: 14_900, ...money })),
    });
    await db.entitlement.createMany({
      data: rows.map(({ itemId }) => ({
        ...{ userId: person.id, courseId: course.courseId, source: "order" as const, orderItemId: itemId, startsAt: now() },
        sourceKey: `order-item:${itemId}:${course.courseId}`,
      })),
    });
  }
  await db.checkpoint.create({ data: { name: "stripe-events", value: {} } });
  await loseEvents();
  const since = new Date(now().getTime() - 24 * 60 * 60 * 1000);
  const [startedAt, heap] = [performance.now(), process.memoryUsage().heapUsed];
  let done: Awaited<ReturnType<typeof reconcile>> | undefined;
  const statements = await statementsOf(async () => {
    done = await reconcile({ since });
  });
  console.info(
    `${MANY} orders: ${Math.round(performance.now() - startedAt)} ms, ${statements.length} statements, heap ${Math.round((process.memoryUsage().heapUsed - heap) / 1e6)} MB more`,
  );
  const asked = performance.now();
  expect(await countAttention()).toBe(0);
  console.info(`counting what needs attention: ${Math.round(performance.now() - asked)} ms`);
  expect(done).toEqual({ events: 0, missed: 0, compared: MANY + 1, orders: 0, subscriptions: 0, failures: 0 });
  expect(statements.length).toBeLessThan(25 + Math.ceil((MANY + 1) / 100) * 6);
});
