import fc from "fast-check";
import { expect, test } from "vitest";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { type GradedResult, score } from "#app/features/instruments/score.ts";
import { aCheck, aProfile, compiled } from "#tests/support/assessment-builders.ts";
import { answersFor, anyCheck } from "#tests/support/instrument-arbitraries.ts";

const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

test("items come as written where they are not shuffled", () => {
  fc.assert(
    fc.property(anyCheck, seed, (check, seed) => {
      const ordered = orderItems({ ...check, shuffle: false }, seed);
      expect(ordered.map(({ key }) => key)).toEqual(check.items.map(({ key }) => key));
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

test("a shuffle of choices changes their order and nothing else, least of all what an answer is worth", () => {
  const cases = anyCheck.chain((check) => answersFor(check).map((answers) => ({ check, answers })));
  fc.assert(
    fc.property(cases, seed, ({ check, answers }, seed) => {
      const items = check.items.map((item) => ("choices" in item ? { ...item, shuffle: true as const } : item));
      const ordered = { ...check, shuffle: false, items: orderItems({ ...check, shuffle: false, items }, seed) };
      expect(score(ordered, answers)).toEqual(score(check, answers));
      for (const [index, item] of ordered.items.entries()) {
        const before = check.items[index]!;
        if ("choices" in item && "choices" in before) {
          expect(item.choices.map(({ key }) => key).sort()).toEqual(before.choices.map(({ key }) => key).sort());
        }
      }
    }),
  );
});

test("choices that are not to be shuffled stay as written", () => {
  const check = compiled(aCheck());
  for (let seed = 0; seed < 20; seed++) expect(orderItems(check, seed)).toEqual(check.items);
});

const banked = () => {
  const item = (number: number, bank?: string) => ({
    key: `item-${number}`,
    kind: "true-false",
    prompt: `Statement ${number}`,
    answer: true,
    ...(bank && { bank }),
  });
  return aCheck({ draws: { talk: 2 }, items: [item(1), item(2, "talk"), item(3, "talk"), item(4, "talk"), item(5, "talk")] });
};

test("an attempt draws as many items of a bank as it should, the same for its seed, and every item now and then", () => {
  const check = compiled(banked());
  const drawn = new Map<string, number>();
  for (let seed = 0; seed < 4_000; seed++) {
    const keys = orderItems(check, seed).map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(keys[0]).toBe("item-1");
    expect(keys).toEqual([...keys].sort());
    expect(orderItems(check, seed).map(({ key }) => key)).toEqual(keys);
    for (const key of keys.slice(1)) drawn.set(key, (drawn.get(key) ?? 0) + 1);
  }
  for (const count of drawn.values()) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  expect(drawn.size).toBe(4);
});

test("only the drawn items count, and without the seed nobody can say which they are", () => {
  const check = compiled(banked());
  const answers = Object.fromEntries(check.items.map(({ key }) => [key, true]));
  expect(score(check, answers, { seed: 7 })).toMatchObject({ points: 3, max: 3, percent: 100 });
  const keys = orderItems(check, 7).map(({ key }) => key);
  expect((score(check, answers, { seed: 7 }) as GradedResult).items.map(({ key }) => key)).toEqual(keys);
  expect(() => score(check, answers)).toThrow(/seed/);
});

test("sections come in their order, items without one first, and a shuffle stays within its section", () => {
  const items = [1, 2, 3, 4, 5, 6].map((number) => ({
    key: `item-${number}`,
    kind: "true-false",
    prompt: "Statement",
    answer: true,
    ...(number > 2 && { section: number % 2 === 0 ? "even" : "odd" }),
  }));
  const sections = [
    { key: "odd", title: "Odd ones", intro: "The odd ones." },
    { key: "even", title: "Even ones" },
  ];
  const check = compiled(aCheck({ items, sections, shuffle: true }));
  for (let seed = 0; seed < 50; seed++) {
    const ordered = orderItems(check, seed);
    expect(ordered.map(({ section }) => section)).toEqual([undefined, undefined, "odd", "odd", "even", "even"]);
    expect(ordered.map(({ opens }) => opens?.title)).toEqual([
      undefined,
      undefined,
      "Odd ones",
      undefined,
      "Even ones",
      undefined,
    ]);
  }
  expect(orderItems(check, 1)[2]?.opens?.intro).toBe("<p>The odd ones.</p>");
});
