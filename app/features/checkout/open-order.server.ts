import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import { takeCouponPlace } from "./coupon-places.server.ts";
import type { CouponRefusal } from "./decide-coupon.ts";
import type { Offer } from "./offer.queries.server.ts";
import { asksFor, forgetOrder, writeItems } from "./order-items.server.ts";
import { isRunning } from "./recurring/plan-offer.queries.server.ts";
import { ownedCourseIds } from "./sale.queries.server.ts";
import type { OrderStatus } from "./settle-order.ts";
import { findCredits, keepCredits } from "./upgrade-credit.server.ts";

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
  /** Minor units. */
  total: number;
  /** It still asks for what the offer asks, by the code that was given, if one was. */
  samePrice: boolean;
  /** There is no payment at all: a plan that begins with a trial is not such a thing. */
  nothingToPay: boolean;
}

export type OpenOrderOutcome =
  | { status: "open"; order: OpenOrder }
  | { status: "already-owned" | "already-running" }
  /** It costs more than the buyer has seen, or something else. */
  | { status: "changed" }
  /** Something that counts towards it counts towards another order, which can still be paid. */
  | { status: "held"; by: { id: string; checkoutSessionId: string | null } }
  | { status: "code-refused"; reason: CouponRefusal };

interface OpenOrderAsk {
  userId: string;
  offer: Offer;
  code?: string;
  /** What the buyer has seen that it costs, before a code. */
  shown?: { amount: number; currency: string };
}

/**
 * One open order a person and product: makes it, or finds the one there is. The unique `openSlot` decides, so that
 * clicks, tabs and devices at once get the same one. Whoever owns all of it by an order gets none: a settlement that
 * opens the access frees the slot in the same transaction, so the check comes after the slot is taken. Of what is offered
 * beside it, nobody is sold what they own, and what they have paid for a part of it they do not pay again.
 */
export async function openOrder(ask: OpenOrderAsk, tx: Db = db): Promise<OpenOrderOutcome> {
  const { userId, offer, code, shown } = ask;
  const { recurring } = offer;
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
    const [order] = made;
    // Somebody was faster, and what they made is to be looked at as a whole.
    if (!order && !present) return "gone";
    const owned = await ownedCourseIds({ userId, courseIds: offer.lines.flatMap(({ courseIds }) => courseIds) }, tx);
    const left = offer.lines.filter(({ courseIds }) => courseIds.length === 0 || courseIds.some((id) => !owned.has(id)));
    const [main] = left;
    const refuse = async <Refusal>(refusal: Refusal) => {
      if (order) await forgetOrder(order.id, tx);
      return refusal;
    };
    if (main?.productId !== offer.productId) return refuse({ status: "already-owned" } as const);
    if (await isRunning({ openSlot, kind: recurring }, tx)) return refuse({ status: "already-running" } as const);
    const { credits, heldBy } = await findCredits({ userId, offer, line: main, orderId: present?.id }, tx);
    if (heldBy) return refuse({ status: "held", by: heldBy } as const);
    const credit = credits.reduce((sum, { amount }) => sum + amount, 0);
    const lines = left.map((line) => ({ ...line, credit: line === main ? credit : 0 }));
    const due = lines.map(({ productId, amount, credit }) => ({ productId, amount: amount - credit }));
    if (shown && !covers(shown, offer, due)) return refuse({ status: "changed" } as const);
    if (order) {
      const { currency } = offer;
      const taken =
        code === undefined
          ? { discounts: [] }
          : await takeCouponPlace({ orderId: order.id, userId, code, currency, lines: due }, tx);
      if ("reason" in taken) return refuse({ status: "code-refused", reason: taken.reason } as const);
      const billed = lines.map((line, index) => ({ ...line, discount: taken.discounts[index] ?? 0 }));
      const { itemIds, total } = await writeItems({ orderId: order.id, currency, lines: billed }, tx);
      if (!(await keepCredits({ towardsId: itemIds[0]!, credits }, tx))) return refuse("gone" as const);
      await tx.order.update({ where: { id: order.id }, data: { total } });
      return { status: "open", order: { ...order, total, samePrice: true, nothingToPay: total === 0 && !recurring } };
    }
    if (!present) return "gone" as const;
    const samePrice = asksFor(present.items, lines);
    // Who comes back without a code keeps the one that they gave.
    const sameCode = code === undefined || code === present.coupon?.promotionCode.code;
    return {
      status: "open",
      order: { ...present, samePrice: samePrice && sameCode, nothingToPay: present.total === 0 && !recurring },
    };
  });
  // The order that held the slot has just ended: there is room now.
  return outcome === "gone" ? openOrder(ask, tx) : outcome;
}

/** The buyer has seen this currency, and not a lower amount. */
function covers(shown: { amount: number; currency: string }, { currency }: Offer, due: { amount: number }[]): boolean {
  return shown.currency === currency && due.reduce((sum, { amount }) => sum + amount, 0) <= shown.amount;
}

/** Ends an order for which no Checkout Session was ever stored. */
export async function closeWithoutSession(orderId: string, tx: Db = db): Promise<void> {
  await tx.order.updateMany({
    where: { id: orderId, status: "open", checkoutSessionId: null },
    data: { status: "expired", closedAt: now(), openSlot: null },
  });
}
