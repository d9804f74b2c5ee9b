import fc from "fast-check";
import { expect, test } from "vitest";
import { savingOf } from "#app/features/catalog/sale.ts";

const usd = (amount: number) => ({ amount, currency: "usd" });

test("a bundle says what it saves against its parts, in its own currency", () => {
  expect(savingOf(usd(16_900), [usd(14_900), usd(3_900)])).toBe(1_900);
  expect(savingOf(usd(16_900), [usd(14_900), usd(3_900), null])).toBe(1_900);
});

test("it says nothing where it saves nothing, or where that cannot be said", () => {
  expect(savingOf(usd(16_900), [usd(14_900), usd(2_000)])).toBeNull();
  expect(savingOf(usd(16_900), [usd(1), usd(2)])).toBeNull();
  expect(savingOf(usd(16_900), [usd(14_900), { amount: 99_900, currency: "eur" }])).toBeNull();
  expect(savingOf(usd(100), [])).toBeNull();
  expect(savingOf(usd(100), [null, null])).toBeNull();
});

test("what is saved and what is paid are what the parts cost", () => {
  const amount = fc.integer({ min: 0, max: 1e7 });
  fc.assert(
    fc.property(amount, fc.array(amount, { maxLength: 6 }), (bundle, parts) => {
      const saving = savingOf(usd(bundle), parts.map(usd));
      if (saving !== null) expect(saving + bundle).toBe(parts.reduce((sum, part) => sum + part, 0));
    }),
  );
});
