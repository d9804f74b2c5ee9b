import { expect, test } from "vitest";
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
