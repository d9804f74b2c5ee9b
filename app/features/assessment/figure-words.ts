import type { FigureSource, ScoreFigures } from "#app/features/instruments/score-figures.ts";
import { formatScore } from "./result-model.ts";

/** "3.1 to 4.3". */
export function rangeWords({ lower, upper }: NonNullable<ScoreFigures["error"]>): string {
  return `${formatScore(lower)} to ${formatScore(upper)}`;
}

/** How many in a hundred scored lower. Never none and never all: the group is a sample, and its ends are not the world's. */
export function percentileWords({ value }: NonNullable<ScoreFigures["percentile"]>): string {
  const inHundred = Math.round(value);
  if (inHundred < 1) return "fewer than 1";
  return inHundred > 99 ? "more than 99" : `about ${inHundred}`;
}

/** Whom a score is compared with. */
export function comparedWith(source: FigureSource): string {
  return source.from === "site" ? `Compared with ${source.people} people who took it here` : `Compared with ${source.words}`;
}

/** Where the likely range comes from. */
export function precisionWords(source: FigureSource): string {
  return source.from === "site"
    ? `the answers of ${source.people} people who took it here (Cronbach's alpha)`
    : `a published figure (${source.words})`;
}

/** What a likely range means, for readers who never heard of a standard error. */
export const RANGE_MEANING =
  "If you answered again and nothing in you had changed, chance alone would move a score a little. The likely range says by how much: it is made so that it holds the steady part of the score for 95 in 100 people.";
