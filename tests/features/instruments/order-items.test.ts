import fc from "fast-check";
import { expect, test } from "vitest";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { aProfile, compiled } from "#tests/support/assessment-builders.ts";
import { anyCheck } from "#tests/support/instrument-arbitraries.ts";

const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

test("items come as written where they are not shuffled", () => {
  fc.assert(
    fc.property(anyCheck, seed, (check, seed) => {
      expect(orderItems({ ...check, shuffle: false }, seed)).toEqual(check.items);
    }),
  );
});

test("a shuffle holds every item once, the same way for the same seed", () => {
  fc.assert(
    fc.property(anyCheck, seed, (check, seed) => {
      const shuffled = orderItems({ ...check, shuffle: true }, seed);
      expect(shuffled.map(({ key }) => key).sort()).toEqual(check.items.map(({ key }) => key).sort());
      expect(orderItems({ ...check, shuffle: true }, seed)).toEqual(shuffled);
    }),
  );
});

test("the order of a seed is fixed for good: attempts that are stored depend on it", () => {
  const order = orderItems(compiled(aProfile({ shuffle: true })), 20_260_101).map(({ key }) => key);
  expect(order).toMatchInlineSnapshot(`
    [
      "avoidance-1",
      "avoidance-2",
      "anxiety-1",
      "avoidance-4",
      "avoidance-3",
      "anxiety-4",
      "anxiety-3",
      "anxiety-2",
    ]
  `);
});

test("every item comes first for about an equal share of seeds", () => {
  const instrument = compiled(aProfile({ shuffle: true }));
  const first = new Map<string, number>();
  for (let seed = 0; seed < 8_000; seed++) {
    const [item] = orderItems(instrument, seed);
    first.set(item!.key, (first.get(item!.key) ?? 0) + 1);
  }
  for (const count of first.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  expect(first.size).toBe(8);
});
