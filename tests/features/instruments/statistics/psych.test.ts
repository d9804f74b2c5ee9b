import { expect, test } from "vitest";
import { covariances, interItemCorrelations } from "#app/features/instruments/statistics/covariances.ts";
import { describe } from "#app/features/instruments/statistics/describe.ts";
import { facility, itemRestCorrelation, itemTotalCorrelations } from "#app/features/instruments/statistics/item-totals.ts";
import { omegaTotal } from "#app/features/instruments/statistics/omega.ts";
import { reliability } from "#app/features/instruments/statistics/reliability.ts";
import { itemScores, type MissingRule, personScores, scoreTable } from "#app/features/instruments/statistics/score-table.ts";
import {
  alphaPairs,
  covariancePairs,
  covariancesOf,
  describePairs,
  differences,
  loadingPairs,
  omegaPairs,
  type Pair,
  type PsychAlpha,
  type PsychDescribe,
  type PsychReference,
  readReference,
} from "./psych-figures.ts";

type Listwise = { listwise: Omit<PsychReference, "describe"> };
interface Patterns extends PsychReference {
  patterns: number[][];
  counts: number[];
}
interface Answers extends PsychReference, Listwise {
  answers: { values: number[]; counts: number[]; missing: number }[];
}
interface MadeUp extends PsychReference, Listwise {
  rows: (number | null)[][];
  listwise: PsychReference;
  level: { alpha: PsychAlpha };
  copy: { alpha: PsychAlpha };
  describe1: { skew: number[]; kurtosis: number[] };
  describe2: PsychDescribe;
  scores: (number | null)[];
  scoreDescribe: PsychDescribe;
}

/** Everything that comes from rows, beside what psych gave. */
function rowPairs(rows: (number | null)[][], theirs: PsychReference, missing: MissingRule = "pairwise"): Pair[] {
  const table = scoreTable(rows, rows[0]!.length);
  const of = covariances(table, missing);
  const totals = itemTotalCorrelations(table, missing);
  return [
    ...covariancePairs(of, theirs.pairs),
    ...alphaPairs(reliability(of), theirs.alpha),
    ...omegaPairs(omegaTotal(of), theirs.omega),
    ...totals.map((ours, item): Pair => [`raw.r ${item}`, ours, theirs.alpha.items["raw.r"][item]]),
  ];
}

const columnsOf = (rows: (number | null)[][]) => rows[0]!.map((_, item) => rows.map((row) => row[item] ?? null));
const lsat = (section: 6 | 7) => {
  const theirs = readReference<Patterns>(`lsat${section}`);
  return { theirs, rows: theirs.patterns.flatMap((pattern, at) => Array.from({ length: theirs.counts[at]! }, () => pattern)) };
};

test.each([6, 7] as const)("section %i of the LSAT is analysed as psych does", (section) => {
  const { theirs, rows } = lsat(section);
  expect(rows).toHaveLength(1000);
  expect(differences(rowPairs(rows, theirs))).toEqual([]);
  expect(differences(rowPairs(rows, theirs, "listwise"))).toEqual([]);
  expect(
    differences(
      describePairs(
        columnsOf(rows).map((column) => describe(column)),
        theirs.describe,
      ),
    ),
  ).toEqual([]);
});

test("the LSAT has the figures that are in print", () => {
  const { rows } = lsat(6);
  const table = scoreTable(rows, 5);
  expect(reliability(covariances(table)).total.raw.value).toBeCloseTo(0.295, 3);
  const right = [0, 1, 2, 3, 4].map((item) => facility(itemScores(table, item), { minimum: 0, maximum: 1 }).value);
  expect(right).toEqual([0.924, 0.709, 0.553, 0.763, 0.87]);
});

test.each(["bfi-agreeableness", "bfi-ten-items", "ability"])("%s is as reliable as psych says, pairwise and listwise", (name) => {
  const theirs = readReference<Answers>(name);
  for (const part of [{ ...theirs, people: theirs.alpha.people }, theirs.listwise]) {
    const of = covariancesOf(part.pairs, part.people);
    expect(differences(alphaPairs(reliability(of), part.alpha))).toEqual([]);
    expect(differences(omegaPairs(omegaTotal(of), part.omega))).toEqual([]);
    expect(differences(loadingPairs(omegaTotal(of), part.omega), 1e-5)).toEqual([]);
  }
});

test.each(["bfi-agreeableness", "bfi-ten-items", "ability"])("the items of %s are described as psych does", (name) => {
  const theirs = readReference<Answers>(name);
  const ours = theirs.answers.map(({ values, counts, missing }) =>
    describe([
      ...values.flatMap((value, at) => Array.from({ length: counts[at]! }, () => value)),
      ...Array.from({ length: missing }, () => null),
    ]),
  );
  expect(differences(describePairs(ours, theirs.describe))).toEqual([]);
  expect(ours.map(({ missing }) => missing)).toEqual(theirs.answers.map(({ missing }) => missing));
});

test("the ratings of departments have psych's alpha and omega", () => {
  const theirs = readReference<PsychReference>("attitude");
  const of = covariancesOf(theirs.pairs, 30);
  expect(differences(alphaPairs(reliability(of), theirs.alpha))).toEqual([]);
  expect(differences(omegaPairs(omegaTotal(of), theirs.omega))).toEqual([]);
  // As psych's own documentation prints them.
  expect(reliability(of).total.raw.value).toBeCloseTo(0.84, 2);
});

test("gaps and an empty row change nothing about the agreement", () => {
  const theirs = readReference<MadeUp>("made-up");
  expect(differences(rowPairs(theirs.rows, theirs))).toEqual([]);
  expect(differences(rowPairs(theirs.rows, theirs.listwise, "listwise"))).toEqual([]);
});

test("an item that never varies is left out of alpha, as psych deletes it", () => {
  const { rows, level } = readReference<MadeUp>("made-up");
  const withConstant = rows.map((row) => [...row, 4]);
  const table = scoreTable(withConstant, 7);
  const of = reliability(covariances(table));
  expect(of.counted).toEqual([0, 1, 2, 3, 4, 5]);
  expect(differences(alphaPairs(of, level.alpha))).toEqual([]);
  expect(of.items[6]!.rest).toEqual({ value: null, reason: "no-variance" });
  const totals = itemTotalCorrelations(table);
  const pairs = of.counted.map((item, place): Pair => [`raw.r ${item}`, totals[item]!, level.alpha.items["raw.r"][place]]);
  expect(differences(pairs)).toEqual([]);
  expect(totals[6]).toEqual({ value: null, reason: "no-variance" });
});

test("an item that is asked twice makes the correlations singular, and the pseudo-inverse stands in as in psych", () => {
  const { rows, copy } = readReference<MadeUp>("made-up");
  const twice = rows.map((row) => [...row, row[0]!]);
  expect(differences(alphaPairs(reliability(covariances(scoreTable(twice, 7), "listwise")), copy.alpha))).toEqual([]);
});

test("all three types of skew and kurtosis are psych's", () => {
  const { rows, describe1, describe2, describe: describe3, scores, scoreDescribe } = readReference<MadeUp>("made-up");
  const columns = columnsOf(rows);
  const first = columns.map((column) => describe(column, 1));
  const pairs = first.flatMap((ours, item): Pair[] => [
    [`skew ${item}`, ours.skew, describe1.skew[item]],
    [`kurtosis ${item}`, ours.kurtosis, describe1.kurtosis[item]],
  ]);
  expect(differences(pairs)).toEqual([]);
  expect(
    differences(
      describePairs(
        columns.map((column) => describe(column, 2)),
        describe2,
      ),
    ),
  ).toEqual([]);
  expect(
    differences(
      describePairs(
        columns.map((column) => describe(column)),
        describe3,
      ),
    ),
  ).toEqual([]);
  expect(differences(describePairs([describe(scores)], scoreDescribe))).toEqual([]);
});

test("a person's mean score is R's rowMeans without the gaps", () => {
  const { rows, scores } = readReference<MadeUp>("made-up");
  const ours = personScores(scoreTable(rows, 6), "mean");
  expect(Array.from(ours, (score) => (Number.isNaN(score) ? null : Number(score.toFixed(9))))).toEqual(
    scores.map((score) => (score === null ? null : Number(score.toFixed(9)))),
  );
});

test("the correlation with the rest from people themselves is r.drop where nothing is missing", () => {
  const { rows, listwise } = readReference<MadeUp>("made-up");
  const table = scoreTable(rows, 6);
  const pairs = listwise.alpha.items["r.drop"].map((theirs, item): Pair => {
    return [`r.drop ${item}`, itemRestCorrelation(table, item, "listwise"), theirs];
  });
  expect(differences(pairs)).toEqual([]);
});

test("inter-item correlations say how many people they stand on, and why there is none", () => {
  const { rows, pairs } = readReference<MadeUp>("made-up");
  const shown = interItemCorrelations(covariances(scoreTable(rows, 6)));
  expect(shown.map((row) => row.map(({ people }) => people))).toEqual(pairs.counts);
  expect(shown[1]![3]!.r.value).toBeCloseTo(pairs.correlation[1]![3]!, 9);
  const apart = scoreTable(
    [
      [1, null, 3],
      [null, 2, 3],
      [2, null, 3],
      [null, 5, 3],
    ],
    3,
  );
  const gaps = interItemCorrelations(covariances(apart));
  expect(gaps[0]![1]).toEqual({ people: 0, r: { value: null, reason: "nobody-in-common" } });
  expect(gaps[0]![2]).toEqual({ people: 2, r: { value: null, reason: "no-variance" } });
  expect(gaps[0]![0]!.r.value).toBe(1);
});

test("one far-off score that is in no pair costs the pairs no digits", () => {
  const rows = [
    [0, 2],
    [1, 1],
    [2, 5],
    [123_456_789.123, null],
  ];
  const { correlation, covariance } = covariances(scoreTable(rows, 2));
  expect(covariance[1]).toBeCloseTo(1.5, 7);
  expect(correlation[1]).toBeCloseTo(1.5 / Math.sqrt(13 / 3), 7);
});
