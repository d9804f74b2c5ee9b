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
 * multiple choice, an empty list for a multiple choice answered with nothing ticked) or null for no answer. `rest` is the
 * same people's score on the other items (`restScores`), NaN where there is none: such people count among who chose what,
 * and in no figure about scores. Keys that are not in `keys` are left alone: an edited item can have lost a choice.
 */
export function choiceAnalysis(
  keys: readonly string[],
  chosen: readonly (readonly string[] | null)[],
  rest: Float64Array,
  share = 0.27,
): ChoiceAnalysis {
  if (chosen.length !== rest.length) throw new RangeError(`${chosen.length} answers, but ${rest.length} scores on the rest`);
  const scored = rest.map((score, person) => (chosen[person] === null ? Number.NaN : score));
  const grouped = extremeGroups(scored, share);
  const tallies = tally(keys, chosen, scored, grouped.groups);
  const answered = chosen.reduce((count, answer) => (answer === null ? count : count + 1), 0);
  const omitted = rest.filter((score, person) => chosen[person] === null && !Number.isNaN(score));
  const { n, xx, meanX } = comoments(scored, scored);
  return {
    answered,
    omitted: { count: chosen.length - answered, meanRest: meanOf(sum(omitted), omitted.length) },
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
  /** How much of each group chose it. */
  upper: number;
  lower: number;
}

/** Counts every choice in one walk through the answers. */
function tally(
  keys: readonly string[],
  chosen: readonly (readonly string[] | null)[],
  scored: Float64Array,
  groups: ExtremeGroups | null,
): Map<string, Tally> {
  const tallies = new Map(keys.map((key) => [key, { count: 0, withRest: 0, rest: 0, upper: 0, lower: 0 }]));
  for (let person = 0; person < chosen.length; person += 1) {
    const answer = chosen[person] ?? [];
    for (let place = 0; place < answer.length; place += 1) {
      const own = tallies.get(answer[place]!);
      if (!own || answer.indexOf(answer[place]!) !== place) continue;
      own.count += 1;
      if (groups) own.upper += groups.upper[person]!;
      if (groups) own.lower += groups.lower[person]!;
      const score = scored[person]!;
      if (Number.isNaN(score)) continue;
      own.withRest += 1;
      own.rest += score;
    }
  }
  return tallies;
}

function meanOf(total: number, count: number): Figure {
  return count === 0 ? none("nobody") : figure(total / count);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
