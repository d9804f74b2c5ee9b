import Stripe from "stripe";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { findPlainOffer } from "../offer.queries.server.ts";
import { type ToPaymentPage, toPaymentPage } from "../start-checkout.server.ts";
import type { GiftWords } from "./gift.schema.ts";
import { giftMoment } from "./gift-moment.server.ts";
import { openGiftOrder } from "./open-gift-order.server.ts";

export type StartGift =
  | ToPaymentPage
  /** This form has been sent and paid before. */
  | { status: "bought"; giftId: string }
  | { status: "refused"; reason: "no-such-course" | "free" | "not-for-sale" | "payment-service" }
  | { status: "refused"; reason: "bad-day"; message: string };

interface Ask {
  userId: string;
  courseKey: string;
  /** Names one opening of the form: sent twice, it is one gift. */
  requestId: string;
  words: GiftWords;
  /** Of the buyer. */
  timeZone: string;
}

const ROUNDS = 5;

/** Takes a person to Stripe's page for a course that they give away. At most one call to Stripe, but for closing an order. */
export async function startGift({ userId, courseKey, requestId, words, timeZone }: Ask): Promise<StartGift> {
  const found = await findPlainOffer(courseKey);
  if (found.status === "refused") return found;
  const moment = await giftMoment({ sendOn: words.sendOn, timeZone }, db);
  if (moment.status === "refused") return moment;
  const gift = { ...words, timeZone, sendAt: moment.sendAt };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const opened = await openGiftOrder({ userId, offer: found.offer, requestId, gift });
      if (opened.status === "bought") return opened;
      const outcome = await toPaymentPage(opened.order);
      if (outcome) return outcome;
    }
    log.warn({ userId, courseKey }, "a gift could not be bought: its order kept changing");
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.error({ err: error, userId, courseKey }, "a gift could not be bought");
  }
  return { status: "refused", reason: "payment-service" };
}
