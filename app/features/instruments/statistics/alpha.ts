import { type Figure, figure, none } from "./figure.ts";
import { quantileOfSorted } from "./sorted-values.ts";

/** What Cronbach's alpha and its relatives say of a set of items, in the terms of R psych's `alpha`. */
export interface AlphaFigures {
  /** Cronbach's alpha from the covariances (Cronbach 1951): k/(k-1) (1 - sum of variances / variance of the sum). */
  raw: Figure;
  /** The same from the correlations: k/(k-1) (1 - k / sum of all correlations). */
  standardized: Figure;
  /** Guttman's lambda 6: 1 - sum of (1 - squared multiple correlation) / sum of all correlations. */
  lambda6: Figure;
  /** The mean and the median of the correlations between different items. */
  averageCorrelation: Figure;
  medianCorrelation: Figure;
  /** Their variance, with n - 1. */
  correlationVariance: Figure;
  /** k r / (1 - r), r being the average correlation (Cronbach & Gleser 1964). */
  signalToNoise: Figure;
  /** Of raw alpha (Duhachek & Iacobucci 2004). */
  standardError: Figure;
}

/** Sums over the covariance matrix C and the correlation matrix R of k items, and the correlations between different items. */
export interface AlphaSums {
  items: number;
  people: number;
  /** The trace of C, the sum of C, the trace of C C, the sum of C C. */
  variances: number;
  total: number;
  traceOfSquare: number;
  totalOfSquare: number;
  /** The sum of R, and of the squared multiple correlations. */
  correlations: number;
  smc: number;
  /** In ascending order. */
  between: Float64Array;
}

/** The share of the total below which what is left of it is rounding. */
const ROUNDING = 1e-13;

export function alphaFigures(sums: AlphaSums): AlphaFigures {
  const { items: k, people, variances, total, correlations, between } = sums;
  if (k < 2) return noAlpha("too-few-items");
  const totalVaries = total > ROUNDING * variances * k;
  const sumVaries = correlations > ROUNDING * k * k;
  const averageR = (correlations - k) / (k * (k - 1));
  return {
    raw: totalVaries ? figure((1 - variances / total) * (k / (k - 1))) : none("no-variance"),
    standardized: sumVaries ? figure((1 - k / correlations) * (k / (k - 1))) : none("no-variance"),
    lambda6: sumVaries ? figure(1 - (k - sums.smc) / correlations) : none("no-variance"),
    averageCorrelation: figure(averageR),
    medianCorrelation: figure(quantileOfSorted(between, 0.5)),
    correlationVariance: between.length < 2 ? none("too-few-items") : figure(varianceOf(between)),
    signalToNoise: averageR < 1 - ROUNDING ? figure((k * averageR) / (1 - averageR)) : none("no-error"),
    standardError: totalVaries ? figure(standardError(sums, people)) : none("no-variance"),
  };
}

export function noAlpha(reason: Parameters<typeof none>[0]): AlphaFigures {
  const [raw, standardized, lambda6, averageCorrelation] = [none(reason), none(reason), none(reason), none(reason)];
  const [medianCorrelation, correlationVariance, signalToNoise] = [none(reason), none(reason), none(reason)];
  const correlationFigures = { averageCorrelation, medianCorrelation, correlationVariance, signalToNoise };
  return { raw, standardized, lambda6, ...correlationFigures, standardError: none(reason) };
}

/**
 * sqrt(Q / n), Q = 2k^2 / ((k-1)^2 (j'Cj)^3) * ((j'Cj) (tr C^2 + (tr C)^2) - 2 tr C (j'C^2j)): Duhachek & Iacobucci
 * (2004), after van Zyl, Neudecker & Nel (2000).
 */
function standardError({ items: k, variances, total, traceOfSquare, totalOfSquare }: AlphaSums, people: number): number {
  const inner = total * (traceOfSquare + variances ** 2) - 2 * variances * totalOfSquare;
  const q = ((2 * k * k) / ((k - 1) ** 2 * total ** 3)) * inner;
  // Items that are copies of each other leave an inner part of nought, which rounding can put below it.
  return Math.sqrt(Math.max(0, q) / people);
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1);
}
