import type { CompiledProfile, CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { type FigureSource, precisionOf, type ScaleSample } from "#app/features/instruments/score-figures.ts";
import type { ProfileResult } from "#app/features/instruments/score-profile.ts";
import { scoreRange } from "#app/features/instruments/score-range.ts";
import { reliableChange } from "#app/features/instruments/statistics/reliable-change.ts";
import { formatScore } from "./result-model.ts";

/** Two results of one person beside each other, as a page shows them. */
export interface ComparisonModel {
  scales: ScaleChange[];
  /** Titles; null where no profile fitted. `near` where a score was near a dividing line. */
  profiles: { before: ProfileSide; after: ProfileSide } | null;
  /** HTML. */
  limits: string;
}

interface ProfileSide {
  title: string | null;
  near: boolean;
}

export interface ScaleChange {
  key: string;
  title: string;
  summary: string;
  low: string;
  high: string;
  minimum: number;
  maximum: number;
  before: number | null;
  after: number | null;
  /** After less before; null where a score is missing. */
  difference: number | null;
  /** Null where a score is missing, or nobody has measured how steady the scale is. */
  change: {
    /** The reliable change index of Jacobson & Truax; null where the error is nought. */
    index: number | null;
    standardErrorOfDifference: number;
    /** The smallest difference that counts at 95 percent. */
    smallestReliable: number;
    verdict: "higher" | "lower" | "within-error" | null;
    source: FigureSource;
  } | null;
}

/**
 * The earlier result beside the later one. Both must be of forms that ask the same; titles, readings and stated figures
 * are those of the later one. A function of its arguments alone.
 */
export function compareResults(
  instrument: CompiledProfileInstrument,
  before: { result: ProfileResult; profiles: CompiledProfile[] },
  after: ProfileResult,
  samples: ReadonlyMap<string, ScaleSample> = new Map(),
): ComparisonModel {
  const scales = instrument.scales.map((scale): ScaleChange => {
    const scoreIn = (result: ProfileResult) => result.scales.find(({ key }) => key === scale.key)?.score ?? null;
    const [first, second] = [scoreIn(before.result), scoreIn(after)];
    const { key, title, summary, low, high } = scale;
    const shared = { key, title, summary, low, high, ...scoreRange(scale, instrument.items), before: first, after: second };
    if (first === null || second === null) return { ...shared, difference: null, change: null };
    const difference = Math.round((second - first) * 1e9) / 1e9;
    const precision = precisionOf(scale, samples.get(scale.key));
    if (!precision) return { ...shared, difference, change: null };
    const { sd, reliability, source } = precision;
    const figures = reliableChange({ before: first, after: second, sd, reliability });
    const { index, standardErrorOfDifference, smallestReliable, verdict } = figures;
    if (standardErrorOfDifference.value === null || smallestReliable.value === null) {
      return { ...shared, difference, change: null };
    }
    return {
      ...shared,
      difference,
      change: {
        index: index.value,
        standardErrorOfDifference: standardErrorOfDifference.value,
        smallestReliable: smallestReliable.value,
        verdict,
        source,
      },
    };
  });
  const hasProfiles = instrument.profiles.length > 0;
  return {
    scales,
    profiles: hasProfiles ? { before: sideOf(before.profiles, before.result), after: sideOf(instrument.profiles, after) } : null,
    limits: instrument.limits,
  };
}

function sideOf(profiles: CompiledProfile[], { profile, nearBoundary }: ProfileResult): ProfileSide {
  const title = profiles.find(({ key }) => key === profile?.key)?.title ?? null;
  return { title, near: nearBoundary.profiles.length > 0 };
}

/** What became of a scale, in a sentence. It says nothing of better and worse: that is for the reader. */
export function changeWords({ difference, change }: ScaleChange): string {
  if (difference === null) return "There is no score at one of the two times, so there is nothing to compare.";
  if (difference === 0) return "The same score both times.";
  const way = difference > 0 ? "rise" : "fall";
  if (!change?.verdict) {
    return `A ${way} of ${formatScore(Math.abs(difference))}. How steady this score is has not been measured, so nobody can say whether a ${way} of this size could be chance.`;
  }
  if (change.verdict === "within-error") {
    return `A ${way} of ${formatScore(Math.abs(difference))}. It could be chance: only a change of more than ${formatScore(change.smallestReliable)} would be larger than chance explains.`;
  }
  return `A ${way} of ${formatScore(Math.abs(difference))}, larger than chance alone would explain.`;
}

/** "+0.75", "−0.75", "0". */
export function formatDifference(difference: number): string {
  const text = formatScore(Math.abs(difference));
  if (text === "0") return "0";
  return difference > 0 ? `+${text}` : `−${text}`;
}
