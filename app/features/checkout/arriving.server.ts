import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { settleNowAndThen } from "./settle-soon.server.ts";

/** Somebody's money that has not opened yet what it is for. */
export interface Arriving {
  orderNumber: number;
  title: string;
  /**
   * `opening`: it is there, and what is left is ours to do. `on-its-way`: it takes days, by its method. `in-review`: it
   * is there, and a person looks at it first.
   */
  state: "opening" | "on-its-way" | "in-review";
}

/** A payment page can be paid for a day; so long Stripe is asked whether it was. */
const PAGE_LIFE = 25 * 60 * 60 * 1000;

/**
 * What a person has paid for themselves, or begun to, without it being open yet: all of it, or for one course or product.
 * A page that is still open is asked for at Stripe first, so that who has paid and comes by another way than the thank-you
 * page finds it open, or is told that the money is there, and is never shown a shop.
 */
export async function findArriving(ask: { userId: string; courseKey?: string; productId?: string }): Promise<Arriving[]> {
  const { userId, courseKey, productId } = ask;
  const of: Prisma.OrderItemWhereInput = {
    ...(courseKey && { courses: { some: { course: { key: courseKey } } } }),
    ...(productId && { productId }),
  };
  const mine: Prisma.OrderWhereInput = { userId, purpose: "own", livemode: isLivemode(), items: { some: of } };
  const open = await db.order.findMany({
    where: {
      ...mine,
      status: "open",
      checkoutSessionId: { not: null },
      createdAt: { gt: new Date(now().getTime() - PAGE_LIFE) },
    },
    select: { checkoutSessionId: true },
  });
  await Promise.all(open.map(({ checkoutSessionId }) => settleNowAndThen(checkoutSessionId!)));
  const granting = {
    items: { some: { ...of, price: { terms: "one_time" as const }, courses: { some: {} }, entitlements: { none: {} } } },
  };
  const orders = await db.order.findMany({
    where: {
      ...mine,
      OR: [
        { status: { in: ["open", "awaiting_payment"] } },
        { status: { in: ["paid", "partially_refunded", "disputed"] }, AND: granting },
      ],
    },
    orderBy: { number: "desc" },
    select: {
      id: true,
      number: true,
      status: true,
      attention: true,
      checkoutSessionId: true,
      items: { select: { title: true } },
    },
  });
  const told = await toldToBePaid(orders);
  return orders.flatMap(({ id, number, status, attention, items }) => {
    const state = stateOf({ status, attention, told: told.has(id) });
    return state ? [{ orderNumber: number, title: items.map(({ title }) => title).join(", "), state }] : [];
  });
}

function stateOf(order: { status: string; attention: string | null; told: boolean }): Arriving["state"] | null {
  if (order.attention) return "in-review";
  if (order.told) return "opening";
  if (order.status === "awaiting_payment") return "on-its-way";
  return order.status === "open" ? null : "opening";
}

/** Orders of whose payment an event has come that nobody has acted on yet. It is believed for what a page says, and opens nothing. */
export async function toldToBePaid(orders: { id: string; checkoutSessionId: string | null }[]): Promise<Set<string>> {
  const waiting = orders.filter((order) => order.checkoutSessionId);
  if (waiting.length === 0) return new Set();
  const sessions = waiting.map(({ checkoutSessionId }) => checkoutSessionId!);
  const rows = await db.$queryRaw<{ sessionId: string }[]>`
    select distinct e.payload->'data'->'object'->>'id' as "sessionId" from "StripeEvent" e
    where e."processedAt" is null and e.type in ('checkout.session.completed', 'checkout.session.async_payment_succeeded')
      and e.payload->'data'->'object'->>'id' = any(${sessions}::text[])
      and e.payload->'data'->'object'->>'payment_status' in ('paid', 'no_payment_required')`;
  const told = new Set(rows.map(({ sessionId }) => sessionId));
  return new Set(waiting.filter(({ checkoutSessionId }) => told.has(checkoutSessionId!)).map(({ id }) => id));
}
