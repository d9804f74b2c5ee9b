import { expect, test } from "vitest";
import { fQuantile, incompleteBeta } from "#app/features/instruments/statistics/f-quantile.ts";
import { normalBelow, normalQuantile, standardErrorsAt } from "#app/features/instruments/statistics/normal.ts";
import { readReference } from "./psych-figures.ts";

interface Distributions {
  f: { p: number; df1: number; df2: number; value: number }[];
  below: { z: number; value: number }[];
  quantile: { p: number; value: number }[];
}

const theirs = readReference<Distributions>("distributions");

test("quantiles of F are R's to nine digits, from 1 to 350,000 degrees of freedom", () => {
  for (const { p, df1, df2, value } of theirs.f) {
    expect(Math.abs(fQuantile(p, df1, df2) / value - 1), `qf(${p}, ${df1}, ${df2})`).toBeLessThan(1e-9);
  }
});

test("the incomplete beta function is a distribution", () => {
  expect(incompleteBeta(0, 2, 3)).toBe(0);
  expect(incompleteBeta(1, 2, 3)).toBe(1);
  expect(incompleteBeta(0.5, 4, 4)).toBeCloseTo(0.5, 14);
  expect(incompleteBeta(0.3, 2, 3)).toBeCloseTo(1 - incompleteBeta(0.7, 3, 2), 14);
});

test("the normal distribution and its quantiles are R's", () => {
  for (const { z, value } of theirs.below) expect(Math.abs(normalBelow(z) / value - 1), `pnorm(${z})`).toBeLessThan(1e-12);
  for (const { p, value } of theirs.quantile) expect(normalQuantile(p), `qnorm(${p})`).toBeCloseTo(value, 11);
});

test("95 percent reach 1.96 standard errors, other levels the normal quantile", () => {
  expect(standardErrorsAt(0.95)).toBe(1.96);
  expect(standardErrorsAt(0.9)).toBeCloseTo(1.6448536269514722, 12);
  for (const level of [0, 1, -1, 95, Number.NaN]) expect(() => standardErrorsAt(level)).toThrow(RangeError);
});
