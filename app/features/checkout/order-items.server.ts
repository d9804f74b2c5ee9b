import { randomUUID } from "node:crypto";
import type { Db } from "#app/platform/db.server.ts";
import type { OfferLine } from "./offer.queries.server.ts";

/** A line of an offer, with what this buyer need not pay of it. */
export interface BilledLine extends OfferLine {
  /** What counts towards it, in minor units. */
  credit: number;
  /** What a coupon takes off. */
  discount: number;
}

/** The snapshot of what is sold, in the order of the lines. Returns the items' ids, and what they cost together. */
export async function writeItems(
  ask: { orderId: string; currency: string; lines: BilledLine[] },
  tx: Db,
): Promise<{ itemIds: string[]; total: number }> {
  const { orderId, currency, lines } = ask;
  const items = lines.map(({ courseIds, upgrade: _upgrade, amount, ...line }, position) => {
    const item = { ...line, id: randomUUID(), orderId, currency, position, amount: amount - line.credit - line.discount };
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
  amount: number;
  discount: number;
  credit: number;
}

/** The items are these lines, at these prices and with what counts towards them. */
export function asksFor(items: Item[], lines: Omit<BilledLine, "discount">[]): boolean {
  const same = (line: Omit<BilledLine, "discount">) =>
    items.some(({ priceId, amount, discount, credit }) => {
      return priceId === line.priceId && credit === line.credit && amount + discount + credit === line.amount;
    });
  return items.length === lines.length && lines.every(same);
}
