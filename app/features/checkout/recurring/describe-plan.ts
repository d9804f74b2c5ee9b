import type Stripe from "stripe";
import type { Price } from "#prisma/generated/client.ts";

interface DescribedPlan {
  id: string;
  number: number;
  user: { email: string };
  items: { title: string; amount: number; price: Price }[];
}

/**
 * What Stripe is told of an order that begins something recurring: one recurring price, given in the call itself, and by
 * which order and price of ours the subscription is known. The same order always in the same words.
 */
export function describePlan(
  order: DescribedPlan,
  addresses: { success_url: string; cancel_url: string },
): Stripe.Checkout.SessionCreateParams {
  const [item] = order.items;
  const { price, title } = item!;
  const metadata = { order_id: order.id, order_number: String(order.number) };
  const trial = item!.amount === 0 && price.trialDays > 0;
  return {
    mode: "subscription",
    client_reference_id: order.id,
    customer_email: order.user.email,
    metadata,
    adaptive_pricing: { enabled: false },
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: price.currency,
          unit_amount: price.amount,
          recurring: { interval: price.interval ?? "month", interval_count: price.intervalCount },
          product_data: {
            name: title,
            ...(price.payments !== null && { description: `${price.payments} payments, then it is paid` }),
          },
        },
      },
    ],
    subscription_data: {
      description: `Order ${order.number}`,
      metadata: { ...metadata, price_id: price.id },
      ...(trial && { trial_period_days: price.trialDays }),
    },
    ...addresses,
  };
}
