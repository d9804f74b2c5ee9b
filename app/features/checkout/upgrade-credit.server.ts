import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import { leastCharge } from "./decide-coupon.ts";
import type { ItemRefund } from "./items-given-back.ts";
import type { Offer, OfferLine } from "./offer.queries.server.ts";
import { paidFor } from "./paid-for.ts";

export interface Credit {
  fromItemId: string;
  title: string;
  /** Integer minor units, above 0. */
  amount: number;
}

export interface Credits {
  credits: Credit[];
  /** Another order that nobody has paid yet, and towards which something of this counts; null where there is none. */
  heldBy: { id: string; checkoutSessionId: string | null } | null;
}

/** Orders in these states have given back what counted towards them. */
const GIVEN_BACK = ["expired", "failed", "refunded"] as const;

/**
 * What the buyer has paid for courses that a bundle contains, and that counts towards it: net of refunds, in the same
 * currency, by orders whose courses are open to them, and not counted towards another order. Never so much that less is
 * left than the payment service takes, but for nothing.
 */
export async function findCredits(
  ask: { userId: string; offer: Pick<Offer, "currency">; line: OfferLine; orderId?: string },
  tx: Db = db,
): Promise<Credits> {
  const { userId, offer, line, orderId } = ask;
  if (!line.upgrade) return { credits: [], heldBy: null };
  const items = await tx.orderItem.findMany({
    where: {
      currency: offer.currency,
      productId: { not: line.productId },
      order: { userId, livemode: isLivemode(), paidAt: { not: null }, status: { in: ["paid", "partially_refunded"] } },
      courses: { some: {}, every: { courseId: { in: line.courseIds } } },
      entitlements: { some: { userId, ...liveAt(now()) } },
    },
    orderBy: { id: "asc" },
    include: { ...PAID_ITEM, countsIn: { where: { slot: { not: null } }, include: { towards: { include: { order: true } } } } },
  });
  let heldBy: Credits["heldBy"] = null;
  let left = line.amount;
  const credits: Credit[] = [];
  for (const { countsIn, ...item } of items) {
    const holders = countsIn.map(({ towards }) => towards.order);
    const holder = holders.find(({ id, status }) => id !== orderId && !GIVEN_BACK.some((given) => given === status));
    if (holder && holder.status !== "open") continue;
    if (holder) heldBy = holder;
    const amount = Math.min(paidFor(item), left);
    if (amount === 0) continue;
    credits.push({ fromItemId: item.id, title: item.title, amount });
    left -= amount;
  }
  return { credits: leaveAChargeable(credits, left, offer.currency), heldBy };
}

/** All that `paidFor` needs to know of an item. */
export const PAID_ITEM = {
  order: { select: { items: { orderBy: { position: "asc" } }, payments: { select: { refunds: true } } } },
} as const;

function leaveAChargeable(credits: Credit[], left: number, currency: string): Credit[] {
  let missing = left > 0 ? Math.max(0, leastCharge(currency) - left) : 0;
  return credits
    .map((credit) => {
      const taken = Math.min(missing, credit.amount);
      missing -= taken;
      return { ...credit, amount: credit.amount - taken };
    })
    .filter(({ amount }) => amount > 0);
}

/**
 * Writes down what counts towards an item. False where something of it has begun to count elsewhere at this moment: the
 * unique slot decides between two.
 */
export async function keepCredits(ask: { towardsId: string; credits: Credit[] }, tx: Db): Promise<boolean> {
  const { towardsId, credits } = ask;
  if (credits.length === 0) return true;
  const from = credits.map(({ fromItemId }) => fromItemId);
  await tx.upgradeCredit.updateMany({
    where: { slot: { in: from }, towards: { order: { status: { in: [...GIVEN_BACK] } } } },
    data: { slot: null },
  });
  const { count } = await tx.upgradeCredit.createMany({
    data: credits.map(({ fromItemId, amount }) => ({ towardsId, fromItemId, slot: fromItemId, amount, createdAt: now() })),
    skipDuplicates: true,
  });
  return count === credits.length;
}

/** The number of the order towards which something of this one counts, and would not in full after a refund; else null. */
export async function findOrderShortOf(ask: { orderId: string; refund: ItemRefund }, tx: Db = db): Promise<number | null> {
  const credits = await tx.upgradeCredit.findMany({
    where: {
      slot: { not: null },
      fromItem: { orderId: ask.orderId },
      towards: { order: { status: { notIn: [...GIVEN_BACK, "open"] } } },
    },
    include: { fromItem: { include: PAID_ITEM }, towards: { select: { order: { select: { number: true } } } } },
  });
  const short = credits.find(({ fromItem, amount }) => {
    const { items, payments } = fromItem.order;
    return paidFor({ id: fromItem.id, order: { items, payments: [...payments, { refunds: [ask.refund] }] } }) < amount;
  });
  return short?.towards.order.number ?? null;
}
