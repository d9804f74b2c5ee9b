import fc from "fast-check";
import { expect, test } from "vitest";
import { readAmount, writeAmount } from "#app/components/amount-text.ts";
import { currencyDecimals } from "#app/components/currency-decimals.ts";
import { formatMoney } from "#app/components/formatted.tsx";
import { STRIPE_CURRENCIES, smallestStep } from "#app/platform/stripe/currencies.ts";

test("pages count every currency's smallest unit as Stripe charges it", () => {
  for (const [currency, decimals] of STRIPE_CURRENCIES) expect(currencyDecimals(currency), currency).toBe(decimals);
  expect(STRIPE_CURRENCIES.size).toBeGreaterThan(120);
});

test("an amount reads as what will be taken", () => {
  const plain = (amount: number, currency: string) => formatMoney(amount, currency).replace(/\u00a0/g, " ");
  expect(plain(14_900, "usd")).toBe("$149.00");
  expect(plain(14_900, "huf")).toBe("HUF 149.00");
  expect(plain(14_900, "isk")).toBe("ISK 149.00");
  expect(plain(14_900, "jpy")).toBe("¥14,900");
  expect(plain(14_900, "kwd")).toBe("KWD 14.900");
});

test("amounts that cannot be charged are known", () => {
  expect(["usd", "jpy", "kwd", "isk", "ugx"].map(smallestStep)).toEqual([1, 1, 10, 100, 100]);
});

test("what is written is what is read, to the unit, in every currency", () => {
  const currency = fc.constantFrom(...STRIPE_CURRENCIES.keys());
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), currency, (amount, code) => {
      expect(readAmount(writeAmount(amount, code), code)).toBe(amount);
      // The digits of the page are those of the amount: nothing is rounded, and no decimal is left out.
      const shown = formatMoney(amount, code).replace(/\D/g, "");
      expect(Number(shown)).toBe(amount);
      const decimals = new Intl.NumberFormat("en", {
        style: "currency",
        currency: code,
        minimumFractionDigits: currencyDecimals(code),
      });
      expect(decimals.resolvedOptions().minimumFractionDigits).toBe(currencyDecimals(code));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["1.5", "jpy"],
  ["1.234", "usd"],
  ["1.2345", "kwd"],
  ["-1", "usd"],
  ["1e3", "usd"],
  ["", "usd"],
  ["9999999999", "usd"],
])("%j is no amount of %s", (written, currency) => {
  expect(readAmount(written, currency)).toBeUndefined();
});
