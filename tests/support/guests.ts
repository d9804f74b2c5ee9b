import { randomUUID } from "node:crypto";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { startGuestCheckout } from "#app/features/checkout/guests/start-guest-checkout.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";

/** Somebody who is not signed in, on the payment page of a course. */
export async function anOpenGuestCheckout(course: { key: string }, token: string | null = null) {
  const started = await startGuestCheckout({
    press: { courseKey: course.key },
    token,
    clientAddress: `2001:db8:${randomUUID().slice(0, 4)}::1`,
  });
  if (started.status !== "redirect") throw new Error(`Not sent to pay: ${JSON.stringify(started)}`);
  const order = await db.order.findFirstOrThrow({ where: { checkoutUrl: started.url } });
  return { orderId: order.id, guestId: order.userId, sessionId: order.checkoutSessionId!, token: started.token };
}

/** The same, who has paid by card with an address of their own. */
export async function aGuestPurchase(
  course: { key: string },
  controls: SandboxControls,
  email = `buyer-${randomUUID()}@example.org`,
) {
  const checkout = await anOpenGuestCheckout(course);
  await controls.payByCard(checkout.sessionId, { email });
  await fulfil(checkout.sessionId);
  const payment = await db.payment.findFirstOrThrow({ where: { orderId: checkout.orderId } });
  return { ...checkout, email, paymentIntent: payment.paymentIntentId };
}
