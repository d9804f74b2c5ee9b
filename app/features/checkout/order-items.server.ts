import { randomUUID } from "node:crypto";
import type { Db } from "#app/platform/db.server.ts";
import type { OfferLine } from "./offer.queries.server.ts";

/** A line of an offer, with what this buyer need not pay of it. */
export interface BilledLine extends OfferLine {
  /** What counts towards it, in minor units; nothing, where it is left out. */
  credit?: number;
  /** What a coupon takes off, in minor units; nothing, where it is left out. */
  discount?: number;
}

/** The snapshot of what is sold, in the order of the lines, so many of each. Returns the items' ids, and what they cost together. */
export async function writeItems(
  ask: { orderId: string; currency: string; lines: BilledLine[]; quantity?: number },
  tx: Db,
): Promise<{ itemIds: string[]; total: number }> {
  const { orderId, currency, lines, quantity = 1 } = ask;
  const items = lines.map(({ courseIds, upgrade: _upgrade, amount, credit = 0, discount = 0, ...line }, position) => {
    const charged = { amount: amount * quantity - credit - discount, credit, discount, quantity };
    const item = { ...line, ...charged, id: randomUUID(), orderId, currency, position };
    return { item, courses: courseIds.map((courseId) => ({ orderItemId: item.id, courseId })) };
  });
  await tx.orderItem.createMany({ data: items.map(({ item }) => item) });
  await tx.orderItemCourse.createMany({ data: items.flatMap(({ courses }) => courses) });
  return { itemIds: items.map(({ item }) => item.id), total: items.reduce((sum, { item }) => sum + item.amount, 0) };
}

/** Takes an order away that nobody has seen yet. */
export async function forgetOrder(orderId: string, tx: Db): Promise<void> {
  await tx.orderItem.deleteMany({ where: { orderId } });
  await tx.order.delete({ where: { id: orderId } });
}

interface Item {
  priceId: string;
  quantity: number;
  amount: number;
  discount: number;
  credit: number;
}

/** The items are so many of these lines, at these prices and with what counts towards them. */
export function asksFor(items: Item[], lines: Omit<BilledLine, "discount">[], count = 1): boolean {
  const same = ({ priceId, amount, credit = 0 }: Omit<BilledLine, "discount">) =>
    items.some(
      (item) =>
        item.priceId === priceId &&
        item.quantity === count &&
        item.credit === credit &&
        item.amount + item.discount + item.credit === amount * count,
    );
  return items.length === lines.length && lines.every(same);
}
