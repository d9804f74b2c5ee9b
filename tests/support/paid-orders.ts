import { randomUUID } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { sessionParams } from "./sandbox.ts";

const AT_ONCE = 20;
const money = { currency: "usd", livemode: false };

/** So many orders of one person for one course that are paid at Stripe and stand in our books alike, written in bulk. */
export async function paidOrders(ask: { many: number; courseKey: string; userId: string; controls: SandboxControls }) {
  const { many, courseKey, userId, controls } = ask;
  const product = await db.product.findFirstOrThrow({ where: { key: courseKey }, include: { prices: true } });
  const course = await db.course.findUniqueOrThrow({ where: { key: courseKey } });
  const priceId = product.prices[0]!.id;
  for (let made = 0; made < many; made += AT_ONCE) {
    const rows = await Promise.all(Array.from({ length: Math.min(AT_ONCE, many - made) }, () => paySession(controls)));
    await db.order.createMany({
      data: rows.map(({ orderId, sessionId }) => ({
        ...{ id: orderId, userId, status: "paid" as const, total: 14_900, checkoutSessionId: sessionId, paidAt: now(), ...money },
      })),
    });
    await db.orderItem.createMany({
      data: rows.map(({ orderId, itemId }) => ({
        ...{ id: itemId, orderId, productId: product.id, priceId, title: "A course", amount: 14_900, currency: "usd" },
      })),
    });
    await db.orderItemCourse.createMany({ data: rows.map(({ itemId }) => ({ orderItemId: itemId, courseId: course.id })) });
    await db.payment.createMany({
      data: rows.map(({ orderId, paymentIntentId }) => ({ orderId, paymentIntentId, amount: 14_900, ...money })),
    });
    await db.entitlement.createMany({
      data: rows.map(({ itemId }) => ({
        ...{ userId, courseId: course.id, source: "order" as const, orderItemId: itemId, startsAt: now() },
        sourceKey: `order-item:${itemId}:${course.id}`,
      })),
    });
  }
}

async function paySession(controls: SandboxControls) {
  const orderId = randomUUID();
  const { id: sessionId } = await stripe().checkout.sessions.create(sessionParams({ metadata: { order_id: orderId } }));
  await controls.payByCard(sessionId);
  const paymentIntentId = (await stripe().checkout.sessions.retrieve(sessionId)).payment_intent as string;
  return { orderId, itemId: randomUUID(), sessionId, paymentIntentId };
}
