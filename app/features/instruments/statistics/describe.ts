import { type Figure, figure, none } from "./figure.ts";
import { presentSorted, quantileOfSorted } from "./sorted-values.ts";

/**
 * Which estimator of skew and kurtosis (Joanes & Gill 1998). With m2, m3, m4 the central moments over n:
 * 1: g1 = m3 / m2^1.5 and g2 = m4 / m2^2 - 3.
 * 2: G1 = g1 sqrt(n (n-1)) / (n-2) and G2 = ((n+1) g2 + 6) (n-1) / ((n-2) (n-3)), as SAS, SPSS and Excel give.
 * 3: b1 = g1 ((n-1)/n)^1.5 and b2 = (g2 + 3) (1 - 1/n)^2 - 3, the default of R psych's `describe`.
 */
export type MomentType = 1 | 2 | 3;

export interface Description {
  n: number;
  missing: number;
  mean: Figure;
  /** The middle value, or the mean of the two middle values. */
  median: Figure;
  /** With n - 1 in the denominator. */
  sd: Figure;
  minimum: Figure;
  maximum: Figure;
  skew: Figure;
  /** Excess kurtosis: 0 for a normal distribution. */
  kurtosis: Figure;
  /** Of the mean: sd / sqrt(n). */
  standardError: Figure;
  momentType: MomentType;
}

/** Describes a set of numbers; NaN, null and undefined are missing and are left out. */
export function describe(values: ArrayLike<number | null | undefined>, momentType: MomentType = 3): Description {
  const sorted = presentSorted(values);
  const n = sorted.length;
  const counts = { n, missing: values.length - n, momentType };
  if (n === 0) {
    const [mean, median, sd, minimum, maximum, skew, kurtosis, standardError] = Array.from({ length: 8 }, () => none("nobody"));
    return { ...counts, mean, median, sd, minimum, maximum, skew, kurtosis, standardError } as Description;
  }
  const [minimum, maximum] = [sorted[0]!, sorted[n - 1]!];
  const level = minimum === maximum;
  const mean = level ? minimum : meanOf(sorted);
  const { m2, m3, m4 } = level ? { m2: 0, m3: 0, m4: 0 } : centralMoments(sorted, mean);
  const sd = n < 2 ? none("too-few-people") : figure(Math.sqrt((m2 * n) / (n - 1)));
  return {
    ...counts,
    mean: figure(mean),
    median: figure(quantileOfSorted(sorted, 0.5)),
    sd,
    minimum: figure(minimum),
    maximum: figure(maximum),
    skew: skewOf(n, m2, m3, momentType),
    kurtosis: kurtosisOf(n, m2, m4, momentType),
    standardError: sd.value === null ? sd : figure(sd.value / Math.sqrt(n)),
  };
}

function meanOf(values: Float64Array): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index]!;
  return total / values.length;
}

function centralMoments(values: Float64Array, mean: number) {
  let [m2, m3, m4] = [0, 0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const away = values[index]! - mean;
    const square = away * away;
    m2 += square;
    m3 += square * away;
    m4 += square * square;
  }
  const n = values.length;
  return { m2: m2 / n, m3: m3 / n, m4: m4 / n };
}

function skewOf(n: number, m2: number, m3: number, type: MomentType): Figure {
  if (n < (type === 2 ? 3 : 2)) return none("too-few-people");
  if (m2 === 0) return none("no-variance");
  const g1 = m3 / m2 ** 1.5;
  if (type === 1) return figure(g1);
  return figure(type === 2 ? (g1 * Math.sqrt(n * (n - 1))) / (n - 2) : g1 * ((n - 1) / n) ** 1.5);
}

function kurtosisOf(n: number, m2: number, m4: number, type: MomentType): Figure {
  if (n < (type === 2 ? 4 : 2)) return none("too-few-people");
  if (m2 === 0) return none("no-variance");
  const g2 = m4 / m2 ** 2 - 3;
  if (type === 1) return figure(g2);
  return figure(type === 2 ? (((n + 1) * g2 + 6) * (n - 1)) / ((n - 2) * (n - 3)) : (g2 + 3) * (1 - 1 / n) ** 2 - 3);
}
