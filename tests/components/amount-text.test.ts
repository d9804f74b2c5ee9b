import fc from "fast-check";
import { expect, test } from "vitest";
import { readAmount, writeAmount } from "#app/components/amount-text.ts";

const currency = fc.constantFrom("usd", "eur", "jpy", "kwd");

test("an amount that was written is read as the same", () => {
  fc.assert(
    fc.property(fc.nat(99_999_999), currency, (amount, currency) => {
      expect(readAmount(writeAmount(amount, currency), currency)).toBe(amount);
    }),
  );
});

test.each([
  ["49", "usd", 4_900],
  ["49.5", "usd", 4_950],
  ["49,05", "eur", 4_905],
  ["1 200.50", "usd", 120_050],
  ["1200", "jpy", 1_200],
  ["1.234", "kwd", 1_234],
])("%s in %s", (written, currency, amount) => {
  expect(readAmount(written, currency)).toBe(amount);
});

test.each([
  ["", "usd"],
  ["-5", "usd"],
  ["1.234", "usd"],
  ["12.5", "jpy"],
  ["1,200.00", "usd"],
  ["1e3", "usd"],
  ["$5", "usd"],
])("%s in %s is no amount", (written, currency) => {
  expect(readAmount(written, currency)).toBeUndefined();
});
