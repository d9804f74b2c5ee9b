import fc from "fast-check";
import { expect, test } from "vitest";
import { covariances } from "#app/features/instruments/statistics/covariances.ts";
import { omegaTotal } from "#app/features/instruments/statistics/omega.ts";
import { oneFactor } from "#app/features/instruments/statistics/one-factor.ts";
import { scoreTable } from "#app/features/instruments/statistics/score-table.ts";
import { readReference } from "./psych-figures.ts";

type Rows = (number | null)[][];

/** A correlation matrix that one factor with these loadings explains. */
const explainedBy = (loadings: number[]) =>
  Float64Array.from(loadings.flatMap((one, i) => loadings.map((other, j) => (i === j ? 1 : one * other))));

test("the one-factor model finds the loadings that a correlation matrix is made of", () => {
  const loading = fc.double({ min: 0.2, max: 0.95, noNaN: true });
  fc.assert(
    fc.property(fc.array(loading, { minLength: 3, maxLength: 12 }), (loadings) => {
      const found = oneFactor(explainedBy(loadings), loadings.length).loadings!;
      loadings.forEach((expected, item) => {
        expect(found[item]).toBeCloseTo(expected, 8);
      });
    }),
  );
});

test("where one factor is no model of the items, omega says why", () => {
  expect(oneFactor(explainedBy([0.5, 0.5]), 2)).toEqual({ loadings: null, reason: "too-few-items" });
  expect(oneFactor(explainedBy([0, 0, 0, 0]), 4)).toEqual({ loadings: null, reason: "no-common-factor" });
  // r12 r13 / r23 = 1.62: the first item would have more than all of its variance from the factor.
  const heywood = Float64Array.of(1, 0.9, 0.9, 0.9, 1, 0.5, 0.9, 0.5, 1);
  expect(oneFactor(heywood, 3)).toEqual({ loadings: null, reason: "improper-solution" });
});

test("omega tells items that nobody answered together from items without variance among those who did", () => {
  const apart: Rows = [
    [1, 3, null],
    [2, 5, null],
    [4, 4, null],
    [null, 2, 3],
    [null, 1, 5],
  ];
  expect(omegaTotal(covariances(scoreTable(apart, 3))).total.reason).toBe("nobody-in-common");
  const level: Rows = [
    [1, 3, 2],
    [1, 5, 2],
    [1, 4, 3],
    [3, 2, null],
    [2, 1, null],
  ];
  expect(omegaTotal(covariances(scoreTable(level, 3))).total.reason).toBe("no-variance");
});

test("an item keyed the other way is turned for omega and named", () => {
  // The last of these six items was made to load negatively.
  const { rows } = readReference<{ rows: Rows }>("made-up");
  const turned = rows.map((row) => row.map((value, item) => (item === 5 && value !== null ? 6 - value : value)));
  const [omega, straight] = [rows, turned].map((of) => omegaTotal(covariances(scoreTable(of, 6))));
  expect(omega!.turned).toEqual([5]);
  expect(straight!.turned).toEqual([]);
  expect(omega!.loadings[5]).toBeCloseTo(-straight!.loadings[5]!, 9);
  expect(omega!.total.value).toBeCloseTo(straight!.total.value!, 12);
});
