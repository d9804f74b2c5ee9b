import { covariances, type InterItem, interItemCorrelations } from "./covariances.ts";
import { type Description, describe } from "./describe.ts";
import { discriminationIndex, extremeGroups } from "./extreme-groups.ts";
import { type Figure, none } from "./figure.ts";
import { facility, itemTotalCorrelations } from "./item-totals.ts";
import { standardErrorOfMeasurement } from "./measurement-error.ts";
import { type Omega, omegaTotal } from "./omega.ts";
import { type ItemReliability, type Reliability, reliability } from "./reliability.ts";
import { type ScoreDistribution, scoreDistribution } from "./score-distribution.ts";
import { afterMissing, itemScores, type MissingRule, personScores, type ScoreTable } from "./score-table.ts";

export interface ItemStatistics extends ItemReliability {
  description: Description;
  facility: Figure;
  /** Correlation with the score on all items, itself included (psych's `raw.r`); `rest` is the one without itself. */
  total: Figure;
  /** `total` of an item that takes two values in these people's scores. */
  pointBiserial: Figure;
  /** Upper less lower group, the groups made by the score on all items. */
  discriminationIndex: Figure;
}

export interface ScoreStatistics {
  /** People that count after the rule for missing scores. */
  people: number;
  missing: MissingRule;
  score: Description;
  distribution: ScoreDistribution;
  items: ItemStatistics[];
  reliability: Omit<Reliability, "items">;
  omega: Omega;
  /** Of the score, in its unit, from its standard deviation and raw alpha. */
  standardErrorOfMeasurement: Figure;
  correlations: InterItem[][];
}

export interface AnalyseOptions {
  /** The possible scores of each item, in the order of the table. */
  ranges: readonly { minimum: number; maximum: number }[];
  /** A person's score is the sum or the mean of the items; where answers are missing see `personScores`. */
  score?: "sum" | "mean";
  missing?: MissingRule;
  /** Of the intervals of alpha. */
  level?: number;
  bins?: number;
}

/**
 * Everything an instructor sees about the scores on one set of items, which must all be keyed in one direction. The
 * figures of items and of alpha are those of R psych's `describe`, `alpha` and `omega(nfactors = 1)`.
 */
export function analyseScores(table: ScoreTable, options: AnalyseOptions): ScoreStatistics {
  const { ranges, score = "sum", missing = "pairwise", level = 0.95 } = options;
  if (ranges.length !== table.items) throw new RangeError(`${ranges.length} ranges for ${table.items} items`);
  const rows = afterMissing(table, missing);
  const pairs = covariances(rows);
  const { items: ofItems, ...whole } = reliability(pairs, level);
  const scores = personScores(rows, score);
  const groups = extremeGroups(scores);
  const totals = itemTotalCorrelations(rows);
  const summary = describe(scores);
  return {
    people: rows.people,
    missing,
    score: summary,
    distribution: scoreDistribution(scores, { ...rangeOfScore(ranges, score), bins: options.bins }),
    items: ofItems.map((item, place) => {
      const values = itemScores(rows, place);
      const total = totals[place]!;
      return {
        ...item,
        description: describe(values),
        facility: facility(values, ranges[place]!),
        total,
        pointBiserial: hasTwoValues(values) ? total : none("not-two-valued"),
        discriminationIndex: discriminationIndex(values, ranges[place]!, groups),
      };
    }),
    reliability: whole,
    omega: omegaTotal(pairs),
    standardErrorOfMeasurement: errorOf(summary.sd, whole.total.raw),
    correlations: interItemCorrelations(pairs),
  };
}

function rangeOfScore(ranges: AnalyseOptions["ranges"], score: "sum" | "mean"): { minimum: number; maximum: number } {
  const add = (end: "minimum" | "maximum") => ranges.reduce((total, range) => total + range[end], 0);
  const over = score === "sum" ? 1 : Math.max(1, ranges.length);
  return { minimum: add("minimum") / over, maximum: add("maximum") / over };
}

/** At most two; one value only has the reason "no-variance" in the correlation itself. */
function hasTwoValues(values: Float64Array): boolean {
  const seen = new Set<number>();
  for (let person = 0; person < values.length && seen.size < 3; person += 1) {
    if (!Number.isNaN(values[person]!)) seen.add(values[person]!);
  }
  return seen.size < 3;
}

function errorOf(sd: Figure, alpha: Figure): Figure {
  if (sd.value === null) return sd;
  if (alpha.value === null) return alpha;
  return standardErrorOfMeasurement(sd.value, alpha.value);
}
