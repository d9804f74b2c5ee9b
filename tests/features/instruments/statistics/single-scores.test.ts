import fc from "fast-check";
import { expect, test } from "vitest";
import { completionTime } from "#app/features/instruments/statistics/completion-time.ts";
import { none } from "#app/features/instruments/statistics/figure.ts";
import { scoreInterval, standardErrorOfMeasurement } from "#app/features/instruments/statistics/measurement-error.ts";
import { normalPercentileRank, normSample, percentileRank } from "#app/features/instruments/statistics/percentile.ts";
import { reliableChange } from "#app/features/instruments/statistics/reliable-change.ts";
import { scoreDistribution } from "#app/features/instruments/statistics/score-distribution.ts";
import { presentSorted } from "#app/features/instruments/statistics/sorted-values.ts";
import { differences, type Pair, readReference } from "./psych-figures.ts";

const score = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const spread = fc.double({ min: 0.01, max: 1e3, noNaN: true });
const share = fc.double({ min: 0, max: 0.999, noNaN: true });

test("the example of Jacobson and Truax comes out as they print it", () => {
  // 47.5 before and 32.5 after, s1 = 7.5, r = .80: SE 3.35, S diff 4.74, RC -3.16.
  const change = reliableChange({ before: 47.5, after: 32.5, sd: 7.5, reliability: 0.8 });
  expect(change.standardError.value).toBeCloseTo(3.35, 2);
  expect(change.standardErrorOfDifference.value).toBeCloseTo(4.74, 2);
  expect(change.index.value).toBeCloseTo(-3.16, 2);
  expect(change.verdict).toBe("lower");
  expect(change.smallestReliable.value).toBeCloseTo(1.96 * 4.7434, 3);
});

test("there and back again is the same change with the other sign", () => {
  fc.assert(
    fc.property(score, score, spread, share, (before, after, sd, reliability) => {
      const there = reliableChange({ before, after, sd, reliability });
      const back = reliableChange({ before: after, after: before, sd, reliability });
      expect(there.index.value! + back.index.value!).toBe(0);
      expect(there.smallestReliable).toEqual(back.smallestReliable);
      const mirrored = { higher: "lower", lower: "higher", "within-error": "within-error" } as const;
      expect(back.verdict).toBe(mirrored[there.verdict!]);
    }),
  );
});

test("a change counts only beyond the smallest reliable one", () => {
  const ask = { before: 10, sd: 2, reliability: 0.5 };
  const smallest = reliableChange({ ...ask, after: 10 }).smallestReliable.value!;
  expect(reliableChange({ ...ask, after: 10 }).verdict).toBe("within-error");
  expect(reliableChange({ ...ask, after: 10 + smallest * 0.999 }).verdict).toBe("within-error");
  expect(reliableChange({ ...ask, after: 10 + smallest * 1.001 }).verdict).toBe("higher");
  expect(reliableChange({ ...ask, after: 10 + smallest * 0.999, level: 0.9 }).verdict).toBe("higher");
});

test("without a usable reliability there is no index and no verdict", () => {
  const refused = reliableChange({ before: 1, after: 2, sd: 1, reliability: -0.2 });
  expect(refused).toMatchObject({ index: { reason: "not-a-reliability" }, verdict: null, difference: 1 });
  expect(reliableChange({ before: 1, after: 2, sd: 0, reliability: 0.8 }).index).toEqual(none("no-variance"));
  expect(reliableChange({ before: 1, after: 2, sd: 1, reliability: Number.NaN }).index).toEqual(none("not-a-reliability"));
  expect(reliableChange({ before: 1, after: 2, sd: 1, reliability: 1 })).toMatchObject({
    index: none("no-error"),
    verdict: null,
  });
});

test("a score's interval reaches 1.96 standard errors to both sides and stays within the range", () => {
  const error = standardErrorOfMeasurement(15, 0.91);
  expect(error.value).toBeCloseTo(4.5, 12);
  expect(scoreInterval(100, error)).toMatchObject({ lower: { value: 91.18 }, upper: { value: 108.82 } });
  expect(scoreInterval(100, error, { maximum: 104 }).upper.value).toBe(104);
  expect(scoreInterval(100, error, { level: 0.9 }).upper.value).toBeCloseTo(100 + 4.5 * 1.6448536269514722, 9);
  expect(scoreInterval(1, none("no-variance")).lower).toEqual(none("no-variance"));
});

test("more reliable scores have narrower intervals", () => {
  fc.assert(
    fc.property(spread, share, share, (sd, one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(standardErrorOfMeasurement(sd, high).value!).toBeLessThanOrEqual(standardErrorOfMeasurement(sd, low).value!);
    }),
  );
});

test("a percentile rank is the share below and half of the share at the score", () => {
  const norms = normSample([3, 1, null, 2, 2, Number.NaN]);
  expect(norms.n).toBe(4);
  expect([0, 1, 2, 2.5, 3, 9].map((value) => percentileRank(value, norms).value)).toEqual([0, 12.5, 50, 75, 87.5, 100]);
  expect(percentileRank(2, norms, 30)).toEqual(none("too-few-people"));
  expect(percentileRank(2, normSample([null]))).toEqual(none("nobody"));
  expect(percentileRank(Number.NaN, norms)).toEqual(none("not-finite"));
  // A third three times over is the one that was typed as 1.
  expect(percentileRank(1 / 3 + 1 / 3 + 1 / 3, normSample([1])).value).toBe(50);
});

test("a higher score never has a lower percentile, and turning everything round mirrors it", () => {
  const whole = fc.integer({ min: -20, max: 20 });
  fc.assert(
    fc.property(fc.array(whole, { minLength: 1, maxLength: 50 }), whole, whole, (sample, one, other) => {
      const norms = normSample(sample);
      const [low, high] = [percentileRank(Math.min(one, other), norms), percentileRank(Math.max(one, other), norms)];
      expect(low.value!).toBeLessThanOrEqual(high.value!);
      expect(low.value!).toBeGreaterThanOrEqual(0);
      expect(high.value!).toBeLessThanOrEqual(100);
      const turned = normSample(sample.map((value) => -value));
      expect(percentileRank(-one, turned).value! + percentileRank(one, norms).value!).toBeCloseTo(100, 9);
    }),
  );
});

test("stated norms give the percentile of a normal distribution", () => {
  expect(normalPercentileRank(115, { mean: 100, sd: 15 }).value).toBeCloseTo(84.1344746, 6);
  expect(normalPercentileRank(100, { mean: 100, sd: 15 }).value).toBe(50);
  expect(normalPercentileRank(100, { mean: 100, sd: 0 })).toEqual(none("no-variance"));
});

test("bins hold their lower end, and the last one its upper", () => {
  const { bins, n, outside } = scoreDistribution(Float64Array.of(0, 0.1, 0.3, 0.7, 1, 2, Number.NaN), {
    minimum: 0,
    maximum: 1,
    bins: 10,
  });
  expect({ n, outside }).toEqual({ n: 5, outside: 1 });
  expect(bins.map(({ count }) => count)).toEqual([1, 1, 0, 1, 0, 0, 0, 1, 0, 1]);
  expect(bins[3]).toMatchObject({ share: 0.2 });
  expect([bins[0]!.from, bins[9]!.to]).toEqual([0, 1]);
});

test("a score that is the lower end of a bin on paper is in it", () => {
  // 0.29 * 100 is 28.999999999999996.
  const { bins } = scoreDistribution(Float64Array.of(0.29), { minimum: 0, maximum: 1, bins: 100 });
  expect(bins.findIndex(({ count }) => count === 1)).toBe(29);
});

test("numbers that are counted and numbers that are sorted come out in the same order", () => {
  const numbers = fc.oneof(fc.array(fc.integer({ min: -9, max: 9 })), fc.array(fc.integer()), fc.array(fc.double()));
  fc.assert(
    fc.property(numbers, fc.array(fc.constantFrom(null, undefined, Number.NaN)), (present, missing) => {
      const expected = present.filter((value) => !Number.isNaN(value)).map((value) => value + 0);
      const ours = Array.from(presentSorted([...missing, ...present]), (value) => value + 0);
      expect(ours).toEqual(expected.sort((one, other) => one - other));
    }),
  );
});

test("every score in the range is in one bin", () => {
  const bins = fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 7, noNaN: true })), bins, (scores, wanted) => {
      const shown = scoreDistribution(Float64Array.from(scores), { minimum: 0, maximum: 7, bins: wanted });
      expect(shown.bins.reduce((total, { count }) => total + count, 0)).toBe(scores.length);
      expect(shown.outside).toBe(0);
      if (wanted !== undefined) expect(shown.bins).toHaveLength(wanted);
    }),
  );
});

test("a range of one point is one bin, and what is no range is refused", () => {
  expect(scoreDistribution(Float64Array.of(2, 2), { minimum: 2, maximum: 2, bins: 5 }).bins).toEqual([
    { from: 2, to: 2, count: 2, share: 1 },
  ]);
  expect(scoreDistribution(new Float64Array(0), { minimum: 0, maximum: 1 }).bins).toEqual([
    { from: 0, to: 1, count: 0, share: 0 },
  ]);
  for (const range of [
    { minimum: 1, maximum: 0 },
    { minimum: 0, maximum: Number.NaN },
    { minimum: 0, maximum: 1, bins: 0 },
  ]) {
    expect(() => scoreDistribution(Float64Array.of(1), range)).toThrow(RangeError);
  }
});

test("completion times have R's quantiles", () => {
  const { times, timeQuantiles, timeMean } = readReference<{ times: number[]; timeQuantiles: number[]; timeMean: number }>(
    "made-up",
  );
  const ours = completionTime([...times, null, undefined]);
  expect({ n: ours.n, open: ours.open }).toEqual({ n: times.length, open: 2 });
  const order = [ours.fastest, ours.lowerQuartile, ours.median, ours.upperQuartile, ours.slowest];
  const pairs = order.map((figure, place): Pair => [`quantile ${place}`, figure, timeQuantiles[place]]);
  expect(differences([...pairs, ["mean", ours.mean, timeMean]])).toEqual([]);
  expect(completionTime([null])).toMatchObject({ n: 0, open: 1, median: none("nobody"), mean: none("nobody") });
});
