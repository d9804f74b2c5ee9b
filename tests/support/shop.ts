import { randomUUID } from "node:crypto";
import { createCoupon } from "#app/features/checkout/create-coupon.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { aCourse, type PublishedCourse } from "./courses.ts";
import { anAdmin, aStudent } from "./people.ts";

/** A course of two lessons, `preview` and `closed`, that costs 149 dollars where nothing else is said. */
export function aCourseForSale({
  price = { amount: 14_900, currency: "usd" },
}: {
  price?: { amount: number; currency: string };
} = {}) {
  return aCourse({ price, lessons: [{ key: "preview", preview: true }, "closed"] });
}

/** Publishes the course again, at another price. */
export function changePrice(course: PublishedCourse, amount: number, currency = "usd") {
  return aCourse({ key: course.key, price: { amount, currency }, lessons: [{ key: "preview", preview: true }, "closed"] });
}

/** Somebody on the payment page of a course: they have pressed the button. */
export async function anOpenCheckout(course: { key: string }, buyer?: { id: string; email: string }, code?: string) {
  const person = buyer ?? (await aStudent());
  const started = await startCheckout({ userId: person.id, courseKey: course.key, code });
  if (started.status !== "redirect") throw new Error(`Not sent to pay: ${started.reason}`);
  const order = await db.order.findUniqueOrThrow({ where: { number: started.orderNumber } });
  return { buyer: person, orderId: order.id, orderNumber: order.number, sessionId: order.checkoutSessionId!, url: started.url };
}

/** Somebody who has paid by card, with the course open. */
export async function aPurchase(
  course: { key: string },
  controls: SandboxControls,
  buyer?: { id: string; email: string },
  code?: string,
) {
  const checkout = await anOpenCheckout(course, buyer, code);
  await controls.payByCard(checkout.sessionId);
  await fulfil(checkout.sessionId);
  const payment = await db.payment.findFirstOrThrow({ where: { orderId: checkout.orderId } });
  return { ...checkout, paymentIntent: payment.paymentIntentId };
}

/** How an order stands, in a few words. */
export async function orderState(orderId: string) {
  const order = await db.order.findUniqueOrThrow({
    where: { id: orderId },
    include: { items: { include: { entitlements: true } } },
  });
  const entitlements = order.items.flatMap((item) => item.entitlements);
  return {
    status: order.status,
    slot: order.openSlot !== null,
    attention: order.attention,
    live: entitlements.filter((entitlement) => !entitlement.revokedAt).length,
    revoked: entitlements.flatMap((entitlement) => (entitlement.revokedAt ? [entitlement.revokedReason] : [])),
  };
}

/** A coupon with a code of its own: 20 percent off everything, where nothing else is said. */
export async function aCoupon(given: Partial<Parameters<typeof createCoupon>[0]> = {}) {
  const code = `CODE${randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase()}`;
  const { id: actorId } = await anAdmin();
  const usual = { actorId, name: "A coupon", code, off: { percent: 20 }, oncePerPerson: false, firstPurchaseOnly: false };
  const made = await createCoupon({ ...usual, productIds: [], ...given });
  if (made.status !== "created") throw new Error(made.reason);
  return { couponId: made.couponId, code: given.code ?? code };
}
