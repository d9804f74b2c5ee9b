import fc from "fast-check";
import { expect, test } from "vitest";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";
import { aQuestion, faultsOf, render, reviewOf, shareOf } from "#tests/support/item-checks.ts";

const entries = ["Notice", "Name", "Ask", "Wait"].map((text, index) => ({ key: "abcd"[index]!, text }));
const given = { kind: "ordering", prompt: "In which order?", entries };
const item = aQuestion(given);
if (item.kind !== "ordering") throw new Error("not an ordering");
const { order } = item;
/** `numbers` are the numbers of the entries in the right order; 0 leaves one out. */
const numbered = (numbers: number[]) => order.flatMap((key, index) => (numbers[index] ? [`${key}=${numbers[index]}`] : []));

test.each<[string, number[], number]>([
  ["all-or-nothing", [1, 2, 3, 4], 1],
  ["all-or-nothing", [1, 2, 4, 3], 0],
  ["positions", [1, 2, 4, 3], 0.5],
  ["positions", [2, 3, 4, 1], 0],
  ["positions", [1, 0, 0, 4], 0.5],
  ["positions", [1, 1, 1, 1], 0.25],
  ["neighbours", [1, 2, 3, 4], 1],
  ["neighbours", [2, 3, 4, 1], 2 / 3],
  ["neighbours", [4, 3, 2, 1], 0],
  ["neighbours", [1, 2, 2, 3], 0],
])("with %s the numbers %j are worth %d", (credit, numbers, share) => {
  expect(shareOf(aQuestion({ ...given, credit }), numbered(numbers))).toBeCloseTo(share, 8);
});

test("the page has a labelled select for each entry and does not give the order away", () => {
  const html = render(item, numbered([0, 3]));
  for (const { text } of entries)
    expect(html).toMatch(new RegExp(`<label for="input-q-one-[a-z0-9]+"[^>]*><span>${text}</span></label>`));
  expect(html).toContain("from 1 for the first to 4 for the last");
  expect(html.match(/<option value="3" selected="">/g)).toHaveLength(1);
  expect(html).not.toMatch(/"order"|value="[abcd]"/);
  const { entries: shown, ...rest } = kindOf(item).ask(item) as unknown as { entries: { key: string }[] };
  expect(JSON.stringify(rest)).not.toContain('order"');
  const ask = (reversed: object) => JSON.stringify(kindOf(item).ask(reversed as typeof item));
  expect(ask({ ...item, order: [...order].reverse() })).toBe(ask(item));
  expect(shown).toHaveLength(4);
});

test("the page is the same to the last sign whatever order is right, also where keys follow the order as imports name them", () => {
  const texts = entries.map(({ text }) => text);
  const pageOf = (order: string[]) => {
    const other = aQuestion({ ...given, entries: order.map((text, index) => ({ key: "abcd"[index], text })) });
    return JSON.stringify(kindOf(other).ask(other));
  };
  expect(pageOf(texts.toReversed())).toBe(pageOf(texts));
  // Two entries of the same words are two entries.
  const twice = aQuestion({ ...given, entries: [...entries, { key: "e", text: "Wait" }] });
  expect(twice.kind === "ordering" && new Set(twice.order).size).toBe(5);
});

test("keys in the page tell no order: over many items the right order is sorted no more often than by chance", () => {
  let sorted = 0;
  for (let number = 0; number < 600; number++) {
    const other = aQuestion({ ...given, key: `item-${number}`, entries: entries.slice(0, 3) });
    if (other.kind === "ordering" && other.order.join() === [...other.order].sort().join()) sorted++;
  }
  // One in six.
  expect(Math.abs(sorted - 100)).toBeLessThan(40);
});

test("a number twice and a missing one are remarked on", () => {
  const remark = (numbers: number[]) => kindOf(item).remark?.(kindOf(item).ask(item), numbered(numbers));
  expect(remark([])).toBeUndefined();
  expect(remark([1, 2, 3, 4])).toBeUndefined();
  expect(remark([1, 2, 2, 4])).toContain("2 stands at more than one entry");
  expect(remark([1, 2])).toContain("no number yet");
  expect(render(item, numbered([1, 2, 2, 4]))).toMatch(/aria-describedby="hint-q-one remark-q-one"/);
});

test("a shuffle by the seed changes what is seen and never what an answer is worth", () => {
  const check = compiled(aCheck({ items: [{ key: "q-one", ...given, credit: "positions" }] }));
  const orders = new Set<string>();
  fc.assert(
    fc.property(fc.nat(), fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), (seed, numbers) => {
      const [shuffled] = orderItems(check, seed);
      if (shuffled?.kind !== "ordering") throw new Error("not an ordering");
      orders.add(shuffled.entries.map(({ text }) => text).join());
      expect(shareOf(shuffled, numbered(numbers))).toBe(shareOf(check.items[0]!, numbered(numbers)));
    }),
  );
  expect(orders.size).toBeGreaterThan(10);
});

test("putting one more entry in its place by a swap never gives less by positions", () => {
  const of = aQuestion({ ...given, credit: "positions" });
  fc.assert(
    fc.property(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), fc.integer({ min: 0, max: 3 }), (numbers, index) => {
      const other = numbers.indexOf(index + 1);
      const better = numbers.with(other, numbers[index]!).with(index, index + 1);
      expect(shareOf(of, numbered(better))).toBeGreaterThanOrEqual(shareOf(of, numbered(numbers)));
    }),
  );
});

test("a review lists the given order and, where it is not right, the right one", () => {
  const { options } = reviewOf(item, numbered([2, 1, 3, 4]));
  expect(options.map(({ text, given, correct }) => [text, given, correct])).toEqual([
    ["1. Name", true, false],
    ["2. Notice", true, false],
    ["3. Ask", true, true],
    ["4. Wait", true, true],
    ["1. Notice", false, true],
    ["2. Name", false, true],
    ["3. Ask", false, true],
    ["4. Wait", false, true],
  ]);
  expect(reviewOf(item, numbered([1, 2, 3, 4])).options).toHaveLength(4);
});

test("a number that is not there is refused, and an entry twice", () => {
  expect(kindOf(item).parse(item, [`${order[0]}=5`])).toMatchObject({ reason: "unknown-choice" });
  expect(kindOf(item).parse(item, [`${order[0]}=1`, `${order[0]}=2`])).toMatchObject({ reason: "too-many-choices" });
});

test.each<[string, object, (string | number)[]]>([
  ["one entry alone", { entries: entries.slice(0, 1) }, ["entries"]],
  ["two entries of one key", { entries: [entries[0], entries[0]] }, ["entries", 1, "key"]],
  ["a credit that does not exist", { credit: "some" }, ["credit"]],
])("%s is a fault at its place", (_, changed, path) => {
  expect(faultsOf({ ...given, ...changed })).toContainEqual(path);
});
