import { type PriceToday, pricesToday } from "#app/features/catalog/prices-today.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";

export interface ProductLine {
  id: string;
  key: string;
  title: string;
  bundle: boolean;
  active: boolean;
  /** Keys. */
  courses: string[];
  prices: PriceToday[];
  /** Sales that have not ended: those that are on, and those to come. */
  sales: { amount: number; currency: string; from: Date | null; until: Date | null }[];
  /** What is offered beside it; null where there is nothing. */
  bump: string | null;
  /** Orders that were paid, or cost nothing, and stand. */
  sold: number;
}

/** All that is or was sold: what is for sale first, then by title. */
export async function listProducts(): Promise<ProductLine[]> {
  const at = now();
  const standing = { paidAt: { not: null }, livemode: isLivemode(), status: { in: STANDING } };
  const products = await db.product.findMany({
    orderBy: [{ active: "desc" }, { title: "asc" }],
    include: {
      courses: { select: { course: { select: { key: true } } } },
      prices: { where: { withProductId: null, terms: "one_time" }, orderBy: { position: "asc" } },
      sheet: { select: { bundle: true, bumpProduct: { select: { title: true } } } },
      _count: { select: { orderItems: { where: { order: standing } } } },
    },
  });
  return products.map(({ id, key, title, active, courses, prices, sheet, _count }) => ({
    ...{ id, key, title, active, bundle: sheet?.bundle ?? false },
    courses: courses.map(({ course }) => course.key).sort(),
    prices: pricesToday(prices, at),
    sales: prices
      .filter(({ active, validUntil }) => active && validUntil !== null && validUntil > at)
      .map(({ amount, currency, validFrom, validUntil }) => ({ amount, currency, from: validFrom, until: validUntil })),
    bump: sheet?.bumpProduct?.title ?? null,
    sold: _count.orderItems,
  }));
}

const STANDING = ["paid" as const, "partially_refunded" as const, "disputed" as const];
