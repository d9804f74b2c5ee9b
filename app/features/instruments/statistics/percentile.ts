import { type Figure, figure, none } from "./figure.ts";
import { normalBelow } from "./normal.ts";
import { presentSorted } from "./sorted-values.ts";

/** Scores of a norm group in ascending order, made once and asked often. */
export interface NormSample {
  n: number;
  sorted: Float64Array;
}

/** Scores closer than this are equal: a mean of thirds has its last digit from the arithmetic. */
const SLACK = 1e-9;

/** A norm sample from scores in any order; null, undefined and NaN are left out. */
export function normSample(scores: ArrayLike<number | null | undefined>): NormSample {
  const sorted = presentSorted(scores);
  return { n: sorted.length, sorted };
}

/**
 * The percentile rank of a score in a norm sample, 0 to 100, by the mid-rank definition (Crocker & Algina 1986): the
 * percentage of the sample below it plus half of the percentage at it. So the middle of a symmetric sample is at 50, and
 * nobody is above themselves. `smallest` is the size below which a sample is no norm.
 */
export function percentileRank(score: number, { n, sorted }: NormSample, smallest = 1): Figure {
  if (n === 0) return none("nobody");
  if (n < smallest) return none("too-few-people");
  if (Number.isNaN(score)) return none("not-finite");
  const below = firstAtLeast(sorted, score - SLACK);
  const notAbove = firstAtLeast(sorted, score + SLACK);
  return figure((100 * (below + (notAbove - below) / 2)) / n);
}

/** The place of the first score that is not below `value`; the number of scores where all are. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The percentile rank of a score where only the mean and standard deviation of a norm group are stated: the percentage of
 * a normal distribution with them that lies below the score. An approximation, as good as the norm group is normal.
 */
export function normalPercentileRank(score: number, norm: { mean: number; sd: number }): Figure {
  if (!(norm.sd > 0)) return none("no-variance");
  return figure(100 * normalBelow((score - norm.mean) / norm.sd));
}
