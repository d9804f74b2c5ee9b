import { randomUUID } from "node:crypto";
import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import { takeCouponPlace } from "./coupon-places.server.ts";
import type { CouponRefusal } from "./decide-coupon.ts";
import type { Offer, OfferLine } from "./offer.queries.server.ts";
import { isRunning } from "./recurring/plan-offer.queries.server.ts";
import type { OrderStatus } from "./settle-order.ts";

/** The order that holds a person's slot for a product: the one that can still be paid. */
export interface OpenOrder {
  id: string;
  number: number;
  status: OrderStatus;
  attention: string | null;
  checkoutSessionId: string | null;
  checkoutUrl: string | null;
  checkoutExpiresAt: Date | null;
  createdAt: Date;
  /** It still asks for what the offer asks, by the code that was given, if one was. */
  samePrice: boolean;
}

export type OpenOrderOutcome =
  | { status: "open"; order: OpenOrder }
  | { status: "already-owned" | "already-running" }
  | { status: "code-refused"; reason: CouponRefusal };

/**
 * One open order a person and product: makes it, or finds the one there is. The unique `openSlot` decides, so that
 * clicks, tabs and devices at once get the same one. Whoever owns all of it by an order gets none: a settlement that
 * opens the access frees the slot in the same transaction, so the check comes after the slot is taken. Of what is offered
 * beside it, nobody is sold what they own.
 */
export async function openOrder(ask: { userId: string; offer: Offer; code?: string }, tx: Db = db): Promise<OpenOrderOutcome> {
  const { userId, offer, code } = ask;
  const openSlot = `${userId}:${offer.productId}`;
  const outcome = await inTransaction<OpenOrderOutcome | "gone">(tx, async (tx) => {
    // Left from when the keys were of the other mode, no money of this one can ever settle it: it makes room.
    await tx.order.updateMany({
      where: { openSlot, livemode: !isLivemode() },
      data: { status: "expired", closedAt: now(), openSlot: null },
    });
    // A number is only taken where there is nothing yet: a sequence gives none back.
    const present = await tx.order.findUnique({
      where: { openSlot },
      include: { items: true, coupon: { include: { promotionCode: true } } },
    });
    const made = present
      ? []
      : await tx.order.createManyAndReturn({
          data: [{ userId, currency: offer.currency, total: 0, openSlot, livemode: isLivemode(), createdAt: now() }],
          skipDuplicates: true,
        });
    const owned = await ownedCourses(ask, tx);
    const lines = offer.lines.filter(({ courseIds }) => courseIds.length === 0 || courseIds.some((id) => !owned.has(id)));
    const [order] = made;
    const isOwned = lines[0]?.productId !== offer.productId;
    const running = !isOwned && (await isRunning({ openSlot, kind: offer.recurring }, tx));
    if (isOwned || running) {
      if (order) await tx.order.delete({ where: { id: order.id } });
      return { status: isOwned ? "already-owned" : "already-running" };
    }
    if (order) {
      const taken =
        code === undefined
          ? { discounts: [] }
          : await takeCouponPlace({ orderId: order.id, userId, code, currency: offer.currency, lines }, tx);
      if ("reason" in taken) {
        await tx.order.delete({ where: { id: order.id } });
        return { status: "code-refused", reason: taken.reason };
      }
      const total = await writeItems({ orderId: order.id, currency: offer.currency, lines, discounts: taken.discounts }, tx);
      await tx.order.update({ where: { id: order.id }, data: { total } });
      return { status: "open", order: { ...order, samePrice: true } };
    }
    if (!present) return "gone";
    const samePrice = asksFor(present.items, lines);
    // Who comes back without a code keeps the one that they gave.
    const sameCode = code === undefined || code === present.coupon?.promotionCode.code;
    return { status: "open", order: { ...present, samePrice: samePrice && sameCode } };
  });
  // The order that held the slot has just ended: there is room now.
  return outcome === "gone" ? openOrder(ask, tx) : outcome;
}

interface Items {
  orderId: string;
  currency: string;
  lines: OfferLine[];
  /** Of each line; missing: none. */
  discounts: number[];
  /** How many of each; one, where it is left out. */
  quantity?: number;
}

/** The snapshot of what is sold. Returns what it costs together. */
export async function writeItems({ orderId, currency, lines, discounts, quantity = 1 }: Items, tx: Db): Promise<number> {
  const items = lines.map(({ productId, priceId, title, amount, courseIds }, position) => {
    const discount = discounts[position] ?? 0;
    const item = {
      id: randomUUID(),
      orderId,
      productId,
      priceId,
      title,
      amount: amount * quantity - discount,
      discount,
      quantity,
      currency,
      position,
    };
    return { item, courses: courseIds.map((courseId) => ({ orderItemId: item.id, courseId })) };
  });
  await tx.orderItem.createMany({ data: items.map(({ item }) => item) });
  await tx.orderItemCourse.createMany({ data: items.flatMap(({ courses }) => courses) });
  return items.reduce((sum, { item }) => sum + item.amount, 0);
}

/** The items are so many of these lines at these prices. */
export function asksFor(
  items: { priceId: string; amount: number; discount: number; quantity: number }[],
  lines: OfferLine[],
  quantity = 1,
): boolean {
  const same = (line: OfferLine) =>
    items.some(
      (item) =>
        item.priceId === line.priceId && item.quantity === quantity && item.amount + item.discount === line.amount * quantity,
    );
  return items.length === lines.length && lines.every(same);
}

/** The offer's courses that live purchases open. A grant by hand or a free place is no purchase. */
async function ownedCourses({ userId, offer }: { userId: string; offer: Offer }, tx: Db): Promise<Set<string>> {
  const owned = await tx.entitlement.findMany({
    where: {
      // What a guest has paid for is in the account of the address that they gave.
      AND: [{ OR: [{ userId }, { orderItem: { order: { guestId: userId } } }] }],
      courseId: { in: offer.lines.flatMap(({ courseIds }) => courseIds) },
      source: { in: ["order", "gift"] },
      ...liveAt(now()),
    },
    select: { courseId: true },
    distinct: ["courseId"],
  });
  return new Set(owned.map(({ courseId }) => courseId));
}

/** Ends an order for which no Checkout Session was ever stored. */
export async function closeWithoutSession(orderId: string, tx: Db = db): Promise<void> {
  await tx.order.updateMany({
    where: { id: orderId, status: "open", checkoutSessionId: null },
    data: { status: "expired", closedAt: now(), openSlot: null },
  });
}
