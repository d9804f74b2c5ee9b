import { comoments, correlationFrom, type Products } from "./correlation.ts";
import { type Figure, none } from "./figure.ts";
import { afterMissing, itemScores, type MissingRule, type ScoreTable } from "./score-table.ts";

/**
 * What reliability is made of: k by k, row after row. An entry is NaN where it does not exist (fewer than two people in
 * common; for a correlation also no variance); the functions that show figures turn that into a reason.
 */
export interface Covariances {
  /** Rows that count: all under pairwise, as in R psych, the complete ones under listwise. */
  people: number;
  items: number;
  /** R's `cov(x, use = "pairwise")`: over those who answered both items; a variance over all who answered the item. */
  covariance: Float64Array;
  /** R's `cor(x, use = "pairwise")`: both standard deviations, too, over those who answered both items. */
  correlation: Float64Array;
  /** How many answered both items; on the diagonal, how many answered the item. */
  counts: Uint32Array;
}

/** Covariances with n - 1, and Pearson correlations, of every pair of items. */
export function covariances(table: ScoreTable, missing: MissingRule = "pairwise"): Covariances {
  const { people, items, values } = afterMissing(table, missing);
  const columns = Array.from({ length: items }, (_, item) => centred(itemScores({ people, items, values }, item)));
  const covariance = new Float64Array(items * items);
  const correlation = new Float64Array(items * items);
  const counts = new Uint32Array(items * items);
  for (let i = 0; i < items; i += 1) {
    for (let j = i; j < items; j += 1) {
      const both = together(columns[i]!, columns[j]!);
      const [cov, cor] = [both.n < 2 ? Number.NaN : both.xy / (both.n - 1), correlationFrom(both).value ?? Number.NaN];
      for (const at of [i * items + j, j * items + i]) {
        covariance[at] = cov;
        correlation[at] = i === j && !Number.isNaN(cor) ? 1 : cor;
        counts[at] = both.n;
      }
    }
  }
  return { people, items, covariance, correlation, counts };
}

interface Column {
  /** About the item's own mean; NaN where missing. */
  values: Float64Array;
  /** The same with 0 where missing, and 1 where there is a score and 0 where not: sums over pairs without a branch. */
  filled: Float64Array;
  there: Float64Array;
  /** How many have a score, and whether that is not everybody. */
  n: number;
  gaps: boolean;
  squares: number;
}

function centred(scores: Float64Array): Column {
  const { n, xx, meanX } = comoments(scores, scores);
  const gaps = n < scores.length;
  const values = new Float64Array(scores.length);
  const filled = gaps ? new Float64Array(scores.length) : values;
  const there = new Float64Array(scores.length).fill(1);
  for (let person = 0; person < scores.length; person += 1) {
    const score = scores[person]!;
    const value = xx === 0 ? score * 0 : score - meanX;
    values[person] = value;
    if (Number.isNaN(value)) there[person] = 0;
    else filled[person] = value;
  }
  return { values, filled, there, n, gaps, squares: xx };
}

function together(x: Column, y: Column): Products {
  if (x === y) return { n: x.n, xx: x.squares, yy: x.squares, xy: x.squares };
  const [a, b, inA, inB] = [x.filled, y.filled, x.there, y.there];
  let xy = 0;
  if (!x.gaps && !y.gaps) {
    for (let person = 0; person < a.length; person += 1) xy += a[person]! * b[person]!;
    return { n: a.length, xx: x.squares, yy: y.squares, xy };
  }
  let [n, sumX, sumY, xx, yy] = [0, 0, 0, 0, 0];
  for (let person = 0; person < a.length; person += 1) {
    const one = a[person]!;
    const other = b[person]!;
    const mine = one * inB[person]!;
    const theirs = other * inA[person]!;
    n += inA[person]! * inB[person]!;
    sumX += mine;
    sumY += theirs;
    xx += mine * one;
    yy += theirs * other;
    xy += one * other;
  }
  const [withinX, withinY] = [xx - (sumX * sumX) / n, yy - (sumY * sumY) / n];
  // Hardly any spread, or none, among those who answered both: differences of sums have too few digits left to tell.
  if (!(withinX > 1e-4 * xx && withinY > 1e-4 * yy)) return comoments(x.values, y.values);
  return { n, xx: withinX, yy: withinY, xy: xy - (sumX * sumY) / n };
}

/** A correlation of two items and how many people it stands on. */
export interface InterItem {
  people: number;
  r: Figure;
}

/** The correlations of all items with each other, as a table to show: `[i][j]`, symmetric, 1 on the diagonal. */
export function interItemCorrelations({ items, correlation, covariance, counts }: Covariances): InterItem[][] {
  const figureAt = (i: number, j: number): Figure => {
    const value = correlation[i * items + j]!;
    if (!Number.isNaN(value)) return { value, reason: null };
    if (counts[i * items + j]! < 2) return none("nobody-in-common");
    return none(Number.isNaN(covariance[i * items + j]!) ? "not-finite" : "no-variance");
  };
  const places = Array.from({ length: items }, (_, item) => item);
  return places.map((i) => places.map((j) => ({ people: counts[i * items + j]!, r: figureAt(i, j) })));
}
