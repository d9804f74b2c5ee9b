import Stripe from "stripe";
import type { FulfilOutcome } from "#app/features/checkout/fulfil.server.ts";
import { settleAgain } from "#app/features/checkout/recurring/plan-payment.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";

export type AskStripeAgain =
  | { status: "asked"; outcome: FulfilOutcome }
  | { status: "refused"; reason: "no-such-order" | "never-at-stripe" }
  /** Stripe could not be asked; `message` is what came back. */
  | { status: "failed"; message: string };

/**
 * Reads all that Stripe knows of an order again and brings the order in line with it, by hand. It runs no transaction
 * of the caller's, because it waits for Stripe; asking twice changes nothing more.
 */
export async function askStripeAgain(ask: { orderNumber: number; actorId: string }): Promise<AskStripeAgain> {
  const order = await db.order.findUnique({
    where: { number: ask.orderNumber },
    select: { id: true, status: true, checkoutSessionId: true },
  });
  if (!order) return { status: "refused", reason: "no-such-order" };
  const asked = await settleAgain(order).catch(wordsOfStripe);
  if (asked === null) return { status: "refused", reason: "never-at-stripe" };
  const detail =
    typeof asked === "string"
      ? { error: asked }
      : { outcome: asked.outcome, before: order.status, after: asked.order?.status ?? order.status };
  await recordAudit({ actorId: ask.actorId, action: "order.ask-stripe", subjectKind: "order", subjectId: order.id, detail }, db);
  return typeof asked === "string" ? { status: "failed", message: asked } : { status: "asked", outcome: asked.outcome };
}

/** What Stripe said instead of an answer. Everything else is a bug, and goes on. */
function wordsOfStripe(error: unknown): string {
  if (error instanceof Stripe.errors.StripeError) return error.message;
  throw error;
}
