import type { Marks } from "./items/item-kind.ts";
import { type CompiledItem, kindOf } from "./items/registry.ts";
import type { Criterion } from "./items/rubric.tsx";

/** What a grader has given so far: perhaps not a level for every criterion, or no points yet. */
export type DraftMarks = { points?: number } | { levels: Record<string, string> };

export type ItemGradedByHand = Extract<CompiledItem, { rubric?: Criterion[] }>;

/** Whether a person grades the item. */
export function isGradedByHand(item: CompiledItem): item is ItemGradedByHand {
  return kindOf(item).grade !== undefined;
}

/** The fields of one answer as a grader's form sends them. */
export interface GivenMarks {
  points: string;
  /** Level by criterion. */
  levels: Record<string, string>;
}

export type ReadMarks = { status: "read"; marks: DraftMarks } | { status: "bad"; message: string };

/** Reads what a grader gave to an item; the keys of levels come in the rubric's order. */
export function readMarks(item: ItemGradedByHand, given: GivenMarks): ReadMarks {
  if (item.rubric) return readLevels(item.rubric, given.levels);
  const text = given.points.trim().replace(",", ".");
  if (text === "") return { status: "read", marks: {} };
  const points = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(points >= 0 && points <= item.points)) return { status: "bad", message: `Give a number from 0 to ${item.points}.` };
  return { status: "read", marks: { points } };
}

function readLevels(rubric: Criterion[], given: Record<string, string>): ReadMarks {
  const levels: Record<string, string> = {};
  for (const { key, title, levels: known } of rubric) {
    const level = Object.hasOwn(given, key) ? given[key] : undefined;
    if (level === undefined || level === "") continue;
    if (!known.some((one) => one.key === level)) {
      return { status: "bad", message: `That is no level of “${title}”. Choose again.` };
    }
    levels[key] = level;
  }
  return { status: "read", marks: { levels } };
}

/** What is still to be given before the marks can be released: titles of criteria, or "points". Empty where they are whole. */
export function missingMarks(item: ItemGradedByHand, marks: DraftMarks): string[] {
  if (!item.rubric) return "points" in marks && marks.points !== undefined ? [] : ["points"];
  const levels = "levels" in marks ? marks.levels : {};
  return item.rubric
    .filter(({ key, levels: known }) => !known.some((level) => level.key === (Object.hasOwn(levels, key) ? levels[key] : "")))
    .map(({ title }) => title);
}

/** Marks that nothing is missing of. */
export function wholeMarks(item: ItemGradedByHand, marks: DraftMarks): Marks | undefined {
  return missingMarks(item, marks).length === 0 ? (marks as Marks) : undefined;
}
