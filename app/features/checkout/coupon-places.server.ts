import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { type CouponFacts, type CouponRefusal, decideCoupon } from "./decide-coupon.ts";
import { shareOut } from "./share-out.ts";

interface Ask {
  orderId: string;
  userId: string;
  /** As `normalCode` writes it. */
  code: string;
  currency: string;
  /** What is to be paid for each item, in minor units. */
  lines: { productId: string; amount: number }[];
}

interface CouponRow extends CouponFacts {
  couponId: string;
  promotionCodeId: string;
  maxUses: number | null;
  codeMaxUses: number | null;
  oncePerPerson: boolean;
}

/**
 * Gives an order its place among those that may use a code's coupon, and says what that takes off. The coupon's row is
 * locked meanwhile, so that whoever comes at the same time finds the place taken; the unique keys of CouponUse hold that
 * again. Places of orders that ended unpaid are free. A coupon counts for the items that it is for, together: what it takes
 * off is shared out among them.
 */
export async function takeCouponPlace(
  ask: Ask,
  tx: Prisma.TransactionClient,
): Promise<{ discounts: number[] } | { reason: CouponRefusal }> {
  const { orderId, userId, currency, lines } = ask;
  const [coupon] = await tx.$queryRaw<CouponRow[]>`
    select c.id as "couponId", p.id as "promotionCodeId", c.active, p.active as "codeActive", c."startsAt", c."endsAt",
      c."percentOff", c."amountOff", c.currency, c."firstPurchaseOnly", c."oncePerPerson", c."maxUses", p."maxUses" as "codeMaxUses",
      array(select cp."productId" from "CouponProduct" cp where cp."couponId" = c.id) as "productIds"
    from "PromotionCode" p join "Coupon" c on c.id = p."couponId" where p.code = ${ask.code} for update of c`;
  if (!coupon) return { reason: "no-such-code" };
  const boughtBefore = (await tx.order.count({ where: { userId, paidAt: { not: null } } })) > 0;
  const counts = ({ productId }: Ask["lines"][number]) => coupon.productIds.length === 0 || coupon.productIds.includes(productId);
  const weights = lines.map((line) => (counts(line) ? line.amount : 0));
  const amount = weights.reduce((sum, weight) => sum + weight, 0);
  const productId = (lines.find(counts) ?? lines[0])?.productId ?? "";
  const decision = decideCoupon(coupon, { productId, amount, currency, at: now(), boughtBefore });
  if (!decision.counts) return decision;

  const { couponId, promotionCodeId } = coupon;
  await tx.$executeRaw`
    update "CouponUse" u set place = null, "codePlace" = null, "personSlot" = null from "Order" o
    where o.id = u."orderId" and u."couponId" = ${couponId} and u.place is not null and o.status in ('expired', 'failed') and o."paidAt" is null`;
  if (coupon.oncePerPerson && (await tx.couponUse.count({ where: { couponId, personSlot: userId } })) > 0) {
    return { reason: "used-by-you" };
  }
  const place = await firstFree("place", { couponId }, coupon.maxUses, tx);
  const codePlace = await firstFree("codePlace", { promotionCodeId }, coupon.codeMaxUses, tx);
  if (place === null || codePlace === null) return { reason: "used-up" };
  const personSlot = coupon.oncePerPerson ? userId : null;
  await tx.couponUse.create({
    data: { orderId, couponId, promotionCodeId, place, codePlace, personSlot, createdAt: now() },
  });
  return { discounts: shareOut(decision.discount, weights) };
}

/** The lowest number that nobody has; null where there are as many as there may be. */
async function firstFree(
  column: "place" | "codePlace",
  where: Prisma.CouponUseWhereInput,
  most: number | null,
  tx: Prisma.TransactionClient,
): Promise<number | null> {
  const uses = await tx.couponUse.findMany({
    where: { ...where, [column]: { not: null } },
    select: { place: true, codePlace: true },
  });
  const taken = new Set(uses.map((use) => use[column]));
  let free = 1;
  while (taken.has(free)) free += 1;
  return most !== null && free > most ? null : free;
}
