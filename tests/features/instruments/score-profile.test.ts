import fc from "fast-check";
import { expect, test } from "vitest";
import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { score } from "#app/features/instruments/score.ts";
import type { ProfileResult } from "#app/features/instruments/score-profile.ts";
import { scoreRange } from "#app/features/instruments/score-range.ts";
import { aProfile, compiled, profileAnswers } from "#tests/support/assessment-builders.ts";
import { answersFor, anyProfile } from "#tests/support/instrument-arbitraries.ts";

const instrument = compiled(aProfile()) as CompiledProfileInstrument;
const profile = (answers: Record<string, number>, of = instrument) => score(of, answers) as ProfileResult;
const scoresOf = (result: ProfileResult) => Object.fromEntries(result.scales.map(({ key, score }) => [key, score]));
const withAnswers = anyProfile.chain((of) =>
  answersFor(of).map((answers) => ({ of, answers: answers as Record<string, number> })),
);

test.each([
  [2, 2, "secure"],
  [6, 2, "anxious"],
  [2, 6, "avoidant"],
  [6, 6, "fearful"],
  [4, 4, "fearful"],
])("anxiety %i and avoidance %i are %s", (anxiety, avoidance, key) => {
  const result = profile(profileAnswers(anxiety, avoidance));
  expect(scoresOf(result)).toEqual({ anxiety, avoidance });
  expect(result.profile).toEqual({ key });
});

test("a reverse-keyed item is mirrored in the range of its scale", () => {
  // Three items at 7 and the reverse-keyed one at 7, which counts as 1.
  const answers = { ...profileAnswers(7, 1), "anxiety-4": 7 };
  expect(scoresOf(profile(answers))).toEqual({ anxiety: 22 / 4, avoidance: 1 });
});

test("a scale has a score while no more items are left out than its rule allows", () => {
  const { "anxiety-1": _one, ...less } = profileAnswers(6, 2);
  expect(profile(less).scales[0]).toMatchObject({ answered: 3, items: 4, score: 6 });
  const { "anxiety-2": _two, ...tooFew } = less;
  const result = profile(tooFew);
  expect(result.scales[0]).toMatchObject({ answered: 2, score: null, band: null });
  expect(result.profile).toBeNull();
  expect(result.nearBoundary).toEqual({ lines: [], profiles: [] });
  expect(result.passed).toBe(true);
});

test("a sum counts what was left out as the mean of what was answered", () => {
  const sum = compiled(
    aProfile({ scales: aProfile().scales.map((scale) => ({ ...scale, method: "sum" })), profiles: [] }),
  ) as CompiledProfileInstrument;
  expect(scoresOf(profile(profileAnswers(6, 2), sum))).toEqual({ anxiety: 24, avoidance: 8 });
  const { "anxiety-1": _one, ...less } = profileAnswers(6, 2);
  expect(scoresOf(profile(less, sum)).anxiety).toBe(24);
});

test("a score near one line names the profile across it", () => {
  // avoidance (4 + 4 + 4 + 3) / 4 = 3.75
  const result = profile({ ...profileAnswers(1, 4), "avoidance-4": 5 });
  expect(result.profile).toEqual({ key: "secure" });
  expect(result.nearBoundary).toEqual({ lines: [{ scale: "avoidance", line: 4, distance: 0.25 }], profiles: ["avoidant"] });
});

test("a score near both lines names all three others", () => {
  const result = profile(profileAnswers(4, 4));
  expect(result.profile).toEqual({ key: "fearful" });
  expect(result.nearBoundary.profiles).toEqual(["secure", "anxious", "avoidant"]);
});

test("exactly at the boundary is near, a hair beyond is not", () => {
  // (4 + 4 + 4 + 2) / 4 = 3.5
  expect(profile({ ...profileAnswers(1, 4), "avoidance-4": 6 }).nearBoundary.profiles).toEqual(["avoidant"]);
  expect(profile({ ...profileAnswers(1, 4), "avoidance-4": 7 }).nearBoundary.profiles).toEqual([]);
});

test("the first profile whose conditions hold is the one", () => {
  const profiles = [{ key: "all", title: "All", when: {} }];
  const of = { ...instrument, profiles: [instrument.profiles[0]!, ...profiles.map((entry) => ({ ...entry, reading: "" }))] };
  expect(profile(profileAnswers(2, 2), of).profile).toEqual({ key: "secure" });
  expect(profile(profileAnswers(6, 2), of).profile).toEqual({ key: "all" });
});

test("a band is the first whose upper end is above the score", () => {
  const bands = {
    anxiety: [
      { key: "low", title: "Low", below: 3 },
      { key: "middle", title: "Middle", below: 5 },
      { key: "high", title: "High" },
    ],
  };
  const of = compiled(aProfile({ bands })) as CompiledProfileInstrument;
  const band = (anxiety: number) => profile(profileAnswers(anxiety, 1), of).scales[0]!.band;
  expect([1, 2, 3, 4, 5, 7].map(band)).toEqual(["low", "low", "middle", "middle", "high", "high"]);
});

test("scores stay in the range of their scale, and every full answer has a profile", () => {
  fc.assert(
    fc.property(withAnswers, ({ of, answers }) => {
      const result = profile(answers, of);
      for (const [index, scale] of of.scales.entries()) {
        const { score, answered, items } = result.scales[index]!;
        const range = scoreRange(scale, of.items);
        if (score !== null) {
          expect(score).toBeGreaterThanOrEqual(range.minimum);
          expect(score).toBeLessThanOrEqual(range.maximum);
        }
        if (answered === items) expect(score).not.toBeNull();
      }
      expect(result.profile === null).toBe(result.scales.some(({ score }) => score === null));
      expect(result.nearBoundary.profiles).not.toContain(result.profile?.key);
    }),
  );
});

test("reverse-keying is exact: mirroring an item and its answer changes nothing", () => {
  fc.assert(
    fc.property(withAnswers, fc.nat(), ({ of, answers }, pick) => {
      const index = pick % of.items.length;
      const item = of.items[index]!;
      if (item.kind !== "likert") throw new Error("not a rating");
      const items = of.items.with(index, { ...item, reverse: !item.reverse });
      const given = answers[item.key];
      const mirrored = given === undefined ? answers : { ...answers, [item.key]: item.minimum + item.maximum - given };
      expect(profile(mirrored, { ...of, items })).toEqual(profile(answers, of));
    }),
  );
});

test("answering higher on a plainly keyed item never lowers its scale", () => {
  fc.assert(
    fc.property(withAnswers, fc.nat(), ({ of, answers }, pick) => {
      const item = of.items[pick % of.items.length]!;
      const given = answers[item.key];
      if (item.kind !== "likert" || given === undefined || given === 7) return;
      const before = scoresOf(profile(answers, of))[item.scale];
      const after = scoresOf(profile({ ...answers, [item.key]: given + 1 }, of))[item.scale];
      if (before === null || before === undefined) expect(after).toBe(before);
      else if (item.reverse) expect(after).toBeLessThan(before);
      else expect(after).toBeGreaterThan(before);
    }),
  );
});

test("the order of items changes nothing", () => {
  const shuffled = withAnswers.chain(({ of, answers }) =>
    fc.record({
      of: fc.constant(of),
      answers: fc.constant(answers),
      items: fc.shuffledSubarray(of.items, { minLength: of.items.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ of, answers, items }) => {
      expect(profile(answers, { ...of, items })).toEqual(profile(answers, of));
    }),
  );
});

test("near a boundary means that a move of at most that far can reach the named profile", () => {
  fc.assert(
    fc.property(withAnswers, ({ of, answers }) => {
      const result = profile(answers, of);
      for (const { scale, line, distance } of result.nearBoundary.lines) {
        expect(distance).toBeLessThanOrEqual(of.boundary + 1e-9);
        expect(Math.abs(scoresOf(result)[scale]! - line)).toBeCloseTo(distance, 8);
      }
      expect(result.nearBoundary.profiles.length > 0).toBe(result.nearBoundary.lines.length > 0);
      // Two scales with one line each: one line leads to one other profile, two lines to all three.
      expect(result.nearBoundary.profiles.length).toBe([0, 1, 3][result.nearBoundary.lines.length]);
    }),
  );
});
