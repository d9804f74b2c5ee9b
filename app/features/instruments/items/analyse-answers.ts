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

/** What people answered to one item. `answers` are as stored, with null for none. */
export function analyseAnswers(item: CompiledItem, answers: (Answer | null)[]): AnswerAnalysis {
  const kind = kindOf(item);
  const nameOf = ({ part = "", value }: AnswerRow) => JSON.stringify([part, value]);
  const counted = new Map<string, { row: AnswerRow; count: number; shares: number[] }>();
  const listed = kind.rows(item);
  for (const row of listed) counted.set(nameOf(row), { row, count: 0, shares: [] });
  for (const answer of answers) {
    if (answer === null) continue;
    const worth = kind.score(item, answer);
    for (const row of kind.rowsOf(item, answer)) {
      const entry = counted.get(nameOf(row)) ?? { row, count: 0, shares: [] };
      counted.set(nameOf(row), entry);
      entry.count += 1;
      if (worth.counts === "points" && worth.max > 0) entry.shares.push(worth.points / worth.max);
    }
  }
  const rows = [...counted.values()].map(({ row, count, shares }) => ({
    ...row,
    count,
    meanShare: shares.length === 0 ? null : sum(shares) / shares.length,
  }));
  const others = rows.slice(listed.length).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const answered = answers.filter((answer) => answer !== null).length;
  return { answered, unanswered: answers.length - answered, rows: [...rows.slice(0, listed.length), ...others] };
}

/** Added in ascending order, so that the order of people changes nothing. */
function sum(values: number[]): number {
  return values.sort((a, b) => a - b).reduce((total, value) => total + value, 0);
}
