import Stripe from "stripe";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";

/** A plan of this person, as its commands need it; null where there is none of that id, or it is somebody else's. */
export async function findOwnPlan({ userId, planId }: { userId: string; planId: string }) {
  if (!/^[0-9a-f-]{36}$/.test(planId)) return null;
  return db.subscription.findFirst({ where: { id: planId, userId }, include: { price: true } });
}

export type OwnPlan = NonNullable<Awaited<ReturnType<typeof findOwnPlan>>>;

/** Runs what asks Stripe; what Stripe refuses becomes a refusal. */
export async function askStripe<T>(
  about: object,
  work: () => Promise<T>,
): Promise<T | { status: "refused"; reason: "payment-service" | "card-declined" }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) return { status: "refused", reason: "card-declined" };
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.error({ err: error, ...about }, "a plan could not be changed");
    return { status: "refused", reason: "payment-service" };
  }
}
