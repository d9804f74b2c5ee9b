import { expect, test } from "vitest";
import { analyseScores } from "#app/features/instruments/statistics/analyse-scores.ts";
import { itemScores, personScores, restScores, scoreTable } from "#app/features/instruments/statistics/score-table.ts";
import { readReference } from "./psych-figures.ts";

const { patterns, counts } = readReference<{ patterns: number[][]; counts: number[] }>("lsat6");
const table = scoreTable(
  patterns.flatMap((pattern, at) => Array.from({ length: counts[at]! }, () => pattern)),
  5,
);
const ranges = Array.from({ length: 5 }, () => ({ minimum: 0, maximum: 1 }));

test("the LSAT at one glance: scores, spread, error and every item", () => {
  const { people, score, distribution, items, reliability, omega, standardErrorOfMeasurement, correlations } = analyseScores(
    table,
    {
      ranges,
      bins: 5,
    },
  );
  expect(people).toBe(1000);
  expect(score).toMatchObject({ n: 1000, mean: { value: 3.819 }, minimum: { value: 0 }, maximum: { value: 5 } });
  // Numbers right in the published table: 3 with none, 20 with one, 85, 237, 357, 298 with all; the last bin is 4 to 5.
  expect(distribution.bins.map(({ count }) => count)).toEqual([3, 20, 85, 237, 655]);
  expect(standardErrorOfMeasurement.value).toBeCloseTo(score.sd.value! * Math.sqrt(1 - reliability.total.raw.value!), 12);
  expect(items.map(({ facility }) => facility.value)).toEqual([0.924, 0.709, 0.553, 0.763, 0.87]);
  for (const { total, rest, pointBiserial, discriminationIndex } of items) {
    expect(pointBiserial).toEqual(total);
    expect(rest.value!).toBeLessThan(total.value!);
    expect(discriminationIndex.value!).toBeGreaterThan(0.1);
  }
  expect(omega.total.value).toBeGreaterThan(reliability.total.raw.value!);
  expect(correlations.map((row) => row.length)).toEqual([5, 5, 5, 5, 5]);
});

test("the mean of the items is their sum over their number, in every figure that has the score's unit", () => {
  const [sum, mean] = (["sum", "mean"] as const).map((score) => analyseScores(table, { ranges, score, bins: 5 }));
  expect(mean!.score.mean.value! * 5).toBeCloseTo(sum!.score.mean.value!, 9);
  expect(mean!.standardErrorOfMeasurement.value! * 5).toBeCloseTo(sum!.standardErrorOfMeasurement.value!, 9);
  expect(mean!.score.skew.value).toBeCloseTo(sum!.score.skew.value!, 9);
  expect(mean!.distribution.bins.map(({ count }) => count)).toEqual(sum!.distribution.bins.map(({ count }) => count));
  expect(mean!.distribution.bins.at(-1)).toMatchObject({ to: 1 });
});

test("an item with more than two scores has no point-biserial", () => {
  const rows = [1, 2, 3, 4, 5].map((value) => [value, value % 2]);
  const { items } = analyseScores(scoreTable(rows, 2), { ranges: ranges.slice(0, 2) });
  expect(items[0]!.pointBiserial).toEqual({ value: null, reason: "not-two-valued" });
  expect(items[1]!.pointBiserial.value).not.toBeNull();
});

test("where all scores are alike there is no error to speak of, and where alpha is below nought no figure", () => {
  const alike = analyseScores(
    scoreTable(
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
      3,
    ),
    { ranges: ranges.slice(0, 3) },
  );
  expect(alike.standardErrorOfMeasurement).toEqual({ value: null, reason: "no-variance" });
  const opposed = analyseScores(
    scoreTable(
      [
        [0, 1],
        [1, 0],
        [1, 1],
        [0, 1],
        [1, 0],
      ],
      2,
    ),
    { ranges: ranges.slice(0, 2) },
  );
  expect(opposed.reliability.total.raw.value).toBeLessThan(0);
  expect(opposed.standardErrorOfMeasurement).toEqual({ value: null, reason: "not-a-reliability" });
});

test("a person's sum counts a gap as the person's own mean, and the rest score leaves one item out", () => {
  const gappy = scoreTable(
    [
      [1, 2, 6],
      [4, null, 2],
      [null, null, null],
      [null, 5, null],
    ],
    3,
  );
  expect([...personScores(gappy, "sum")]).toEqual([9, 9, Number.NaN, 15]);
  expect([...personScores(gappy, "mean")]).toEqual([3, 3, Number.NaN, 5]);
  expect([...restScores(gappy)(1)]).toEqual([7, 6, Number.NaN, Number.NaN]);
  expect([...restScores(gappy)(0)]).toEqual([8, 4, Number.NaN, 10]);
  expect([...restScores(gappy, "mean")(0)]).toEqual([4, 2, Number.NaN, 5]);
  expect([...itemScores(gappy, 1)]).toEqual([2, Number.NaN, Number.NaN, 5]);
});
