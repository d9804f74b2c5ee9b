import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import type { Offer } from "./offer.queries.server.ts";
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
  /** It still asks for what the offer asks. */
  samePrice: boolean;
}

export type OpenOrderOutcome = { status: "open"; order: OpenOrder } | { status: "already-owned" };

/**
 * One open order a person and product: makes it, or finds the one there is. The unique `openSlot` decides, so that
 * clicks, tabs and devices at once get the same one. Whoever owns all of it by an order gets none: a settlement that
 * opens the access frees the slot in the same transaction, so the check comes after the slot is taken.
 */
export async function openOrder(ask: { userId: string; offer: Offer }, tx: Db = db): Promise<OpenOrderOutcome> {
  const { userId, offer } = ask;
  const openSlot = `${userId}:${offer.productId}`;
  const { amount, currency, title, productId, priceId } = offer;
  const outcome = await inTransaction<OpenOrderOutcome | "owned" | "gone">(tx, async (tx) => {
    // Left from when the keys were of the other mode, no money of this one can ever settle it: it makes room.
    await tx.order.updateMany({
      where: { openSlot, livemode: !isLivemode() },
      data: { status: "expired", closedAt: now(), openSlot: null },
    });
    // A number is only taken where there is nothing yet: a sequence gives none back.
    const present = await tx.order.findUnique({ where: { openSlot }, include: { items: true } });
    const made = present
      ? []
      : await tx.order.createManyAndReturn({
          data: [{ userId, currency, total: amount, openSlot, livemode: isLivemode(), createdAt: now() }],
          skipDuplicates: true,
        });
    const owned = await ownsAll(ask, tx);
    const [order] = made;
    if (order && owned) {
      await tx.order.delete({ where: { id: order.id } });
      return "owned";
    }
    if (owned) return "owned";
    if (order) {
      await tx.orderItem.create({ data: { orderId: order.id, productId, priceId, title, amount, currency } });
      return { status: "open", order: { ...order, samePrice: true } };
    }
    if (!present) return "gone";
    const samePrice = present.items.length === 1 && present.items[0]?.priceId === priceId && present.total === amount;
    return { status: "open", order: { ...present, samePrice } };
  });
  if (outcome === "owned") return { status: "already-owned" };
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
