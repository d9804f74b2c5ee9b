import { type Figure, figure, none, type WhyNone } from "./figure.ts";
import { presentSorted } from "./sorted-values.ts";

/** The best and the weakest of a group: how much of each person counts in either, 0 to 1. */
export interface ExtremeGroups {
  upper: Float64Array;
  lower: Float64Array;
  /** How many people each group counts for. */
  size: number;
}

export type GroupsOutcome = { groups: ExtremeGroups; reason: null } | { groups: null; reason: WhyNone };

/**
 * The upper and lower 27 percent by a score (Kelley 1939; another share up to a half can be asked for), each rounded to
 * whole people and at least one. People with equal scores at the edge of a group count in equal parts, so that the
 * groups do not depend on the order of the people. NaN scores belong to neither group.
 */
export function extremeGroups(given: Float64Array, share = 0.27): GroupsOutcome {
  if (!(share > 0 && share <= 0.5)) throw new RangeError(`An extreme group is a share up to a half, not ${share}`);
  // Sums of thirds that are equal on paper are equal here.
  const scores = new Float64Array(given.length);
  for (let person = 0; person < given.length; person += 1) scores[person] = Math.round(given[person]! * 1e9) / 1e9;
  const sorted = presentSorted(scores);
  if (sorted.length < 2) return { groups: null, reason: sorted.length === 0 ? "nobody" : "too-few-people" };
  if (sorted[0] === sorted.at(-1)) return { groups: null, reason: "no-variance" };
  const size = Math.max(1, Math.round(sorted.length * share));
  const [lowEdge, highEdge] = [sorted[size - 1]!, sorted[sorted.length - size]!];
  const [below, notBelow] = [sorted.indexOf(lowEdge), sorted.indexOf(highEdge)];
  const [atLow, atHigh] = [sorted.lastIndexOf(lowEdge) + 1 - below, sorted.lastIndexOf(highEdge) + 1 - notBelow];
  const above = sorted.length - notBelow - atHigh;
  const [partOfLow, partOfHigh] = [(size - below) / atLow, (size - above) / atHigh];
  const [lower, upper] = [new Float64Array(scores.length), new Float64Array(scores.length)];
  for (let person = 0; person < scores.length; person += 1) {
    const score = scores[person]!;
    if (score <= lowEdge) lower[person] = score === lowEdge ? partOfLow : 1;
    if (score >= highEdge) upper[person] = score === highEdge ? partOfHigh : 1;
  }
  return { groups: { upper, lower, size }, reason: null };
}

/**
 * The classical discrimination index: what the upper group got of the points to be had, less what the lower group got
 * (Ebel & Frisbie 1991). Over those in each group who have a score on the item.
 */
export function discriminationIndex(
  scores: Float64Array,
  range: { minimum: number; maximum: number },
  outcome: GroupsOutcome,
): Figure {
  if (outcome.groups === null) return none(outcome.reason);
  if (!(range.maximum > range.minimum)) return none("no-variance");
  const [upper, lower] = [weightedMean(scores, outcome.groups.upper), weightedMean(scores, outcome.groups.lower)];
  if (upper === null || lower === null) return none("nobody");
  return figure((upper - lower) / (range.maximum - range.minimum));
}

function weightedMean(scores: Float64Array, weight: Float64Array): number | null {
  let [total, count] = [0, 0];
  for (let person = 0; person < scores.length; person += 1) {
    if (weight[person] === 0 || Number.isNaN(scores[person]!)) continue;
    total += weight[person]! * scores[person]!;
    count += weight[person]!;
  }
  return count === 0 ? null : total / count;
}
