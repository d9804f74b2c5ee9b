import { z } from "zod";
import { buyerOf } from "#app/features/checkout/buyer.ts";
import { ORDER_STATUS_WORDS } from "#app/features/checkout/order-words.tsx";
import type { OrderStatus } from "#app/features/checkout/settle-order.ts";
import { db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { searchWords } from "./read-query.ts";

const PAGE = 100;
const states = Object.keys(ORDER_STATUS_WORDS) as [OrderStatus, ...OrderStatus[]];

export const orderListQuery = z.object({
  status: z.enum([...states, ""], { error: "There is no such state of an order." }).default(""),
  /** "1": only orders that a person should look at. */
  attention: z.enum(["1", ""], { error: "Tick the box, or leave it." }).default(""),
  q: searchWords,
  /** The number of the last order of the page before. */
  before: z
    .string()
    .regex(/^\d{1,9}$/, "There is no such place in the list.")
    .transform(Number)
    .optional(),
});

export type OrderListQuery = z.output<typeof orderListQuery>;

export interface OrderLine {
  number: number;
  status: OrderStatus;
  total: number;
  currency: string;
  attention: string | null;
  createdAt: Date;
  buyer: { id: string; name: string; email: string };
  titles: string[];
}

/** Orders by their number, the newest first. `older`: what to ask for as `before` to see the next ones. */
export async function listOrders(
  query: Partial<OrderListQuery>,
  take = PAGE,
): Promise<{ orders: OrderLine[]; older: number | null }> {
  const { status, attention, q, before } = query;
  const rows = await db.order.findMany({
    where: {
      ...(status && { status }),
      ...(attention && { attention: { not: null } }),
      ...(q && { OR: whatMatches(q) }),
      ...(before !== undefined && { number: { lt: before } }),
    },
    orderBy: { number: "desc" },
    take: take + 1,
    select: {
      ...{ number: true, status: true, total: true, currency: true, attention: true, createdAt: true },
      user: { select: { id: true, name: true, email: true, erasedBuyer: { select: { name: true, email: true } } } },
      items: { select: { title: true }, orderBy: { position: "asc" } },
    },
  });
  const orders = rows
    .slice(0, take)
    .map(({ user, items, ...row }) => ({ ...row, buyer: buyerOf(user), titles: items.map(({ title }) => title) }));
  return { orders, older: rows.length > take ? (orders.at(-1)?.number ?? null) : null };
}

/** An order's number, any id that Stripe has given to something of it, or part of the buyer's address. */
function whatMatches(words: string): Prisma.OrderWhereInput[] {
  const number = /^#?(\d{1,9})$/.exec(words)?.[1];
  if (number) return [{ number: Number(number) }];
  if (/^(cs|pi|ch|py|re|pyr|dp|du|evt)_\w+$/.test(words)) {
    return [
      { checkoutSessionId: words },
      { payments: { some: { OR: [{ paymentIntentId: words }, { chargeId: words }] } } },
      { payments: { some: { refunds: { some: { stripeRefundId: words } } } } },
      { payments: { some: { disputes: { some: { stripeDisputeId: words } } } } },
      { events: { some: { id: words } } },
    ];
  }
  const address = { email: { contains: words, mode: "insensitive" as const } };
  return [{ user: address }, { user: { erasedBuyer: address } }];
}
