import Stripe from "stripe";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import type { OrderPurpose } from "#prisma/generated/client.ts";
import type { FulfilOutcome } from "./fulfil.server.ts";
import { fulfil } from "./fulfil.server.ts";

export interface FinishedCheckout {
  /** `checking`: Stripe could not be asked just now; the webhook and the reconciler will. */
  state: "paid" | "awaiting-payment" | "open" | "failed" | "expired" | "refunded" | "in-review" | "checking";
  orderNumber: number;
  purpose: OrderPurpose;
  title: string;
  courseKeys: string[];
}

const STATES: Record<Exclude<FulfilOutcome, "unknown-session">, FinishedCheckout["state"]> = {
  fulfilled: "paid",
  "already-fulfilled": "paid",
  "awaiting-payment": "awaiting-payment",
  attention: "in-review",
  open: "open",
  failed: "failed",
  expired: "expired",
  refunded: "refunded",
};

/**
 * What a buyer who comes back from the payment page is told, after the order was brought up to date. Null for every
 * session that is not this person's own: a guessed or shared address neither grants nor shows anything.
 */
export async function finishCheckout(ask: { userId: string; checkoutSessionId: string }): Promise<FinishedCheckout | null> {
  if (!/^cs_\w{1,250}$/.test(ask.checkoutSessionId)) return null;
  const order = await db.order.findFirst({
    where: { userId: ask.userId, checkoutSessionId: ask.checkoutSessionId },
    include: { items: { orderBy: { position: "asc" }, include: { courses: { select: { course: { select: { key: true } } } } } } },
  });
  if (!order) return null;
  return {
    state: await settledState(ask.checkoutSessionId),
    orderNumber: order.number,
    purpose: order.purpose,
    title: order.items.map((item) => item.title).join(", "),
    courseKeys: order.items.flatMap((item) => item.courses.map(({ course }) => course.key)),
  };
}

export async function settledState(checkoutSessionId: string): Promise<FinishedCheckout["state"]> {
  try {
    const { outcome } = await fulfil(checkoutSessionId);
    return outcome === "unknown-session" ? "checking" : STATES[outcome];
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.error({ err: error, checkoutSessionId }, "a buyer came back, and Stripe could not be asked");
    return "checking";
  }
}
