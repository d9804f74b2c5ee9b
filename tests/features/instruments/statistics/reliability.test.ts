import fc from "fast-check";
import { expect, test } from "vitest";
import { analyseScores, type ScoreStatistics } from "#app/features/instruments/statistics/analyse-scores.ts";
import { covariances } from "#app/features/instruments/statistics/covariances.ts";
import { describe } from "#app/features/instruments/statistics/describe.ts";
import type { Figure } from "#app/features/instruments/statistics/figure.ts";
import { facility, pointBiserial } from "#app/features/instruments/statistics/item-totals.ts";
import { reliability } from "#app/features/instruments/statistics/reliability.ts";
import { type MissingRule, scoreTable } from "#app/features/instruments/statistics/score-table.ts";

type Rows = (number | null)[][];

const likert = { minimum: 1, maximum: 5 };
const analyse = (rows: Rows, items: number, missing: MissingRule = "pairwise"): ScoreStatistics =>
  analyseScores(scoreTable(rows, items), { ranges: Array.from({ length: items }, () => likert), missing });

const rowsOf = (cell: fc.Arbitrary<number | null>, least: number) =>
  fc.integer({ min: 3, max: 6 }).chain((items) =>
    fc.record({
      items: fc.constant(items),
      rows: fc.array(fc.array(cell, { minLength: items, maxLength: items }), { minLength: least, maxLength: 25 }),
    }),
  );
const answer = fc.integer({ min: 1, max: 5 });
const full = rowsOf(answer, 8) as fc.Arbitrary<{ items: number; rows: number[][] }>;
const gappy = rowsOf(fc.option(answer, { nil: null, freq: 4 }), 0);

/** Equal up to rounding, or absent for the same reason; where one is on the edge of existing, rounding decides. */
function same(one: Figure, other: Figure): void {
  if (one.value === null || other.value === null) expect(one).toEqual(other);
  else expect(Math.abs(one.value - other.value)).toBeLessThan(1e-7 * Math.max(1, Math.abs(one.value)));
}

/** Every number that comes out, wherever it is. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(numbersIn) : [];
}

test("adding a number to an item, or stretching all items alike, leaves alpha and every correlation as they are", () => {
  fc.assert(
    fc.property(full, fc.integer({ min: -50, max: 50 }), fc.integer({ min: 2, max: 9 }), ({ rows, items }, added, factor) => {
      const before = covariances(scoreTable(rows, items));
      const moved = rows.map((row) => row.map((value, item) => (value + (item === 0 ? added : 0)) * factor));
      const after = covariances(scoreTable(moved, items));
      const [one, other] = [reliability(before), reliability(after)];
      same(one.total.raw, other.total.raw);
      same(one.total.standardized, other.total.standardized);
      same(one.total.standardError, other.total.standardError);
      one.items.forEach(({ rest, ifDropped }, item) => {
        same(rest, other.items[item]!.rest);
        same(ifDropped.raw, other.items[item]!.ifDropped.raw);
      });
    }),
  );
});

test("the order of items and of people does not matter", () => {
  const shuffled = full.chain(({ rows, items }) =>
    fc.record({
      rows: fc.constant(rows),
      order: fc.shuffledSubarray([...Array(items).keys()], { minLength: items }),
      people: fc.shuffledSubarray(rows, { minLength: rows.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ rows, order, people }) => {
      const one = reliability(covariances(scoreTable(rows, order.length)));
      const other = reliability(
        covariances(
          scoreTable(
            people.map((row) => order.map((item) => row[item]!)),
            order.length,
          ),
        ),
      );
      same(one.total.raw, other.total.raw);
      same(one.total.standardized, other.total.standardized);
      order.forEach((item, place) => {
        same(one.items[item]!.rest, other.items[place]!.rest);
        same(one.items[item]!.ifDropped.raw, other.items[place]!.ifDropped.raw);
      });
    }),
  );
});

test("alpha if an item is dropped is alpha of the others", () => {
  fc.assert(
    fc.property(full, ({ rows, items }) => {
      const all = reliability(covariances(scoreTable(rows, items)));
      fc.pre(all.counted.length === items);
      for (let left = 0; left < items; left += 1) {
        const others = rows.map((row) => row.filter((_, item) => item !== left));
        const { total } = reliability(covariances(scoreTable(others, items - 1)));
        const { ifDropped } = all.items[left]!;
        same(ifDropped.raw, total.raw);
        same(ifDropped.standardized, total.standardized);
        same(ifDropped.lambda6, total.lambda6);
        same(ifDropped.averageCorrelation, total.averageCorrelation);
        same(ifDropped.medianCorrelation, total.medianCorrelation);
      }
    }),
  );
});

test("without gaps pairwise and listwise are the same", () => {
  fc.assert(
    fc.property(full, ({ rows, items }) => {
      expect({ ...analyse(rows, items), missing: null }).toEqual({ ...analyse(rows, items, "listwise"), missing: null });
    }),
    { numRuns: 40 },
  );
});

test("listwise is what is left when incomplete people are taken out beforehand", () => {
  fc.assert(
    fc.property(gappy, ({ rows, items }) => {
      const complete = rows.filter((row) => row.every((value) => value !== null));
      expect(analyse(rows, items, "listwise")).toEqual(analyse(complete, items, "listwise"));
    }),
    { numRuns: 40 },
  );
});

test("whatever is missing or absurd, nothing that comes out is NaN or infinite", () => {
  const absurd = rowsOf(fc.constantFrom(null, Number.NaN, 0, 1, 3, 1e-300, 1e155, -1e155, 1e308, -1e308), 0);
  fc.assert(
    fc.property(fc.oneof(gappy, absurd), fc.constantFrom<MissingRule>("pairwise", "listwise"), ({ rows, items }, missing) => {
      expect(numbersIn(analyse(rows, items, missing)).filter((value) => !Number.isFinite(value))).toEqual([]);
    }),
  );
});

test.each<[string, Rows, number, string]>([
  ["nobody", [], 3, "nobody"],
  ["one person", [[1, 2, 3]], 3, "too-few-people"],
  ["one item", [[1], [2], [3]], 1, "too-few-items"],
  ["no items", [[], []], 0, "too-few-items"],
  [
    "people who answered alike",
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    3,
    "no-variance",
  ],
  [
    "nothing but gaps",
    [
      [null, null],
      [null, null],
    ],
    2,
    "no-variance",
  ],
  [
    "items nobody answered together",
    [
      [1, null],
      [2, null],
      [null, 3],
      [null, 4],
    ],
    2,
    "nobody-in-common",
  ],
])("%s: no alpha, and the reason", (_, rows, items, reason) => {
  const result = analyse(rows, items);
  expect(result.reliability.total.raw).toEqual({ value: null, reason });
  expect(result.reliability.feldt.lower).toEqual({ value: null, reason });
  expect(result.reliability.duhachek.upper.reason).toBe(reason);
  expect(result.omega.total.value).toBeNull();
  for (const item of result.items) expect(item.rest.reason).toBe(reason);
  expect(numbersIn(result).filter((value) => !Number.isFinite(value))).toEqual([]);
});

test("numbers beyond the arithmetic have the reason not-finite, and a row of the wrong length is refused", () => {
  const huge = [
    [1e200, 1, 2],
    [-1e200, 2, 1],
    [1e200, 4, 4],
    [0, 2, 5],
  ];
  const result = analyse(huge, 3);
  expect(result.reliability.total.raw.reason).toBe("not-finite");
  expect(numbersIn(result).filter((value) => !Number.isFinite(value))).toEqual([]);
  expect(() => scoreTable([[1, 2]], 3)).toThrow(RangeError);
  expect(() => scoreTable([[1, Number.POSITIVE_INFINITY]], 2)).toThrow(RangeError);
  expect(() => analyseScores(scoreTable([[1, 2]], 2), { ranges: [likert] })).toThrow(RangeError);
});

test("copies of one item are perfectly reliable, and opposites cancel", () => {
  const copies = reliability(
    covariances(
      scoreTable(
        [1, 2, 4, 5].map((value) => [value, value, value]),
        3,
      ),
    ),
  );
  expect(copies.total.raw.value).toBeCloseTo(1, 12);
  expect(copies.total.standardError.value).toBeCloseTo(0, 6);
  expect(copies.feldt.lower.value).toBeCloseTo(1, 9);
  expect(copies.total.signalToNoise).toEqual({ value: null, reason: "no-error" });
  const opposites = reliability(
    covariances(
      scoreTable(
        [1, 2, 4, 5].map((value) => [value, 6 - value]),
        2,
      ),
    ),
  );
  expect(opposites.total.raw).toEqual({ value: null, reason: "no-variance" });
  expect(opposites.items[0]!.ifDropped.raw).toEqual({ value: null, reason: "too-few-items" });
});

test("a point-biserial is the difference of two means over the spread of all", () => {
  const item = Float64Array.of(0, 1, 1, 0, 1, Number.NaN);
  const against = Float64Array.of(2, 5, 4, 3, 6, 9);
  // Means 5 and 2.5, standard deviation over n sqrt(2), p q = 0.24.
  expect(pointBiserial(item, against).value).toBeCloseTo((2.5 / Math.SQRT2) * Math.sqrt(0.24), 12);
  expect(pointBiserial(against, against)).toEqual({ value: null, reason: "not-two-valued" });
  expect(
    pointBiserial(
      item.map(() => 1),
      against,
    ),
  ).toEqual({ value: null, reason: "no-variance" });
});

test("facility is the share of the points to be had, whatever the range", () => {
  expect(facility(Float64Array.of(0, 2, 4, Number.NaN), { minimum: 0, maximum: 4 }).value).toBe(0.5);
  expect(facility(Float64Array.of(1, 5), likert).value).toBe(0.5);
  expect(facility(Float64Array.of(1), { minimum: 1, maximum: 1 })).toEqual({ value: null, reason: "no-variance" });
  expect(facility(new Float64Array(0), likert)).toEqual({ value: null, reason: "nobody" });
});

test("a description says what it cannot say", () => {
  expect(describe([null, undefined, Number.NaN])).toMatchObject({ n: 0, missing: 3, mean: { reason: "nobody" } });
  expect(describe([7])).toMatchObject({ mean: { value: 7 }, median: { value: 7 }, sd: { reason: "too-few-people" } });
  expect(describe([0.1, 0.1, 0.1])).toMatchObject({ mean: { value: 0.1 }, sd: { value: 0 }, skew: { reason: "no-variance" } });
  expect(describe([1, 2, 4], 2)).toMatchObject({ kurtosis: { reason: "too-few-people" } });
});

test("scores of 10,000 attempts at 36 items are analysed in a moment", () => {
  const rows = Array.from({ length: 10_000 }, (_, person) =>
    Array.from({ length: 36 }, (_, item) => ((person * 7919 + item * 104_729 + ((person * item) % 13)) % 5) + (person % 2)),
  );
  const table = scoreTable(rows, 36);
  const ranges = rows[0]!.map(() => ({ minimum: 0, maximum: 5 }));
  const took = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    analyseScores(table, { ranges });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  // Milliseconds of the processor, best of three. The bench holds 300; on a busy machine this one only sees a gross slowdown.
  expect(Math.min(...took)).toBeLessThan(1200);
});
