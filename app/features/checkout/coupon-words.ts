import type { CouponRefusal } from "./decide-coupon.ts";

/** What the page says to `?code=` in its address; null where there is nothing to say. */
export function codeRefusal(reason: string | null): string | null {
  if (reason === "too-many-tries") return "You have tried many codes. Please wait an hour, or buy without one.";
  return reason !== null && Object.hasOwn(CODE_REFUSALS, reason) ? CODE_REFUSALS[reason as CouponRefusal] : null;
}

/** Why a code takes nothing off, to who typed it. */
const CODE_REFUSALS: Record<CouponRefusal, string> = {
  "no-such-code": "There is no such code, or it is no longer in use. Look at how it is written.",
  "not-yet": "This code does not count yet.",
  over: "The time of this code is over.",
  "other-product": "This code is for something else.",
  "other-currency": "This code is for prices in another currency.",
  "first-purchase-only": "This code is for people who buy here for the first time.",
  "used-up": "This code has been used as often as it may.",
  "used-by-you": "You have used this code before.",
};
