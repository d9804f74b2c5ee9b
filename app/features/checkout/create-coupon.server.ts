import { announce } from "#app/platform/announcements.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";

interface Ask {
  actorId: string;
  name: string;
  /** As `normalCode` writes it. */
  code: string;
  /** 1 to 100 percent, or an amount of minor units. */
  off: { percent: number } | { amount: number; currency: string };
  startsAt?: Date;
  endsAt?: Date;
  maxUses?: number;
  oncePerPerson: boolean;
  firstPurchaseOnly: boolean;
  /** Ids; none: for everything. */
  productIds: string[];
}

type CreateCoupon =
  | { status: "created"; couponId: string }
  | { status: "refused"; reason: "code-taken" | "no-such-product" | "ends-before-it-starts" };

/** A coupon with its code, as an audit line says who made it. */
export async function createCoupon(ask: Ask, tx: Db = db): Promise<CreateCoupon> {
  const { actorId, code, off, productIds, name, startsAt, endsAt, maxUses, oncePerPerson, firstPurchaseOnly } = ask;
  if (endsAt && endsAt <= (startsAt ?? now())) return { status: "refused", reason: "ends-before-it-starts" };
  return inTransaction<CreateCoupon>(tx, async (tx) => {
    if ((await tx.product.count({ where: { id: { in: productIds } } })) !== new Set(productIds).size) {
      return { status: "refused", reason: "no-such-product" };
    }
    // The unique key decides between two who take a code at once.
    const coupon = await tx.coupon.create({
      data: {
        ...{ name, startsAt, endsAt, maxUses, oncePerPerson, firstPurchaseOnly, createdById: actorId, createdAt: now() },
        ...("percent" in off ? { percentOff: off.percent } : { amountOff: off.amount, currency: off.currency }),
        products: { create: productIds.map((productId) => ({ productId })) },
      },
    });
    const { count } = await tx.promotionCode.createMany({
      data: [{ couponId: coupon.id, code, createdAt: now() }],
      skipDuplicates: true,
    });
    if (count === 0) {
      await tx.coupon.delete({ where: { id: coupon.id } });
      return { status: "refused", reason: "code-taken" };
    }
    const detail = { code, off, productIds, maxUses: maxUses ?? null };
    await recordAudit({ actorId, action: "coupon.create", subjectKind: "coupon", subjectId: coupon.id, detail }, tx);
    await announce("catalogue-changed", tx);
    return { status: "created", couponId: coupon.id };
  });
}

/** Takes a coupon out of use, or into use again. Orders that have it keep it. */
export async function switchCoupon(
  ask: { couponId: string; active: boolean; actorId: string },
  tx: Db = db,
): Promise<{ status: "switched" } | { status: "refused"; reason: "no-such-coupon" }> {
  const { couponId, active, actorId } = ask;
  return inTransaction(tx, async (tx) => {
    const { count } = await tx.coupon.updateMany({ where: { id: couponId }, data: { active } });
    if (count === 0) return { status: "refused", reason: "no-such-coupon" };
    await recordAudit(
      {
        actorId,
        action: "coupon.switch",
        subjectKind: "coupon",
        subjectId: couponId,
        detail: { before: !active, after: active },
      },
      tx,
    );
    await announce("catalogue-changed", tx);
    return { status: "switched" };
  });
}
