import { env } from "#app/platform/env.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { askStripe, findOwnPlan } from "./own-plan.server.ts";

export type ChangeCard =
  | { status: "redirect"; url: string }
  | { status: "refused"; reason: "no-such-plan" | "payment-service" | "card-declined" };

/** Takes a person to Stripe's portal, where they give another card: no card number is ever typed here. */
export async function changeCard(ask: { userId: string; planId: string }): Promise<ChangeCard> {
  const plan = await findOwnPlan(ask);
  if (!plan) return { status: "refused", reason: "no-such-plan" };
  return askStripe(ask, async () => {
    const { url } = await stripe().billingPortal.sessions.create({
      customer: plan.customerId,
      flow_data: { type: "payment_method_update" },
      return_url: `${env().appUrl}/account/plans/${plan.id}?card`,
    });
    return { status: "redirect" as const, url };
  });
}
