import { type AlphaFigures, type AlphaSums, alphaFigures, noAlpha } from "./alpha.ts";
import { duhachekInterval, feldtInterval } from "./alpha-interval.ts";
import { bounded } from "./correlation.ts";
import type { Covariances } from "./covariances.ts";
import { type Figure, figure, type Interval, none, type WhyNone } from "./figure.ts";
import { type MultipleCorrelations, multipleCorrelations } from "./multiple-correlation.ts";

export interface Reliability {
  people: number;
  /** Places of the items that vary, and so count; items without variance are left out, as R psych's `alpha` does. */
  counted: number[];
  total: AlphaFigures;
  level: number;
  feldt: Interval;
  duhachek: Interval;
  /** One for each item of the table, in its order. */
  items: ItemReliability[];
}

export interface ItemReliability {
  /** Correlation with the sum of the other items, from the covariances: psych's `r.drop`, the corrected item-total r. */
  rest: Figure;
  /** Correlation with the sum of all standardised items: psych's `std.r`. */
  standardized: Figure;
  /** The same with the item's own part taken off: its multiple correlation stands for its variance: psych's `r.cor`. */
  correctedForOverlap: Figure;
  /** Alpha and its relatives of the other items. Nothing where fewer than two stay. */
  ifDropped: AlphaFigures;
}

/**
 * Internal consistency from covariances, in the figures of R psych's `alpha(x)`. Keys are not changed: reverse-keyed
 * items are reversed before they get here. The number of people in the standard errors and intervals is the number of
 * rows, as in psych, also where answers are missing.
 */
export function reliability(of: Covariances, level = 0.95): Reliability {
  const counted = Array.from({ length: of.items }, (_, item) => item).filter(
    (item) => of.covariance[item * of.items + item]! > 0,
  );
  const refusal = refuse(of, counted);
  if (refusal) return without(of, counted, refusal, level);
  const part = matricesOf(of, counted);
  const total = alphaFigures(part.sums);
  const at = new Map(counted.map((item, place) => [item, place]));
  return {
    people: of.people,
    counted,
    total,
    level,
    feldt: feldtInterval(total.raw, of.people, counted.length, level),
    duhachek: duhachekInterval(total.raw, total.standardError, level),
    items: Array.from({ length: of.items }, (_, item) => {
      const place = at.get(item);
      return place === undefined ? noItem("no-variance") : itemReliability(part, place);
    }),
  };
}

function refuse({ people, items, covariance }: Covariances, counted: number[]): WhyNone | null {
  if (people === 0) return "nobody";
  if (people === 1) return "too-few-people";
  if (items < 2) return "too-few-items";
  if (counted.length < 2) return "no-variance";
  const gap = counted.some((i) => counted.some((j) => Number.isNaN(covariance[i * items + j]!)));
  if (gap) return "nobody-in-common";
  return counted.every((i) => counted.every((j) => Number.isFinite(covariance[i * items + j]!))) ? null : "not-finite";
}

function without(of: Covariances, counted: number[], reason: WhyNone, level: number): Reliability {
  const total = noAlpha(reason);
  const feldt = feldtInterval(total.raw, of.people, counted.length, level);
  const duhachek = duhachekInterval(total.raw, total.standardError, level);
  const items = Array.from({ length: of.items }, () => noItem(reason));
  return { people: of.people, counted, total, level, feldt, duhachek, items };
}

function noItem(reason: WhyNone): ItemReliability {
  const [rest, standardized, correctedForOverlap] = [none(reason), none(reason), none(reason)];
  return { rest, standardized, correctedForOverlap, ifDropped: noAlpha(reason) };
}

interface Matrices {
  size: number;
  c: Float64Array;
  /** R's `cov2cor`: the pairwise covariances over standard deviations of all who answered the item. */
  r: Float64Array;
  rowsOfC: Float64Array;
  rowsOfR: Float64Array;
  multiple: MultipleCorrelations;
  sums: AlphaSums;
}

function matricesOf(of: Covariances, counted: number[]): Matrices {
  const size = counted.length;
  const c = Float64Array.from(counted.flatMap((i) => counted.map((j) => of.covariance[i * of.items + j]!)));
  const sd = Float64Array.from({ length: size }, (_, i) => Math.sqrt(c[i * size + i]!));
  const r = c.map((value, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return i === j ? 1 : value / (sd[i]! * sd[j]!);
  });
  const [rowsOfC, rowsOfR] = [rowSums(c, size), rowSums(r, size)];
  const multiple = multipleCorrelations(r, size);
  const sums: AlphaSums = {
    items: size,
    people: of.people,
    variances: sum(c.filter((_, at) => at % (size + 1) === 0)),
    total: sum(rowsOfC),
    traceOfSquare: sum(c.map((value) => value * value)),
    totalOfSquare: sum(rowsOfC.map((value) => value * value)),
    correlations: sum(rowsOfR),
    smc: sum(multiple.smc),
    between: between(r, size, -1),
  };
  return { size, c, r, rowsOfC, rowsOfR, multiple, sums };
}

function itemReliability({ size, c, r, rowsOfC, rowsOfR, multiple, sums }: Matrices, item: number): ItemReliability {
  const own = c[item * size + item]!;
  const [others, withOthers] = [sums.total - 2 * rowsOfC[item]! + own, rowsOfC[item]! - own];
  const overlap = sums.correlations - size + sums.smc;
  const root = (value: number, top: number) => (value > 1e-13 ? figure(top / Math.sqrt(value)) : none("no-variance"));
  return {
    rest: others > 1e-13 * sums.variances ? figure(bounded(withOthers / Math.sqrt(own * others))) : none("no-variance"),
    standardized: root(sums.correlations, rowsOfR[item]!),
    correctedForOverlap: root(overlap, rowsOfR[item]! - 1 + multiple.smc[item]!),
    ifDropped: alphaFigures({
      items: size - 1,
      people: sums.people,
      variances: sums.variances - own,
      total: others,
      ...squaresWithout(c, rowsOfC, size, item, sums),
      correlations: sums.correlations - 2 * rowsOfR[item]! + 1,
      smc: multiple.sumWithout[item]!,
      between: between(r, size, item),
    }),
  };
}

/** The trace and the sum of C C where C has lost a row and column. */
function squaresWithout(c: Float64Array, rows: Float64Array, size: number, item: number, sums: AlphaSums) {
  let [traceOfSquare, totalOfSquare] = [sums.traceOfSquare, 0];
  for (let other = 0; other < size; other += 1) {
    const value = c[item * size + other]!;
    traceOfSquare -= value * value * (other === item ? 1 : 2);
    if (other !== item) totalOfSquare += (rows[other]! - value) ** 2;
  }
  return { traceOfSquare, totalOfSquare };
}

/** The correlations between different items but the one that is left out, in ascending order. */
function between(r: Float64Array, size: number, left: number): Float64Array {
  const kept = r.filter((_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return j < i && i !== left && j !== left;
  });
  return kept.sort();
}

function rowSums(matrix: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => sum(matrix.subarray(i * size, (i + 1) * size)));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
