import { randomUUID } from "node:crypto";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { dayIn } from "#app/features/checkout/gifts/gift-day.ts";
import { sendGift } from "#app/features/checkout/gifts/send-gift.server.ts";
import { startGift } from "#app/features/checkout/gifts/start-gift.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { mailsTo } from "./outbox.ts";
import { aStudent } from "./people.ts";

/** What the form of a gift says: to somebody new, today. */
export function giftWords(given: Partial<Parameters<typeof startGift>[0]["words"]> = {}) {
  const recipientEmail = `recipient-${randomUUID()}@example.org`;
  return { recipientEmail, senderName: "Robin", message: "For the two of you.", sendOn: dayIn("UTC", now()), ...given };
}

/** Somebody on the payment page of a gift. */
export async function anOpenGift(
  course: { key: string },
  given: { buyer?: { id: string }; words?: ReturnType<typeof giftWords>; requestId?: string; timeZone?: string } = {},
) {
  const { buyer = await aStudent(), words = giftWords(), requestId = randomUUID(), timeZone = "UTC" } = given;
  const started = await startGift({ userId: buyer.id, courseKey: course.key, requestId, words, timeZone });
  if (started.status !== "redirect") throw new Error(`Not sent to pay: ${JSON.stringify(started)}`);
  const order = await db.order.findUniqueOrThrow({ where: { number: started.orderNumber }, include: { gift: true } });
  const { id: orderId, number: orderNumber, checkoutSessionId, gift } = order;
  return { buyer, words, requestId, orderId, orderNumber, sessionId: checkoutSessionId!, giftId: gift!.id };
}

/** A gift that is paid, and not sent yet. */
export async function aPaidGift(
  course: { key: string },
  controls: SandboxControls,
  given: Parameters<typeof anOpenGift>[1] = {},
) {
  const gift = await anOpenGift(course, given);
  await controls.payByCard(gift.sessionId);
  await fulfil(gift.sessionId);
  const payment = await db.payment.findFirstOrThrow({ where: { orderId: gift.orderId } });
  return { ...gift, paymentIntent: payment.paymentIntentId };
}

/** A gift that its recipient has the mail of, with the token of its link. */
export async function aSentGift(
  course: { key: string },
  controls: SandboxControls,
  given: Parameters<typeof anOpenGift>[1] = {},
) {
  const gift = await aPaidGift(course, controls, given);
  await sendGift({ giftId: gift.giftId, due: true });
  return { ...gift, token: await giftTokenFor(gift.words.recipientEmail) };
}

/** The token in the last mail of a gift to an address. */
export async function giftTokenFor(address: string): Promise<string> {
  const mail = (await mailsTo(address)).findLast(({ kind }) => kind === "gift");
  const token = mail?.text.match(/\/gift\/([\w-]{43})(?=\s|$)/)?.[1];
  if (!token) throw new Error(`No mail of a gift to ${address}.`);
  return token;
}
