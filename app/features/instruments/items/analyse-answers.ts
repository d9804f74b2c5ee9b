import { countsOf, type DifferentAnswers } from "./different-answers.ts";
import type { Answer, AnswerRow } from "./item-kind.ts";
import { type CompiledItem, kindOf } from "./registry.ts";

export interface CountedRow extends AnswerRow {
  count: number;
  /** The mean share of the item's points of those who answered so; null on scales, and where nobody did. */
  meanShare: number | null;
}

export interface AnswerAnalysis {
  answered: number;
  unanswered: number;
  /** What the item lists, in its order; then what people wrote besides, the most frequent first. */
  rows: CountedRow[];
}

/** What people answered to one item. */
export function analyseAnswers(item: CompiledItem, given: DifferentAnswers<Answer>): AnswerAnalysis {
  const kind = kindOf(item);
  const nameOf = ({ part = "", value }: AnswerRow) => JSON.stringify([part, value]);
  /** `shares`: how many people had which share. */
  const counted = new Map<string, { row: AnswerRow; count: number; shares: Map<number, number> }>();
  const listed = kind.rows(item);
  for (const row of listed) counted.set(nameOf(row), { row, count: 0, shares: new Map() });
  let answered = 0;
  const counts = countsOf(given);
  for (const [place, answer] of given.answers.entries()) {
    const people = counts[place]!;
    answered += people;
    const worth = kind.score(item, answer);
    for (const row of kind.rowsOf(item, answer)) {
      const entry = counted.get(nameOf(row)) ?? { row, count: 0, shares: new Map<number, number>() };
      counted.set(nameOf(row), entry);
      entry.count += people;
      if (worth.counts !== "points" || worth.max === 0) continue;
      const share = worth.points / worth.max;
      entry.shares.set(share, (entry.shares.get(share) ?? 0) + people);
    }
  }
  const rows = [...counted.values()].map(({ row, count, shares }) => ({ ...row, count, meanShare: meanOf(shares) }));
  const others = rows.slice(listed.length).sort((a, b) => b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1));
  return { answered, unanswered: given.placeOf.length - answered, rows: [...rows.slice(0, listed.length), ...others] };
}

/** Added in ascending order, so that the order of people changes nothing; null where there is none. */
function meanOf(shares: Map<number, number>): number | null {
  if (shares.size === 0) return null;
  const sorted = [...shares].sort(([a], [b]) => a - b);
  const people = sorted.reduce((sum, [, count]) => sum + count, 0);
  return sorted.reduce((sum, [share, count]) => sum + share * count, 0) / people;
}
