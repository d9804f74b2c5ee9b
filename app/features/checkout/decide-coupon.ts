import { currencyDecimals } from "#app/components/currency-decimals.ts";

/** Whether a coupon counts for a purchase, and what it takes off. Pure. */

export interface CouponFacts {
  active: boolean;
  codeActive: boolean;
  startsAt: Date | null;
  endsAt: Date | null;
  percentOff: number | null;
  /** Minor units of `currency`. */
  amountOff: number | null;
  currency: string | null;
  firstPurchaseOnly: boolean;
  /** Ids; none: for everything. */
  productIds: string[];
}

interface Purchase {
  at: Date;
  productId: string;
  /** Minor units. */
  amount: number;
  currency: string;
  /** The buyer has paid for something before. */
  boughtBefore: boolean;
}

export type CouponRefusal =
  | "no-such-code"
  | "not-yet"
  | "over"
  | "other-product"
  | "other-currency"
  | "first-purchase-only"
  | "used-up"
  | "used-by-you";

export type CouponDecision = { counts: true; discount: number } | { counts: false; reason: CouponRefusal };

export function decideCoupon(coupon: CouponFacts, purchase: Purchase): CouponDecision {
  const refused = (reason: CouponRefusal) => ({ counts: false, reason }) as const;
  if (!coupon.active || !coupon.codeActive) return refused("no-such-code");
  if (coupon.startsAt && purchase.at < coupon.startsAt) return refused("not-yet");
  if (coupon.endsAt && purchase.at >= coupon.endsAt) return refused("over");
  if (coupon.productIds.length > 0 && !coupon.productIds.includes(purchase.productId)) return refused("other-product");
  if (coupon.currency !== null && coupon.currency !== purchase.currency) return refused("other-currency");
  if (coupon.firstPurchaseOnly && purchase.boughtBefore) return refused("first-purchase-only");
  return { counts: true, discount: discountOf(coupon, purchase) };
}

/**
 * In minor units; of a share half a unit is rounded to the buyer's good. Never so much that less is left than the payment
 * service takes for a charge, but for a share of 100 %: then it costs nothing.
 */
export function discountOf(
  coupon: Pick<CouponFacts, "percentOff" | "amountOff">,
  price: { amount: number; currency: string },
): number {
  const { percentOff, amountOff } = coupon;
  if (percentOff === 100) return price.amount;
  const wanted = percentOff === null ? (amountOff ?? 0) : Math.floor((price.amount * percentOff + 50) / 100);
  return Math.max(0, Math.min(wanted, price.amount - leastCharge(price.currency)));
}

/** About half a dollar, as Stripe asks for a charge: 50 cents, 50 yen, 500 fils. */
export function leastCharge(currency: string): number {
  return currencyDecimals(currency) === 3 ? 500 : 50;
}

/** A code as it is stored: capitals, without the spaces and signs that people put in between. */
export function normalCode(written: string): string | undefined {
  const code = written
    .normalize("NFKC")
    .replace(/[\s_-]/g, "")
    .toUpperCase();
  return /^[A-Z0-9]{3,40}$/.test(code) ? code : undefined;
}
