import type { CompiledScale } from "./compiled.ts";
import { scoreInterval, standardErrorOfMeasurement } from "./statistics/measurement-error.ts";
import { type NormSample, normalPercentileRank, percentileRank } from "./statistics/percentile.ts";

/** With fewer people the site's own sample is no norm, and no figure is made from it. */
export const FEWEST_FOR_NORMS = 100;

/** How people who took an instrument on this site scored on one of its scales. Nobody in it can be told apart. */
export interface ScaleSample {
  scores: NormSample;
  /** Of the scores, with n - 1; null where all are the same. */
  sd: number | null;
  /** Cronbach's alpha of those who answered every item; null where they are too few, or it is no reliability. */
  alpha: number | null;
}

/** Where a figure comes from: what the instrument states, or people who took it here. */
export type FigureSource = { from: "stated"; words: string } | { from: "site"; people: number };

/** What the standard error of a score is made of. Both numbers are of one group. */
export interface Precision {
  sd: number;
  reliability: number;
  source: FigureSource;
}

export interface ScoreFigures {
  /** The interval is at 95 percent, and within the possible range. */
  error: { standardError: number; lower: number; upper: number; source: FigureSource } | null;
  /** 0 to 100: how many in a hundred score lower, those with the same score counted half. */
  percentile: { value: number; source: FigureSource } | null;
}

type Stated = Pick<CompiledScale, "norms" | "reliability">;

/**
 * How steady the scores of a scale are: what the instrument states, and else what its visitors here show. Null where
 * neither is known. A stated reliability is never put together with the spread of another group.
 */
export function precisionOf({ norms, reliability }: Stated, sample?: ScaleSample): Precision | null {
  const sd = reliability?.sd ?? norms?.sd;
  if (reliability && sd !== undefined) {
    const words = `${reliability.method} of ${reliability.coefficient}; ${reliability.source}`;
    return { sd, reliability: reliability.coefficient, source: { from: "stated", words } };
  }
  if (!sample || sample.scores.n < FEWEST_FOR_NORMS || sample.alpha === null || sample.sd === null) return null;
  return { sd: sample.sd, reliability: sample.alpha, source: { from: "site", people: sample.scores.n } };
}

/**
 * What may be said of a score beyond the score. The standard error is sd * sqrt(1 - reliability) and the interval the
 * score plus and minus 1.96 of it (Lord & Novick 1968), around the score as it is and not drawn towards the mean. The
 * percentile is read from the stated table, else from a normal distribution with the stated mean and sd, else it is the
 * mid-rank in the site's sample (Crocker & Algina 1986). A function of its arguments alone.
 */
export function scoreFigures(
  scale: Stated,
  { score, minimum, maximum }: { score: number | null; minimum: number; maximum: number },
  sample?: ScaleSample,
): ScoreFigures {
  if (score === null) return { error: null, percentile: null };
  return {
    error: errorOf(precisionOf(scale, sample), score, { minimum, maximum }),
    percentile: percentileOf(scale, score, sample),
  };
}

function errorOf(precision: Precision | null, score: number, range: { minimum: number; maximum: number }): ScoreFigures["error"] {
  if (!precision) return null;
  const standardError = standardErrorOfMeasurement(precision.sd, precision.reliability);
  const { lower, upper } = scoreInterval(score, standardError, range);
  if (standardError.value === null || lower.value === null || upper.value === null) return null;
  return { standardError: standardError.value, lower: lower.value, upper: upper.value, source: precision.source };
}

function percentileOf({ norms }: Stated, score: number, sample?: ScaleSample): ScoreFigures["percentile"] {
  if (norms) {
    const value = norms.percentiles ? interpolate(norms.percentiles, score) : normalRank(norms, score);
    if (value !== null) return { value, source: { from: "stated", words: `${norms.sample}; ${norms.source}` } };
  }
  if (!sample) return null;
  const { value } = percentileRank(score, sample.scores, FEWEST_FOR_NORMS);
  return value === null ? null : { value, source: { from: "site", people: sample.scores.n } };
}

function normalRank({ mean, sd }: { mean?: number; sd?: number }, score: number): number | null {
  return mean === undefined || sd === undefined ? null : normalPercentileRank(score, { mean, sd }).value;
}

/** On the line between the entries around the score; beyond the ends of the table its first or last percentile. */
function interpolate(table: { score: number; percentile: number }[], score: number): number {
  const after = table.findIndex((entry) => entry.score >= score);
  if (after === -1) return table.at(-1)!.percentile;
  const [upper, lower] = [table[after]!, table[after - 1]];
  if (!lower) return upper.percentile;
  const share = (score - lower.score) / (upper.score - lower.score);
  return lower.percentile + share * (upper.percentile - lower.percentile);
}
