import type { CompiledGraded, CompiledInstrument } from "./compiled.ts";
import { type Answer, type ItemScore, type ItemState, type Marks, pointScore } from "./items/item-kind.ts";
import { type CompiledItem, kindOf } from "./items/registry.ts";
import { drawItems } from "./order-items.ts";
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
  /** How many answers a person has still to grade; left out where there are none. */
  waiting?: number;
  items: { key: string; points: number; max: number; state: ItemState }[];
}

/** What scoring needs to know of an attempt besides its answers. */
interface ScoreFacts {
  /** Fixes which items of banks the attempt has: needed where the instrument draws from banks. */
  seed?: number;
  /** What people who grade gave, by item. It counts instead of the item's own score. */
  marks?: Record<string, Marks>;
}

/**
 * What the answers are worth. A function of its arguments alone; the order of items and answers does not matter.
 * @throws where the instrument draws items from banks and there is no seed.
 */
export function score(compiled: CompiledInstrument, answers: Answers, facts: ScoreFacts = {}): ScoreResult {
  const drawn = compiled.draws ? { ...compiled, items: drawItems(compiled, seedOf(compiled, facts)) } : compiled;
  return drawn.kind === "graded" ? scoreGraded(drawn, answers, facts.marks ?? {}) : scoreProfile(drawn, answers);
}

function seedOf({ key }: CompiledInstrument, { seed }: ScoreFacts): number {
  if (seed === undefined) throw new Error(`The instrument ${key} draws items from banks: the attempt's seed is needed.`);
  return seed;
}

/** Points are the sum over items; percent is points / max * 100; an instrument without points is at 100 percent. */
function scoreGraded(compiled: CompiledGraded, answers: Answers, marks: Record<string, Marks>): GradedResult {
  const items: GradedResult["items"] = [];
  for (const item of compiled.items) {
    const worth = scoreItem(item, answerTo(item, answers), Object.hasOwn(marks, item.key) ? marks[item.key] : undefined);
    if (worth.counts === "points") items.push({ key: item.key, points: worth.points, max: worth.max, state: worth.state });
  }
  const points = tidy(sum(items.map((item) => item.points)));
  const max = tidy(sum(items.map((item) => item.max)));
  const percent = max === 0 ? 100 : tidy((points / max) * 100);
  const waiting = items.filter(({ state }) => state === "to-be-graded").length;
  const passed = percent >= compiled.passMark;
  return { kind: "graded", points, max, percent, passed, ...(waiting > 0 && { waiting }), items };
}

function scoreItem(item: CompiledItem, answer: Answer | null, marks: Marks | undefined): ItemScore {
  const { score, grade } = kindOf(item);
  const own = score(item, answer);
  if (!marks) return own;
  if (grade) return grade(item, marks);
  // Points by hand may also set right what was scored by itself.
  return own.counts === "points" && "points" in marks ? pointScore(own.max === 0 ? 1 : marks.points / own.max, own.max) : own;
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
