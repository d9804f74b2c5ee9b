import { type EntitlementState, entitlementState } from "#app/features/access/decide-access.ts";
import { buyerOf } from "#app/features/checkout/buyer.ts";
import type { OrderStatus } from "#app/features/checkout/settle-order.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";

/** An order with everything that Stripe and we know of it. Amounts in minor units. */
export interface OrderPage {
  id: string;
  number: number;
  status: OrderStatus;
  attention: string | null;
  total: number;
  currency: string;
  livemode: boolean;
  checkoutSessionId: string | null;
  checkoutExpiresAt: Date | null;
  createdAt: Date;
  paidAt: Date | null;
  closedAt: Date | null;
  buyer: { id: string; name: string; email: string };
  items: {
    id: string;
    title: string;
    amount: number;
    currency: string;
    /** What the item has opened. */
    entitlements: { id: string; courseKey: string; state: EntitlementState }[];
  }[];
  payments: {
    id: string;
    paymentIntentId: string;
    chargeId: string | null;
    amount: number;
    currency: string;
    createdAt: Date;
    refunds: {
      id: string;
      stripeRefundId: string;
      amount: number;
      currency: string;
      status: string;
      reason: string;
      createdAt: Date;
    }[];
    disputes: { id: string; stripeDisputeId: string; amount: number; currency: string; status: string; createdAt: Date }[];
  }[];
  /** Of Stripe, the newest first; also those that have not got through yet. */
  events: OrderEvent[];
}

interface OrderEvent {
  id: string;
  type: string;
  receivedAt: Date;
  processedAt: Date | null;
  outcome: string | null;
  attempts: number;
  error: string | null;
}

/** The order of a number; null where there is none. */
export async function readOrder(number: number): Promise<OrderPage | null> {
  const row = await db.order.findUnique({
    where: { number },
    omit: { userId: true, checkoutUrl: true, openSlot: true },
    include: {
      user: { select: { id: true, name: true, email: true, erasedBuyer: { select: { name: true, email: true } } } },
      items: {
        orderBy: [{ position: "asc" }, { id: "asc" }],
        select: {
          ...{ id: true, title: true, amount: true, currency: true },
          entitlements: {
            orderBy: { id: "asc" },
            select: {
              ...{ id: true, startsAt: true, endsAt: true, revokedAt: true, revokedReason: true },
              course: { select: { key: true } },
            },
          },
        },
      },
      payments: {
        orderBy: { createdAt: "asc" },
        include: { refunds: { orderBy: { createdAt: "asc" } }, disputes: { orderBy: { createdAt: "asc" } } },
      },
    },
  });
  if (!row) return null;
  const { user, items, ...order } = row;
  const at = now();
  return {
    ...order,
    buyer: buyerOf(user),
    items: items.map(({ entitlements, ...item }) => ({
      ...item,
      entitlements: entitlements.map(({ id, course, ...grant }) => ({
        id,
        courseKey: course.key,
        state: entitlementState(grant, at),
      })),
    })),
    events: await readEvents(order),
  };
}

/**
 * An event knows its order once it has been acted on. Until then it is found by the ids in its payload, which is good
 * enough to show it.
 */
async function readEvents(order: Pick<OrderPage, "id" | "checkoutSessionId" | "payments">): Promise<OrderEvent[]> {
  const ids = [
    order.checkoutSessionId,
    ...order.payments.flatMap(({ paymentIntentId, chargeId }) => [paymentIntentId, chargeId]),
  ];
  const known = ids.filter((id) => id !== null);
  return db.$queryRaw<OrderEvent[]>`
    select id, type, "receivedAt", "processedAt", outcome, attempts, error from "StripeEvent"
    where "orderId" = ${order.id}
      or ("processedAt" is null and array[payload #>> '{data,object,id}', payload #>> '{data,object,payment_intent}',
        payload #>> '{data,object,charge}'] && ${known}::text[])
    order by "receivedAt" desc, id`;
}
