import Stripe from "stripe";
import { formatMoney } from "#app/components/formatted.tsx";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import type { OrderPurpose, Price } from "#prisma/generated/client.ts";
import { shareRunning } from "./one-at-a-time.ts";
import { closeWithoutSession } from "./open-order.server.ts";
import { describePlan } from "./recurring/describe-plan.ts";

/**
 * Makes the Checkout Session of an open order and stores it; the idempotency key makes it the same one however often
 * the call is sent. Returns the page's address, or null where the order can no longer have one.
 * @throws StripeError where Stripe does not answer or refuses.
 */
export function openCheckoutSession(ask: { orderId: string }): Promise<string | null> {
  return open(ask.orderId);
}

// Clicks that come at once share one call.
const open = shareRunning(async (orderId): Promise<string | null> => {
  const order = await db.order.findUnique({
    where: { id: orderId },
    include: {
      items: {
        orderBy: { position: "asc" },
        include: { price: true, product: { select: { key: true, sheet: { select: { bundle: true } } } } },
      },
      user: { select: { email: true, guestBuyer: { select: { userId: true } } } },
      coupon: { select: { promotionCode: { select: { code: true } } } },
    },
  });
  if (order?.status !== "open") return null;
  if (order.checkoutSessionId) return order.checkoutUrl;

  const session = await stripe()
    .checkout.sessions.create(describe(order), { idempotencyKey: `order:${order.id}` })
    .catch(async (error: unknown) => {
      // The key was used with other words, such as an e-mail address changed since: this order is spent.
      if (error instanceof Stripe.errors.StripeIdempotencyError) return null;
      // What Stripe has answered once it answers to this key for a day, faults included: the next click is another order.
      const answered = error instanceof Stripe.errors.StripeError && !(error instanceof Stripe.errors.StripeConnectionError);
      if (answered) await closeWithoutSession(order.id);
      throw error;
    });
  if (!session) return null;
  const stored = await db.order.updateMany({
    where: { id: order.id, status: "open", OR: [{ checkoutSessionId: null }, { checkoutSessionId: session.id }] },
    data: { checkoutSessionId: session.id, checkoutUrl: session.url, checkoutExpiresAt: new Date(session.expires_at * 1000) },
  });
  if (stored.count === 1) return session.url;
  // Closed by another process meanwhile: nobody must be able to pay on a page that no order stands behind.
  await stripe()
    .checkout.sessions.expire(session.id)
    .catch((error: unknown) => {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    });
  return null;
});

interface Product {
  key: string;
  sheet: { bundle: boolean } | null;
}

interface DescribedOrder {
  id: string;
  number: number;
  purpose: OrderPurpose;
  user: { email: string; guestBuyer: object | null };
  items: {
    title: string;
    quantity: number;
    amount: number;
    discount: number;
    credit: number;
    currency: string;
    price: Price;
    product: Product;
  }[];
  coupon: { promotionCode: { code: string } } | null;
}

/** What Stripe is told. The same order always in the same words: that is what its idempotency key demands. */
function describe(order: DescribedOrder): Stripe.Checkout.SessionCreateParams {
  const { appUrl } = env();
  const metadata = { order_id: order.id, order_number: String(order.number) };
  const addresses = {
    success_url: `${appUrl}/checkout/success?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${appUrl}/checkout/cancelled?${order.items.slice(0, 1).map(({ product }) => cancelWords(product))}`,
  };
  if (order.items[0]?.price.terms !== "one_time") return describePlan(order, addresses);
  return {
    mode: "payment",
    client_reference_id: order.id,
    // Whom we do not know, Stripe's page asks for their address.
    ...(!order.user.guestBuyer && { customer_email: order.user.email }),
    metadata,
    payment_intent_data: { metadata, description: `Order ${order.number}` },
    // Our price in our currency is what is paid, or nothing is.
    adaptive_pricing: { enabled: false },
    line_items: order.items.map((item) => ({
      quantity: item.quantity,
      price_data: {
        currency: item.currency,
        unit_amount: item.amount / item.quantity,
        product_data: { name: item.title, ...describeItem(order, item) },
      },
    })),
    ...addresses,
  };
}

function cancelWords({ key, sheet }: Product): string {
  return `${sheet?.bundle ? "product" : "course"}=${encodeURIComponent(key)}`;
}

function describeItem(order: DescribedOrder, item: DescribedOrder["items"][number]): { description?: string } {
  if (order.purpose === "gift") return { description: "A gift, sent by mail" };
  if (order.purpose === "team") return { description: "A seat each, for a team" };
  return item.discount + item.credit > 0 ? { description: lessWords(order, item) } : {};
}

function lessWords({ coupon }: DescribedOrder, { discount, credit, currency }: DescribedOrder["items"][number]): string {
  const words = [
    credit > 0 && `${formatMoney(credit, currency)} off for what you have paid before`,
    discount > 0 && `${formatMoney(discount, currency)} off by code ${coupon?.promotionCode.code ?? ""}`.trim(),
  ];
  return words.filter(Boolean).join("; ");
}
