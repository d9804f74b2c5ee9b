import fc from "fast-check";
import { expect, test } from "vitest";
import { shareOut } from "#app/features/checkout/share-out.ts";

const amount = fc.integer({ min: -99_999_999, max: 99_999_999 });
const weights = fc.array(fc.nat(99_999_999), { minLength: 1, maxLength: 8 });

test("the parts add up to the amount, and each is its exact share rounded down or up", () => {
  fc.assert(
    fc.property(amount, weights, (amount, weights) => {
      const parts = shareOut(amount, weights);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      if (whole === 0) return;
      parts.forEach((part, i) => {
        expect(Math.abs(part - (amount * weights[i]!) / whole)).toBeLessThan(1 + 1e-6);
      });
    }),
  );
});

test("what goes back is shared out like what came", () => {
  fc.assert(
    fc.property(amount, weights, (amount, weights) => {
      expect(shareOut(-amount, weights)).toEqual(shareOut(amount, weights).map((part) => -part || 0));
    }),
  );
});

test("a cent that cannot be divided goes to the largest remainder, and of equal ones to the first", () => {
  expect(shareOut(100, [1, 1, 1])).toEqual([34, 33, 33]);
  expect(shareOut(10, [5, 15, 80])).toEqual([1, 1, 8]);
  expect(shareOut(-1, [1, 2])).toEqual([0, -1]);
});

test("nothing to go by, and nonsense", () => {
  expect(shareOut(5, [0, 0])).toEqual([5, 0]);
  expect(() => shareOut(5, [])).toThrow(RangeError);
  expect(() => shareOut(5, [3, -1])).toThrow(RangeError);
});
