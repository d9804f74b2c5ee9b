import { comoments, correlationFrom, pearson } from "./correlation.ts";
import { type Figure, figure, none } from "./figure.ts";
import { afterMissing, itemScores, type MissingRule, personScores, restScores, type ScoreTable } from "./score-table.ts";

/**
 * The correlation of every item with the score on all items, itself included: R psych's `raw.r`. The score is a person's
 * mean over the answered items that vary, as there. Of an item scored in two values it is the point-biserial correlation.
 */
export function itemTotalCorrelations(table: ScoreTable, missing: MissingRule = "pairwise"): Figure[] {
  const rows = afterMissing(table, missing);
  const places = Array.from({ length: rows.items }, (_, item) => item);
  const varying = places.filter((item) => varies(itemScores(rows, item)));
  const totals = personScores(rows, "mean", varying);
  return places.map((item) => {
    const scores = itemScores(rows, item);
    if (rows.items < 2) return none("too-few-items");
    if (!varying.includes(item)) return correlationFrom(comoments(scores, scores));
    return pearson(scores, totals);
  });
}

function varies(scores: Float64Array): boolean {
  const first = scores.find((score) => !Number.isNaN(score));
  return scores.some((score) => !Number.isNaN(score) && score !== first);
}

/**
 * The correlation of one item with the score on the others, from the people themselves: under listwise, and wherever
 * nothing is missing, the same as psych's `r.drop`. Under pairwise a person's score on the others is their mean over
 * those they answered, where psych adds up pairwise covariances, and the two can differ a little.
 */
export function itemRestCorrelation(table: ScoreTable, item: number, missing: MissingRule = "pairwise"): Figure {
  const rows = afterMissing(table, missing);
  if (rows.items < 2) return none("too-few-items");
  return pearson(itemScores(rows, item), restScores(rows, "mean")(item));
}

/**
 * The point-biserial correlation of an item scored in two values with a score: (mean of the people with the higher value
 * - mean of those with the lower) / standard deviation of all (over n) * sqrt(p q). It is Pearson's r of such an item;
 * held against the rest score it is the corrected one. Missing values are left out in pairs.
 */
export function pointBiserial(scores: Float64Array, against: Float64Array): Figure {
  const values = new Set(scores.filter((score, person) => !Number.isNaN(score) && !Number.isNaN(against[person]!)));
  return values.size > 2 ? none("not-two-valued") : pearson(scores, against);
}

/**
 * How easy an item is: the share of the points that people got of those to be had, (mean - minimum) / (maximum - minimum);
 * of an item that is right or wrong, the share who had it right (Crocker & Algina 1986). Over those who have a score: where
 * an unanswered item is to count as wrong, its score is given as `minimum`, not as missing.
 */
export function facility(scores: Float64Array, range: { minimum: number; maximum: number }): Figure {
  if (!(range.maximum > range.minimum)) return none("no-variance");
  let [n, total] = [0, 0];
  for (let person = 0; person < scores.length; person += 1) {
    const score = scores[person]!;
    if (Number.isNaN(score)) continue;
    n += 1;
    total += score - range.minimum;
  }
  return n === 0 ? none("nobody") : figure(total / n / (range.maximum - range.minimum));
}
