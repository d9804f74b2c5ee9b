import type { CompiledGraded, CompiledInstrument } from "./compiled.ts";
import type { Answer, ItemState } from "./items/item-kind.ts";
import { type CompiledItem, kindOf } from "./items/registry.ts";
import { type ProfileResult, scoreProfile } from "./score-profile.ts";

/**
 * Raised with every change that can give an old attempt another result. A stored score names the version that made it;
 * scoring again adds a row and keeps the old one.
 */
export const SCORER_VERSION = 1;

/** Answers by item key; items without an answer are left out. */
export type Answers = Record<string, Answer>;

export type ScoreResult = GradedResult | ProfileResult;

export interface GradedResult {
  kind: "graded";
  points: number;
  max: number;
  /** 0 to 100, not rounded: the pass mark is held against this number. */
  percent: number;
  passed: boolean;
  items: { key: string; points: number; max: number; state: ItemState }[];
}

/** What the answers are worth. A function of its arguments alone; the order of items and answers does not matter. */
export function score(compiled: CompiledInstrument, answers: Answers): ScoreResult {
  return compiled.kind === "graded" ? scoreGraded(compiled, answers) : scoreProfile(compiled, answers);
}

/** Points are the sum over items; percent is points / max * 100; an instrument without points is at 100 percent. */
function scoreGraded(compiled: CompiledGraded, answers: Answers): GradedResult {
  const items: GradedResult["items"] = [];
  for (const item of compiled.items) {
    const worth = kindOf(item).score(item, answerTo(item, answers));
    if (worth.counts === "points") items.push({ key: item.key, points: worth.points, max: worth.max, state: worth.state });
  }
  const points = tidy(sum(items.map((item) => item.points)));
  const max = tidy(sum(items.map((item) => item.max)));
  const percent = max === 0 ? 100 : tidy((points / max) * 100);
  return { kind: "graded", points, max, percent, passed: percent >= compiled.passMark, items };
}

/** The answer to an item; null where there is none. */
export function answerTo(item: CompiledItem, answers: Answers): Answer | null {
  return Object.hasOwn(answers, item.key) ? answers[item.key]! : null;
}

/** Adds in ascending order, so that the order of items cannot change the last digit. */
function sum(values: number[]): number {
  return [...values].sort((a, b) => a - b).reduce((total, value) => total + value, 0);
}

/** Takes off what binary fractions add in the tenth digit: three thirds are a whole. */
function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
