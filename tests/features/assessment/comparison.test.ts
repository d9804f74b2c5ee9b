import fc from "fast-check";
import { expect, test } from "vitest";
import { drawChanges } from "#app/features/assessment/change-drawing.ts";
import { changeWords, compareResults, formatDifference } from "#app/features/assessment/comparison.ts";
import { changeNotes, profileChangeWords } from "#app/features/assessment/comparison-words.ts";
import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { score } from "#app/features/instruments/score.ts";
import type { ProfileResult } from "#app/features/instruments/score-profile.ts";
import { aProfile, compiled, profileAnswers } from "#tests/support/assessment-builders.ts";

const reliability = { coefficient: 0.8, method: "retest after two weeks", sd: 1, source: "a book" };

function instrumentWith(more: object = { reliability }) {
  const data = aProfile();
  return compiled({ ...data, scales: data.scales.map((scale) => ({ ...scale, ...more })) }) as CompiledProfileInstrument;
}

const instrument = instrumentWith();
const resultOf = (answers: Record<string, number>, of = instrument) => score(of, answers) as ProfileResult;
const compare = (before: Record<string, number>, after: Record<string, number>, of = instrument) =>
  compareResults(of, { result: resultOf(before, of), profiles: of.profiles }, resultOf(after, of));

test("the reliable change index is that of Jacobson and Truax", () => {
  // Their example (1991, p. 14): 47.5 before, 32.5 after, sd 7.5, reliability .80: 15 / 4.74 = 3.16.
  const { scales } = compare(profileAnswers(6, 2), profileAnswers(4, 3));
  const error = Math.sqrt(2 * (1 * Math.sqrt(0.2)) ** 2);
  expect(scales[0]).toMatchObject({
    before: 6,
    after: 4,
    difference: -2,
    change: {
      index: expect.closeTo(-2 / error, 12),
      standardErrorOfDifference: expect.closeTo(error, 12),
      smallestReliable: expect.closeTo(1.96 * error, 12),
      verdict: "lower",
    },
  });
  const sd = 7.5;
  const theirs = instrumentWith({ minimum: 1, maximum: 7, reliability: { ...reliability, sd } });
  const index = compare(profileAnswers(1, 1), profileAnswers(7, 1), theirs).scales[0]!.change!.index!;
  expect((index * 15) / 6).toBeCloseTo(3.16, 2);
});

test("a change is told in plain words: larger than chance, could be chance, none, or nobody knows", () => {
  const words = (before: [number, number], after: [number, number], of = instrument) =>
    compare(profileAnswers(...before), profileAnswers(...after), of).scales.map(changeWords);
  const [rise, fall] = words([2, 6], [5, 3]);
  expect(rise).toBe("A rise of 3, larger than chance alone would explain.");
  expect(fall).toBe("A fall of 3, larger than chance alone would explain.");
  expect(words([2, 2], [3, 2])).toEqual([
    "A rise of 1. It could be chance: only a change of more than 1.24 would be larger than chance explains.",
    "The same score both times.",
  ]);
  const unmeasured = words([2, 2], [5, 2], instrumentWith({}));
  expect(unmeasured[0]).toContain("has not been measured, so nobody can say");
  const { "anxiety-1": _one, "anxiety-2": _two, ...tooFew } = profileAnswers(3, 3);
  expect(changeWords(compare(profileAnswers(2, 2), tooFew).scales[0]!)).toContain("no score at one of the two times");
});

test("no words of a report judge or diagnose, and several scales bring the warning about chance", () => {
  const model = compare(profileAnswers(2, 6), profileAnswers(5, 3));
  const said = [...model.scales.map(changeWords), ...profileChangeWords(model), ...changeNotes(model.scales)].join(" ");
  expect(said).not.toMatch(/better|worse|improv|patient|disorder|symptom|recover|normal/i);
  expect(said).toContain("With 2 scales, one may seem changed by chance alone");
  expect(changeNotes(compare(profileAnswers(2, 6), profileAnswers(5, 3), instrumentWith({})).scales)).toEqual([]);
});

test("another name of the profile is said together with how little it may mean", () => {
  const other = profileChangeWords(compare(profileAnswers(2, 2), profileAnswers(6, 2)));
  expect(other.join(" ")).toContain("nearest to “Secure”; after, to “Anxious”.");
  expect(other.join(" ")).toContain("however small the step");
  expect(profileChangeWords(compare(profileAnswers(2, 2), profileAnswers(1, 2)))).toEqual([
    "Both times your answers came nearest to “Secure”.",
  ]);
});

test("turned round, a report says the opposite of every scale", () => {
  const scores = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }));
  fc.assert(
    fc.property(scores, scores, (one, other) => {
      const [there, back] = [
        compare(profileAnswers(...one), profileAnswers(...other)),
        compare(profileAnswers(...other), profileAnswers(...one)),
      ];
      there.scales.forEach((scale, index) => {
        const turned = back.scales[index]!;
        expect(scale.difference! + turned.difference!).toBe(0);
        expect(scale.change!.index! + turned.change!.index!).toBe(0);
        expect(scale.change!.smallestReliable).toBe(turned.change!.smallestReliable);
        const isReliable = Math.abs(scale.difference!) > scale.change!.smallestReliable;
        expect(scale.change!.verdict).toBe(isReliable ? (scale.difference! > 0 ? "higher" : "lower") : "within-error");
      });
    }),
  );
});

test("the drawing has the ring before, the dot after, and the band of chance around the ring", () => {
  const drawing = drawChanges(compare(profileAnswers(4, 4), profileAnswers(7, 4)).scales)!;
  const circles = drawing.shapes.filter((shape) => shape.kind === "circle");
  // From 10 to 510 for 1 to 7: 4 is in the middle and 7 at the end.
  expect(circles.map(({ x }) => x)).toEqual([260, 510, 260, 260]);
  const [band] = drawing.shapes.filter((shape) => shape.kind === "rect");
  const reach = (1.96 * Math.sqrt(0.4) * 500) / 6;
  expect(band).toMatchObject({ x: expect.closeTo(260 - reach, 6), width: expect.closeTo(2 * reach, 6) });
  expect(drawing.description).toContain("Anxiety 4 before and 7 after, from 1 to 7, could be chance up to 1.24");
  expect(drawChanges(compare({}, profileAnswers(2, 2)).scales)).toBeNull();
});

test("differences carry their sign", () => {
  expect([0.754, -0.75, 0, -0.001].map(formatDifference)).toEqual(["+0.75", "−0.75", "0", "0"]);
});
