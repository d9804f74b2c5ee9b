import Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { log } from "#app/platform/log.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { openCheckoutSession } from "./checkout-session.server.ts";
import type { CouponRefusal } from "./decide-coupon.ts";
import { fulfil, fulfilFree } from "./fulfil.server.ts";
import { findOffer, type Offer, type OfferAsk } from "./offer.queries.server.ts";
import { closeWithoutSession, type OpenOrder, openOrder } from "./open-order.server.ts";
import { findPlanOffer } from "./recurring/plan-offer.queries.server.ts";

export type StartCheckout =
  | ToPaymentPage
  | {
      status: "refused";
      reason: "no-such-course" | "free" | "not-for-sale" | "changed" | "already-owned" | "already-running" | "payment-service";
    }
  | { status: "refused"; reason: "code"; because: CouponRefusal };

export type ToPaymentPage =
  | { status: "redirect"; url: string; orderNumber: number }
  /** `awaiting-payment`: paid by a delayed method; `needs-attention`: something arrived that a person must look at. */
  | { status: "refused"; reason: "awaiting-payment" | "needs-attention"; orderNumber: number };

const ROUNDS = 5;
const MINUTE = 60_000;
/** Stripe forgets idempotency keys after a day: an order without a session that is nearly so old is not tried again. */
const SESSIONLESS_LIFE = 23 * 60 * MINUTE;
/** Nobody is sent to a page that closes in less time. */
const LEAST_TIME = 2 * MINUTE;

interface StartCheckoutAsk extends OfferAsk {
  userId: string;
  code?: string;
  /** Another way to pay than at once, by its key. */
  way?: string;
  /** What the buyer has seen that it costs, before a code: they are not sent to pay more. */
  shown?: { amount: number; currency: string };
}

/**
 * Takes a person to Stripe's page for a course or a bundle: to the one they have open where it is still open and priced the same,
 * else to a new one. However often and wherever they click, it is one order and one session. At most one call to
 * Stripe, but for an order that must be closed first. What costs nothing is theirs at once, and they are sent to the order.
 */
export async function startCheckout(ask: StartCheckoutAsk): Promise<StartCheckout> {
  const { way } = ask;
  const found = way === undefined ? await findOffer(ask) : await findPlanOffer({ ...ask, way });
  if (found.status === "refused") return found;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const outcome = await tryOnce(ask, found.offer);
      if (outcome) return outcome;
    }
    log.warn(ask, "a checkout could not be started: its order kept changing");
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.error({ err: error, ...ask }, "a checkout could not be started");
  }
  return { status: "refused", reason: "payment-service" };
}

/** Null where the order that was found had to be closed, so that there is room for another. */
async function tryOnce({ userId, code, shown }: StartCheckoutAsk, offer: Offer): Promise<StartCheckout | null> {
  const opened = await openOrder({ userId, offer, code, shown });
  if (opened.status === "held") {
    const { id, checkoutSessionId } = opened.by;
    await (checkoutSessionId ? closeAtStripe(checkoutSessionId) : closeWithoutSession(id));
    return null;
  }
  if (opened.status === "code-refused") return { status: "refused", reason: "code", because: opened.reason };
  if (opened.status !== "open") return { status: "refused", reason: opened.status };
  return toPaymentPage(opened.order);
}

/** Where an order is paid; null where it had to be closed, so that there is room for another. */
export async function toPaymentPage(order: OpenOrder): Promise<ToPaymentPage | null> {
  if (order.attention) return { status: "refused", reason: "needs-attention", orderNumber: order.number };
  if (order.status !== "open") return { status: "refused", reason: "awaiting-payment", orderNumber: order.number };

  if (order.checkoutSessionId) {
    if (isUsable(order)) return { status: "redirect", url: order.checkoutUrl, orderNumber: order.number };
    await closeAtStripe(order.checkoutSessionId);
    return null;
  }
  if (order.samePrice && order.nothingToPay) {
    const { order: given } = await fulfilFree(order.id);
    return given && { status: "redirect", url: `${env().appUrl}/orders/${order.number}`, orderNumber: order.number };
  }
  const fresh = order.samePrice && now().getTime() - order.createdAt.getTime() < SESSIONLESS_LIFE;
  const url = fresh ? await openCheckoutSession({ orderId: order.id }) : null;
  if (url) return { status: "redirect", url, orderNumber: order.number };
  await closeWithoutSession(order.id);
  return null;
}

function isUsable(order: OpenOrder): order is OpenOrder & { checkoutUrl: string } {
  const closesAt = order.checkoutExpiresAt?.getTime() ?? 0;
  return order.samePrice && order.checkoutUrl !== null && closesAt > now().getTime() + LEAST_TIME;
}

/** Expires a session at Stripe; where the buyer or the clock was faster, what happened there counts. */
export async function closeAtStripe(sessionId: string): Promise<void> {
  try {
    await stripe().checkout.sessions.expire(sessionId);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  }
  const { outcome } = await fulfil(sessionId);
  // Stripe has no such session: of another account, or of a sandbox whose data folder is gone.
  if (outcome === "unknown-session") await giveUp(sessionId);
}

async function giveUp(sessionId: string): Promise<void> {
  await db.order.updateMany({
    where: { checkoutSessionId: sessionId, status: "open" },
    data: { status: "expired", closedAt: now(), openSlot: null },
  });
}
