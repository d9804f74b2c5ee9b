import { db } from "#app/platform/db.server.ts";

export interface CouponLine {
  id: string;
  name: string;
  codes: string[];
  percentOff: number | null;
  amountOff: number | null;
  currency: string | null;
  startsAt: Date | null;
  endsAt: Date | null;
  maxUses: number | null;
  oncePerPerson: boolean;
  firstPurchaseOnly: boolean;
  active: boolean;
  /** Titles; empty: for everything. */
  products: string[];
  /** Orders that were paid with it. */
  paid: number;
}

/** All coupons, the newest first. */
export async function listCoupons(): Promise<CouponLine[]> {
  const coupons = await db.coupon.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    omit: { createdById: true, createdAt: true },
    include: {
      codes: { orderBy: { createdAt: "asc" }, select: { code: true } },
      products: { select: { product: { select: { title: true } } } },
      _count: { select: { uses: { where: { order: { paidAt: { not: null } } } } } },
    },
  });
  return coupons.map(({ codes, products, _count, ...coupon }) => ({
    ...coupon,
    codes: codes.map(({ code }) => code),
    products: products.map(({ product }) => product.title),
    paid: _count.uses,
  }));
}

/** What can be sold: what a coupon may be limited to. */
export async function listProductChoices(): Promise<{ value: string; label: string }[]> {
  const products = await db.product.findMany({
    where: { active: true },
    orderBy: { title: "asc" },
    select: { id: true, title: true },
  });
  return products.map(({ id, title }) => ({ value: id, label: title }));
}
