import fc from "fast-check";
import type { CompiledGraded, CompiledInstrument, CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import type { CompiledItem } from "#app/features/instruments/items/registry.ts";
import type { Answers } from "#app/features/instruments/score.ts";
import { answerToWritten, anyWrittenItem } from "./item-arbitraries.ts";

const prompt = { html: "Prompt", block: false };
const points = fc.constantFrom(0, 0.5, 1, 2, 3);

const choices = (minimumRight: number, maximumRight: number) =>
  fc.integer({ min: 2, max: 6 }).chain((count) =>
    fc.subarray([...Array(count).keys()], { minLength: minimumRight, maxLength: Math.min(count, maximumRight) }).map((right) =>
      [...Array(count).keys()].map((index) => ({
        key: `c${index}`,
        text: `Choice ${index}`,
        correct: right.includes(index),
      })),
    ),
  );

const gradedItem = (index: number): fc.Arbitrary<CompiledItem> => {
  const key = `item-${index}`;
  return fc.oneof(
    fc.record({
      kind: fc.constant("single-choice" as const),
      key: fc.constant(key),
      prompt: fc.constant(prompt),
      points,
      choices: choices(1, 1),
    }),
    fc.record({
      kind: fc.constant("multiple-choice" as const),
      key: fc.constant(key),
      prompt: fc.constant(prompt),
      points,
      credit: fc.constantFrom("partial" as const, "all-or-nothing" as const, "shares" as const),
      choices: choices(1, 6),
    }),
    fc.record({
      kind: fc.constant("true-false" as const),
      key: fc.constant(key),
      prompt: fc.constant(prompt),
      points,
      answer: fc.boolean(),
    }),
    anyWrittenItem(key),
  );
};

/** A graded instrument of 1 to 8 items of all kinds that need no person to grade them. */
export const anyCheck: fc.Arbitrary<CompiledGraded> = fc.integer({ min: 1, max: 8 }).chain((count) =>
  fc.record({
    schema: fc.constant(1 as const),
    kind: fc.constant("graded" as const),
    key: fc.constant("check"),
    title: fc.constant("Check"),
    intro: fc.constant(""),
    shuffle: fc.boolean(),
    passMark: fc.integer({ min: 0, max: 100 }),
    items: fc.tuple(...[...Array(count).keys()].map(gradedItem)),
  }),
);

const RATING = [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value }));

/** A profile instrument of two scales with 1 to 6 items each, four profiles and any boundary. */
export const anyProfile: fc.Arbitrary<CompiledProfileInstrument> = fc
  .record({
    counts: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
    reverse: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    method: fc.constantFrom("mean" as const, "sum" as const),
    missing: fc.constantFrom(0, 0.2, 0.5, 1),
    line: fc.integer({ min: 2, max: 6 }),
    boundary: fc.constantFrom(0, 0.25, 0.5, 1),
    shuffle: fc.boolean(),
  })
  .map(({ counts, reverse, method, missing, line, boundary, shuffle }) => {
    const scales = ["x", "y"].map((key) => ({
      key,
      title: key,
      summary: "",
      low: "low",
      high: "high",
      method,
      missing,
      minimum: 1,
      maximum: 7,
      bands: [],
    }));
    const items = scales.flatMap(({ key }, index) =>
      [...Array(counts[index]).keys()].map((number): CompiledItem => {
        const isReverse = reverse[index * 6 + number]!;
        return {
          kind: "likert",
          key: `${key}-${number}`,
          prompt,
          scale: key,
          reverse: isReverse,
          minimum: 1,
          maximum: 7,
          points: RATING,
        };
      }),
    );
    const at = (key: string) => (method === "mean" ? line : line * counts[key === "x" ? 0 : 1]!);
    const profile = (key: string, x: "below" | "from", y: "below" | "from") => ({
      key,
      title: key,
      reading: "",
      when: { x: { [x]: at("x") }, y: { [y]: at("y") } },
    });
    const profiles = [
      profile("ll", "below", "below"),
      profile("hl", "from", "below"),
      profile("lh", "below", "from"),
      profile("hh", "from", "from"),
    ];
    return {
      schema: 1,
      kind: "profile",
      key: "p",
      title: "P",
      intro: "",
      shuffle,
      items,
      limits: "",
      scales,
      profiles,
      boundary,
    };
  });

/** A possible answer to an item. */
export function answerFor(item: CompiledItem): fc.Arbitrary<Answer> {
  switch (item.kind) {
    case "single-choice":
      return fc.constantFrom(...item.choices.map(({ key }) => key));
    case "multiple-choice":
      return fc.subarray(
        item.choices.map(({ key }) => key),
        { minLength: 1 },
      );
    case "true-false":
      return fc.boolean();
    case "likert":
      return fc.constantFrom(...item.points.map(({ value }) => value));
    default:
      return answerToWritten(item);
  }
}

/** Answers of somebody who guesses and leaves some out. */
export function answersFor(instrument: CompiledInstrument): fc.Arbitrary<Answers> {
  const entries = instrument.items.map((item) =>
    fc.option(answerFor(item)).map((answer): [string, Answer | null] => [item.key, answer]),
  );
  return fc.tuple(...entries).map((all) => Object.fromEntries(all.filter(([, answer]) => answer !== null)) as Answers);
}
