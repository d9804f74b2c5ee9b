import { describe, expect, test } from "vitest";
import type { CompiledGraded } from "#app/features/instruments/compiled.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import type { CompiledItem } from "#app/features/instruments/items/registry.ts";
import { drawItems } from "#app/features/instruments/order-items.ts";
import { type Answers, score } from "#app/features/instruments/score.ts";
import { randomFor, shuffled } from "#app/features/instruments/seeded.ts";
import { shippedInstruments } from "#tests/support/golden-answers.ts";
import { rightAnswer } from "#tests/support/right-answer.ts";

const ATTEMPTS = 20_000;
const MOST_LUCK = 0.02;

const checks = [...shippedInstruments().values()].filter(
  (instrument): instrument is CompiledGraded => instrument.kind === "graded",
);

/** Somebody who has read no lesson, and uses all that the form gives away: each answer of a match once, each place of an order once. */
function guess(item: CompiledItem, random: () => number): Answer {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  switch (item.kind) {
    case "single-choice":
      return one(item.choices).key;
    case "true-false":
      return random() < 0.5;
    case "multiple-choice": {
      const ticks = 1 + Math.floor(random() * item.choices.length);
      return shuffled(item.choices, random)
        .slice(0, ticks)
        .map(({ key }) => key);
    }
    case "matching": {
      const answers = shuffled(item.answers, random);
      return item.pairs.map(({ key }, index) => `${key}=${(answers[index] ?? one(item.answers)).key}`);
    }
    case "ordering":
      return shuffled(item.order, random).map((key, index) => `${key}=${index + 1}`);
    case "cloze":
      return item.gaps.flatMap((gap) => (gap.kind === "choice" ? [`${gap.key}=${one(gap.choices).key}`] : []));
    default:
      throw new Error(`No guess is written for the kind ${item.kind} of ${item.key}.`);
  }
}

const answersBy = (check: CompiledGraded, seed: number, answer: (item: CompiledItem) => Answer): Answers =>
  Object.fromEntries(drawItems(check, seed).map((item) => [item.key, answer(item)]));

function passed(check: CompiledGraded, seed: number, answer: (item: CompiledItem) => Answer): boolean {
  const result = score(check, answersBy(check, seed, answer), { seed });
  return result.kind === "graded" && result.passed;
}

describe.each(checks.map((check) => [check.key, check] as const))("%s", (_, check) => {
  test("is passed by a guesser in fewer than 2 of 100 attempts", () => {
    let luck = 0;
    for (let seed = 1; seed <= ATTEMPTS; seed++) {
      const random = randomFor(seed, "guess");
      if (passed(check, seed, (item) => guess(item, random))) luck++;
    }
    expect(luck / ATTEMPTS).toBeLessThan(MOST_LUCK);
  });

  test("is passed with everything right by its key, whatever is drawn", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const result = score(check, answersBy(check, seed, rightAnswer), { seed });
      expect(result).toMatchObject({ percent: 100, passed: true });
    }
  });

  test("asks 8 to 12 questions, and fewer than it has", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const asked = drawItems(check, seed).length;
      expect(asked).toBeGreaterThanOrEqual(8);
      expect(asked).toBeLessThanOrEqual(12);
      expect(asked).toBeLessThan(check.items.length);
    }
  });

  test("every question of a bank is drawn in some attempt", () => {
    const drawn = new Set<string>();
    for (let seed = 1; seed <= 500; seed++) for (const { key } of drawItems(check, seed)) drawn.add(key);
    expect(check.items.map(({ key }) => key).filter((key) => !drawn.has(key))).toEqual([]);
  });
});
