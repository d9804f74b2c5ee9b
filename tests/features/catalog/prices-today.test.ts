import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choosePrice, regionOf } from "#app/features/catalog/choose-currency.ts";
import { type PriceRow, pricesToday } from "#app/features/catalog/prices-today.ts";

const DAY = 24 * 60 * 60 * 1000;
const AT = new Date("2027-03-01T00:00:00Z");
const inDays = (days: number) => new Date(AT.getTime() + days * DAY);

function aPrice(given: Partial<PriceRow> = {}): PriceRow {
  return {
    ...{ id: "ordinary", amount: 10_000, currency: "usd", active: true, createdAt: inDays(-200), retiredAt: null },
    ...{ validFrom: null, validUntil: null, regions: [], position: 0, ...given },
  };
}
const sale = (given: Partial<PriceRow> = {}) =>
  aPrice({ id: "sale", amount: 8_000, validFrom: inDays(-1), validUntil: inDays(1), position: 9, ...given });
const today = (rows: PriceRow[], at = AT) => pricesToday(rows, at)[0];

describe("a sale", () => {
  test("counts from its first moment until its last, and says what was asked before", () => {
    const rows = [aPrice(), sale()];
    expect(today(rows)).toMatchObject({ priceId: "sale", amount: 8_000, before: 10_000, until: inDays(1) });
    expect(today(rows, inDays(-1))?.priceId).toBe("sale");
    expect(today(rows, new Date(inDays(-1).getTime() - 1))?.priceId).toBe("ordinary");
    expect(today(rows, new Date(inDays(1).getTime() - 1))?.priceId).toBe("sale");
    expect(today(rows, inDays(1))).toMatchObject({ priceId: "ordinary", before: null, until: null });
  });

  test("never strikes through what nobody was asked", () => {
    // Raised just before the sale: the lowest of thirty days counts.
    const raised = [
      aPrice({ active: false, amount: 8_500, retiredAt: inDays(-2) }),
      aPrice({ id: "new", createdAt: inDays(-2) }),
    ];
    expect(today([...raised, sale()])).toMatchObject({ amount: 8_000, before: 8_500 });
    const cheaper = [{ ...raised[0]!, amount: 7_000 }, raised[1]!];
    expect(today([...cheaper, sale()])).toMatchObject({ amount: 8_000, before: null });
    // Long ago.
    const old = [{ ...cheaper[0]!, retiredAt: inDays(-40) }, raised[1]!];
    expect(today([...old, sale()])).toMatchObject({ before: 10_000 });
    // A product as old as its sale.
    expect(today([aPrice({ createdAt: inDays(-1) }), sale()])).toMatchObject({ amount: 8_000, before: null });
    // A sale a week before.
    const earlier = sale({ id: "earlier", amount: 9_000, validFrom: inDays(-10), validUntil: inDays(-8) });
    expect(today([aPrice(), earlier, sale()])).toMatchObject({ before: 9_000 });
  });

  test("is not a rise, and needs an ordinary price in its currency", () => {
    expect(today([aPrice(), sale({ amount: 12_000 })])?.priceId).toBe("ordinary");
    expect(pricesToday([aPrice(), sale({ currency: "eur" })], AT).map(({ currency }) => currency)).toEqual(["usd"]);
    expect(pricesToday([sale()], AT)).toEqual([]);
  });
});

test("whatever the rows, there is one price a currency, in use, on at the moment, and none that is lower", () => {
  const day = fc.integer({ min: -60, max: 60 }).map(inDays);
  const row = fc.record({
    id: fc.uuid(),
    amount: fc.integer({ min: 50, max: 20_000 }),
    currency: fc.constantFrom("usd", "eur"),
    active: fc.boolean(),
    createdAt: day,
    retiredAt: fc.option(day),
    validFrom: fc.option(day),
    validUntil: fc.option(day),
    regions: fc.constant<string[]>([]),
    position: fc.nat(5),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const found = pricesToday(rows, AT);
      expect(new Set(found.map(({ currency }) => currency)).size).toBe(found.length);
      for (const { priceId, amount, currency, before, until } of found) {
        const chosen = rows.find(({ id }) => id === priceId)!;
        expect(chosen).toMatchObject({ active: true, amount, currency });
        expect(chosen.validFrom === null || chosen.validFrom <= AT).toBe(true);
        expect(chosen.validUntil === null || AT < chosen.validUntil).toBe(true);
        if (before !== null) {
          expect(before).toBeGreaterThan(amount);
          expect(rows.some((other) => other.amount === before && other.currency === currency)).toBe(true);
        }
        if (until !== null) expect(until > AT).toBe(true);
      }
    }),
  );
});

describe("the currency that is shown", () => {
  const prices = [
    { currency: "usd", regions: [] },
    { currency: "gbp", regions: ["GB"] },
    { currency: "eur", regions: ["DE", "AT"] },
  ];
  test.each([
    [{}, "usd"],
    [{ acceptLanguage: "en-GB,en;q=0.9,de;q=0.8" }, "gbp"],
    [{ acceptLanguage: "de" }, "eur"],
    [{ acceptLanguage: "de-CH, de" }, "usd"],
    [{ acceptLanguage: "de-AT" }, "eur"],
    [{ acceptLanguage: "de", currency: "gbp" }, "gbp"],
    [{ acceptLanguage: "de", currency: "chf" }, "eur"],
    [{ acceptLanguage: "*" }, "usd"],
    [{ acceptLanguage: `${"x-".repeat(2_000)}` }, "usd"],
    [{ currency: "\0" }, "usd"],
  ])("of %j is %s", (reader, currency) => {
    expect(choosePrice(prices, reader)?.currency).toBe(currency);
  });

  test("is none where there is no price, and no header is too odd", () => {
    expect(choosePrice([], {})).toBeUndefined();
    fc.assert(fc.property(fc.string(), (header) => void regionOf(header)));
  });
});
