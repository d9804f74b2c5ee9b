import type { DifferentAnswers } from "../items/different-answers.ts";
import { comoments, correlationFrom } from "./correlation.ts";
import { type ExtremeGroups, extremeGroups } from "./extreme-groups.ts";
import { type Figure, figure, none } from "./figure.ts";

export interface ChoiceStatistics {
  key: string;
  /** How many chose it. */
  count: number;
  /** Of those who answered the item. */
  share: Figure;
  /** The mean score on the other items of those who chose it. */
  meanRest: Figure;
  /** Correlation of choosing it with the score on the other items: good distractors are below nought, the key above. */
  discrimination: Figure;
  /** The share of the upper and of the lower group who chose it, of those in the group who answered. */
  upper: Figure;
  lower: Figure;
}

export interface ChoiceAnalysis {
  answered: number;
  /** People without an answer, and their mean score on the other items. */
  omitted: { count: number; meanRest: Figure };
  choices: ChoiceStatistics[];
}

/**
 * Who chose what. `chosen` has, for every person, the keys that they chose (one for a single choice, any number for a
 * multiple choice, an empty list for a multiple choice answered with nothing ticked) or no answer. `rest` is the same
 * people's score on the other items (`restScores`), NaN where there is none: such people count among who chose what, and
 * in no figure about scores. Keys that are not in `keys` are left alone: an edited item can have lost a choice.
 */
export function choiceAnalysis(
  keys: readonly string[],
  chosen: DifferentAnswers<readonly string[]>,
  rest: Float64Array,
  share = 0.27,
): ChoiceAnalysis {
  const { placeOf } = chosen;
  if (placeOf.length !== rest.length) throw new RangeError(`${placeOf.length} answers, but ${rest.length} scores on the rest`);
  const scored = new Float64Array(rest.length);
  const omitted = { count: 0, scored: 0, rest: 0 };
  for (let person = 0; person < rest.length; person += 1) {
    const score = rest[person]!;
    scored[person] = placeOf[person]! < 0 ? Number.NaN : score;
    if (placeOf[person]! >= 0) continue;
    omitted.count += 1;
    if (Number.isNaN(score)) continue;
    omitted.scored += 1;
    omitted.rest += score;
  }
  const answered = rest.length - omitted.count;
  const grouped = extremeGroups(scored, share);
  const tallies = tallyKeys(keys, chosen.answers, tallyAnswers(chosen, scored, grouped.groups));
  const { n, xx, meanX } = comoments(scored, scored);
  return {
    answered,
    omitted: { count: omitted.count, meanRest: meanOf(omitted.rest, omitted.scored) },
    choices: keys.map((key) => {
      const { count, withRest, rest: total, upper, lower } = tallies.get(key)!;
      const ofGroup = (weight: number) => (grouped.groups ? figure(weight / grouped.groups.size) : none(grouped.reason));
      return {
        key,
        count,
        share: meanOf(count, answered),
        meanRest: meanOf(total, withRest),
        // Choosing is 1 or 0, so its sums of squares and products follow from counts and from the sum of those who did.
        discrimination: correlationFrom({ n, xx, yy: withRest * (1 - withRest / n), xy: total - withRest * meanX }),
        upper: ofGroup(upper),
        lower: ofGroup(lower),
      };
    }),
  };
}

interface Tally {
  count: number;
  /** How many of them have a score on the rest, and the sum of it. */
  withRest: number;
  rest: number;
  /** How much of each group gave it. */
  upper: number;
  lower: number;
}

const emptyTally = (): Tally => ({ count: 0, withRest: 0, rest: 0, upper: 0, lower: 0 });

/** Counts every different answer in one walk through the people. */
function tallyAnswers(
  { answers, placeOf }: DifferentAnswers<unknown>,
  scored: Float64Array,
  groups: ExtremeGroups | null,
): Tally[] {
  const tallies = answers.map(emptyTally);
  for (let person = 0; person < placeOf.length; person += 1) {
    const own = tallies[placeOf[person]!];
    if (!own) continue;
    own.count += 1;
    if (groups) own.upper += groups.upper[person]!;
    if (groups) own.lower += groups.lower[person]!;
    const score = scored[person]!;
    if (Number.isNaN(score)) continue;
    own.withRest += 1;
    own.rest += score;
  }
  return tallies;
}

/** Adds up, for every key, the answers that hold it. */
function tallyKeys(
  keys: readonly string[],
  answers: readonly (readonly string[])[],
  ofAnswers: readonly Tally[],
): Map<string, Tally> {
  const tallies = new Map(keys.map((key) => [key, emptyTally()]));
  for (const [place, answer] of answers.entries()) {
    const given = ofAnswers[place]!;
    for (const key of new Set(answer)) {
      const own = tallies.get(key);
      if (own) for (const part of ["count", "withRest", "rest", "upper", "lower"] as const) own[part] += given[part];
    }
  }
  return tallies;
}

function meanOf(total: number, count: number): Figure {
  return count === 0 ? none("nobody") : figure(total / count);
}
