import fc from "fast-check";
import { expect, test } from "vitest";
import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { scaleSamples } from "#app/features/instruments/scale-samples.ts";
import type { Answers } from "#app/features/instruments/score.ts";
import { FEWEST_FOR_NORMS, precisionOf, type ScaleSample, scoreFigures } from "#app/features/instruments/score-figures.ts";
import { mulberry32 } from "#app/features/instruments/seeded.ts";
import { normSample } from "#app/features/instruments/statistics/percentile.ts";
import { aProfile, compiled, profileAnswers } from "#tests/support/assessment-builders.ts";

const norms = { mean: 4, sd: 1.5, sample: "500 adults", source: "a book" };
const reliability = { coefficient: 0.84, method: "Cronbach's alpha", source: "the same book" };
const range = { minimum: 1, maximum: 7 };
const sampleOf = (people: number): ScaleSample => ({
  scores: normSample(Array.from({ length: people }, (_, index) => 1 + (index % 61) / 10)),
  sd: 1.2,
  alpha: 0.75,
});

test("the interval is the score plus and minus 1.96 standard errors of measurement", () => {
  // 1.5 * sqrt(1 - 0.84) = 0.6
  const { error } = scoreFigures({ norms, reliability }, { score: 4, ...range });
  expect(error).toMatchObject({
    standardError: expect.closeTo(0.6, 12),
    lower: expect.closeTo(4 - 1.176, 12),
    upper: expect.closeTo(4 + 1.176, 12),
    source: { from: "stated", words: "Cronbach's alpha of 0.84; the same book" },
  });
});

test("an interval stays within what can be scored", () => {
  expect(scoreFigures({ norms, reliability }, { score: 1.5, ...range }).error).toMatchObject({ lower: 1 });
  expect(scoreFigures({ norms, reliability }, { score: 6.5, ...range }).error).toMatchObject({ upper: 7 });
});

test("the sd beside the reliability goes before that of the norms, and without any there is no interval", () => {
  expect(precisionOf({ norms, reliability: { ...reliability, sd: 2 } })).toMatchObject({ sd: 2, reliability: 0.84 });
  expect(precisionOf({ reliability })).toBeNull();
  expect(scoreFigures({ norms }, { score: 4, ...range }).error).toBeNull();
});

test("a stated reliability without an sd is not put together with the spread of the site's visitors", () => {
  expect(precisionOf({ reliability }, sampleOf(200))).toMatchObject({ sd: 1.2, reliability: 0.75, source: { from: "site" } });
});

test("a percentile comes from the table, else from mean and sd, else from the site", () => {
  const percentiles = [
    { score: 2, percentile: 10 },
    { score: 4, percentile: 50 },
    { score: 5, percentile: 50 },
    { score: 6, percentile: 98 },
  ];
  const inTable = (score: number) => scoreFigures({ norms: { ...norms, percentiles } }, { score, ...range }).percentile!.value;
  expect([1, 2, 3, 4, 4.5, 5.5, 6, 7].map(inTable)).toEqual([10, 10, 30, 50, 50, 74, 98, 98]);
  expect(scoreFigures({ norms }, { score: 4, ...range }).percentile).toEqual({
    value: 50,
    source: { from: "stated", words: "500 adults; a book" },
  });
  // One standard deviation above the mean.
  expect(scoreFigures({ norms }, { score: 5.5, ...range }).percentile!.value).toBeCloseTo(84.1344746, 6);
  expect(scoreFigures({}, { score: 4, ...range }, sampleOf(122)).percentile).toEqual({
    value: 50 - 100 / 122 + 100 / 122,
    source: { from: "site", people: 122 },
  });
});

test("the site's sample is no norm before it is large enough", () => {
  const few = scoreFigures({}, { score: 4, ...range }, sampleOf(FEWEST_FOR_NORMS - 1));
  expect(few).toEqual({ error: null, percentile: null });
  const enough = scoreFigures({}, { score: 4, ...range }, sampleOf(FEWEST_FOR_NORMS));
  expect(enough).toMatchObject({ error: { source: { people: 100 } }, percentile: { source: { people: 100 } } });
  expect(FEWEST_FOR_NORMS).toBe(100);
});

test("no score has no figures", () => {
  expect(scoreFigures({ norms, reliability }, { score: null, ...range }, sampleOf(500))).toEqual({
    error: null,
    percentile: null,
  });
});

test("a higher score never has a lower percentile, and every interval holds its score", () => {
  const score = fc.double({ min: 1, max: 7, noNaN: true });
  const scale = fc.constantFrom({ norms, reliability }, { norms }, {});
  fc.assert(
    fc.property(scale, score, score, (of, one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)].map((score) =>
        scoreFigures(of, { score, ...range }, sampleOf(150)),
      );
      expect(high!.percentile!.value).toBeGreaterThanOrEqual(low!.percentile!.value - 1e-9);
      for (const { value } of [low!.percentile!, high!.percentile!]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
      if (low!.error) {
        expect(low!.error.lower).toBeLessThanOrEqual(Math.min(one, other));
        expect(low!.error.upper).toBeGreaterThanOrEqual(Math.min(one, other));
      }
    }),
  );
});

/** People whose answers follow one trait and some chance. */
function people(count: number): Answers[] {
  const random = mulberry32(7);
  return Array.from({ length: count }, () => {
    const trait = 1 + random() * 6;
    const near = () => Math.min(7, Math.max(1, Math.round(trait + (random() - 0.5) * 3)));
    const answers: Record<string, number> = profileAnswers(4, 4);
    for (const number of [1, 2, 3]) answers[`anxiety-${number}`] = near();
    answers["anxiety-4"] = 8 - near();
    return answers;
  });
}

const instrument = compiled(aProfile()) as CompiledProfileInstrument;

test("alpha is that of the items as they count, by its formula, over complete answers", () => {
  const all = people(150);
  const rows = all.map((answers) => {
    const value = (key: string) => answers[key] as number;
    return [value("anxiety-1"), value("anxiety-2"), value("anxiety-3"), 8 - value("anxiety-4")];
  });
  const variance = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  };
  const items = [0, 1, 2, 3].map((item) => variance(rows.map((row) => row[item]!)));
  const totals = variance(rows.map((row) => row.reduce((sum, value) => sum + value, 0)));
  const alpha = (4 / 3) * (1 - items.reduce((sum, value) => sum + value, 0) / totals);
  const sample = scaleSamples(instrument, all).get("anxiety")!;
  expect(sample.alpha).toBeCloseTo(alpha, 10);
  expect(sample.sd).toBeCloseTo(Math.sqrt(totals) / 4, 10);
  expect(sample.scores.n).toBe(150);
  // One gap each leaves everybody a score and nobody complete.
  const gaps = all.map(({ "anxiety-1": _left, ...rest }) => rest);
  expect(scaleSamples(instrument, gaps as Answers[]).get("anxiety")).toMatchObject({ alpha: null, scores: { n: 150 } });
});

test("where everybody answers alike there is no alpha, and so no interval", () => {
  const sample = scaleSamples(instrument, people(150)).get("avoidance")!;
  expect(sample).toMatchObject({ alpha: null });
  expect(scoreFigures({}, { score: 4, ...range }, sample).error).toBeNull();
});
