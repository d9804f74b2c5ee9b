import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import { takeCouponPlace } from "./coupon-places.server.ts";
import type { CouponRefusal } from "./decide-coupon.ts";
import type { Offer } from "./offer.queries.server.ts";
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
 * opens the access frees the slot in the same transaction, so the check comes after the slot is taken.
 */
export async function openOrder(ask: { userId: string; offer: Offer; code?: string }, tx: Db = db): Promise<OpenOrderOutcome> {
  const { userId, offer, code } = ask;
  const openSlot = `${userId}:${offer.productId}`;
  const { amount, currency, title, productId, priceId } = offer;
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
          data: [{ userId, currency, total: amount, openSlot, livemode: isLivemode(), createdAt: now() }],
          skipDuplicates: true,
        });
    const owned = await ownsAll(ask, tx);
    const [order] = made;
    const running = !owned && (await isRunning({ openSlot, kind: offer.recurring }, tx));
    if (owned || running) {
      if (order) await tx.order.delete({ where: { id: order.id } });
      return { status: owned ? "already-owned" : "already-running" };
    }
    if (order) {
      const taken = code === undefined ? { discount: 0 } : await takeCouponPlace({ orderId: order.id, userId, code, offer }, tx);
      if ("reason" in taken) {
        await tx.order.delete({ where: { id: order.id } });
        return { status: "code-refused", reason: taken.reason };
      }
      const { discount } = taken;
      const item = { productId, priceId, title, amount: amount - discount, discount, currency };
      await tx.orderItem.create({ data: { orderId: order.id, ...item } });
      if (discount > 0) await tx.order.update({ where: { id: order.id }, data: { total: amount - discount } });
      return { status: "open", order: { ...order, samePrice: true } };
    }
    if (!present) return "gone";
    const [item] = present.items;
    const samePrice = present.items.length === 1 && item?.priceId === priceId && item.amount + item.discount === amount;
    // Who comes back without a code keeps the one that they gave.
    const sameCode = code === undefined || code === present.coupon?.promotionCode.code;
    return { status: "open", order: { ...present, samePrice: samePrice && sameCode } };
  });
  // The order that held the slot has just ended: there is room now.
  return outcome === "gone" ? openOrder(ask, tx) : outcome;
}

/** True where live purchases open every course of the offer. A grant by hand or a free place is no purchase. */
async function ownsAll({ userId, offer }: { userId: string; offer: Offer }, tx: Db): Promise<boolean> {
  if (offer.courseIds.length === 0) return false;
  const owned = await tx.entitlement.findMany({
    where: {
      userId,
      courseId: { in: offer.courseIds },
      source: { in: ["order", "gift"] },
      ...liveAt(now()),
    },
    select: { courseId: true },
    distinct: ["courseId"],
  });
  return owned.length === offer.courseIds.length;
}

/** Ends an order for which no Checkout Session was ever stored. */
export async function closeWithoutSession(orderId: string, tx: Db = db): Promise<void> {
  await tx.order.updateMany({
    where: { id: orderId, status: "open", checkoutSessionId: null },
    data: { status: "expired", closedAt: now(), openSlot: null },
  });
}
