import fc from "fast-check";
import { expect, test } from "vitest";
import { type CouponFacts, decideCoupon, discountOf, leastCharge, normalCode } from "#app/features/checkout/decide-coupon.ts";

const AT = new Date("2027-03-01T00:00:00Z");
const open: CouponFacts = {
  ...{ active: true, codeActive: true, startsAt: null, endsAt: null, percentOff: 20, amountOff: null, currency: null },
  ...{ firstPurchaseOnly: false, productIds: [] },
};
const purchase = { at: AT, productId: "a", amount: 14_900, currency: "usd", boughtBefore: false };

test.each<[string, Partial<CouponFacts>, Partial<typeof purchase>, string | number]>([
  ["counts", {}, {}, 2_980],
  ["is out of use", { active: false }, {}, "no-such-code"],
  ["has a code out of use", { codeActive: false }, {}, "no-such-code"],
  ["begins at this moment", { startsAt: AT }, {}, 2_980],
  ["begins a moment later", { startsAt: new Date(AT.getTime() + 1) }, {}, "not-yet"],
  ["ends at this moment", { endsAt: AT }, {}, "over"],
  ["ends a moment later", { endsAt: new Date(AT.getTime() + 1) }, {}, 2_980],
  ["is for this", { productIds: ["b", "a"] }, {}, 2_980],
  ["is for another", { productIds: ["b"] }, {}, "other-product"],
  ["is an amount in this currency", { percentOff: null, amountOff: 1_000, currency: "usd" }, {}, 1_000],
  ["is an amount in another currency", { percentOff: null, amountOff: 1_000, currency: "eur" }, {}, "other-currency"],
  ["is for the first purchase", { firstPurchaseOnly: true }, {}, 2_980],
  ["is for the first, and this is not", { firstPurchaseOnly: true }, { boughtBefore: true }, "first-purchase-only"],
])("a coupon that %s", (_, coupon, bought, expected) => {
  const decision = decideCoupon({ ...open, ...coupon }, { ...purchase, ...bought });
  expect(decision.counts ? decision.discount : decision.reason).toBe(expected);
});

test("what is left can be charged, and is a whole number of units", () => {
  const off = fc.oneof(
    fc.integer({ min: 1, max: 99 }).map((percentOff) => ({ percentOff, amountOff: null })),
    fc.integer({ min: 1, max: 99_999_999 }).map((amountOff) => ({ percentOff: null, amountOff })),
  );
  fc.assert(
    fc.property(
      off,
      fc.integer({ min: 1, max: 99_999_999 }),
      fc.constantFrom("usd", "jpy", "kwd"),
      (coupon, amount, currency) => {
        const discount = discountOf(coupon, { amount, currency });
        expect(Number.isInteger(discount)).toBe(true);
        expect(discount).toBeGreaterThanOrEqual(0);
        expect(amount - discount).toBeGreaterThanOrEqual(Math.min(amount, leastCharge(currency)));
        if (coupon.percentOff !== null) expect(discount).toBeLessThanOrEqual((amount * coupon.percentOff) / 100 + 0.5);
      },
    ),
  );
});

test.each([
  ["spring 27", "SPRING27"],
  ["Spring-27", "SPRING27"],
  ["ＳＰＲＩＮＧ", "SPRING"],
])("%s is %s", (written, code) => {
  expect(normalCode(written)).toBe(code);
});
test.each(["", "ab", "a".repeat(41), "DÉJÀ", "a\0bc", "<b>x</b>"])("%j is no code", (written) => {
  expect(normalCode(written)).toBeUndefined();
});
