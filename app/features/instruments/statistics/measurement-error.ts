import { type Figure, figure, type Interval, intervalOf, noInterval, none } from "./figure.ts";
import { standardErrorsAt } from "./normal.ts";

/**
 * The standard error of measurement: sd * sqrt(1 - reliability) (Lord & Novick 1968; Jacobson & Truax 1991). `sd` is the
 * standard deviation of the score in the group that the reliability comes from, in the unit of the score. No figure
 * where the reliability is outside 0 to 1, as an alpha below nought is.
 */
export function standardErrorOfMeasurement(sd: number, reliability: number): Figure {
  if (!(reliability >= 0 && reliability <= 1)) return none("not-a-reliability");
  if (!(sd > 0)) return none("no-variance");
  return figure(sd * Math.sqrt(1 - reliability));
}

/**
 * The interval that holds a person's true score at a level of confidence: the score plus and minus 1.96 standard errors
 * at 95 percent, held within the possible range of the score where one is given.
 */
export function scoreInterval(
  score: number,
  standardError: Figure,
  options: { level?: number; minimum?: number; maximum?: number } = {},
): Interval {
  const reach = standardErrorsAt(options.level ?? 0.95);
  if (standardError.value === null) return noInterval(standardError.reason);
  const away = reach * standardError.value;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = options;
  return intervalOf(Math.max(minimum, score - away), Math.min(maximum, score + away));
}
