import fc from "fast-check";
import { expect, test } from "vitest";
import { differentAnswers } from "#app/features/instruments/items/different-answers.ts";
import { choiceAnalysis } from "#app/features/instruments/statistics/choice-analysis.ts";
import { discriminationIndex, extremeGroups } from "#app/features/instruments/statistics/extreme-groups.ts";
import { differences, type Pair, readReference } from "./psych-figures.ts";

interface MadeUp {
  choices: {
    chosen: (string | null)[];
    rest: (number | null)[];
    omitted: number;
    keys: { key: string; count: number; share: number; meanRest: number; r: number; upper: number; lower: number }[];
  };
}

/** What everybody chose, person after person. */
const chosenBy = (...chosen: (string[] | null)[]) =>
  differentAnswers(
    chosen.length,
    (person) => chosen[person]!,
    (keys) => keys,
  );

test("who chose what, and how well they did elsewhere, is what R's own means and correlations say", () => {
  const { chosen, rest, omitted, keys } = readReference<MadeUp>("made-up").choices;
  const ours = choiceAnalysis(
    keys.map(({ key }) => key),
    chosenBy(...chosen.map((key) => (key === null ? null : [key]))),
    Float64Array.from(rest, (score) => score ?? Number.NaN),
  );
  const pairs = keys.flatMap((theirs, place): Pair[] => {
    const choice = ours.choices[place]!;
    expect(choice).toMatchObject({ key: theirs.key, count: theirs.count });
    return [
      [`share ${theirs.key}`, choice.share, theirs.share],
      [`mean rest ${theirs.key}`, choice.meanRest, theirs.meanRest],
      [`discrimination ${theirs.key}`, choice.discrimination, theirs.r],
      [`upper ${theirs.key}`, choice.upper, theirs.upper],
      [`lower ${theirs.key}`, choice.lower, theirs.lower],
    ];
  });
  expect(differences([...pairs, ["omitted", ours.omitted.meanRest, omitted]])).toEqual([]);
  expect(ours.omitted.count).toBe(chosen.filter((key) => key === null).length);
});

test("a multiple choice counts everything that was ticked, and nothing ticked is an answer", () => {
  const { answered, omitted, choices } = choiceAnalysis(
    ["a", "b"],
    chosenBy(["a", "b"], ["b", "b"], [], null, ["gone"]),
    Float64Array.of(4, 2, 1, 0, 3),
  );
  expect({ answered, omitted: omitted.count }).toEqual({ answered: 4, omitted: 1 });
  expect(choices.map(({ count }) => count)).toEqual([1, 2]);
  expect(choices[1]!.share.value).toBe(0.5);
  expect(choices[1]!.meanRest.value).toBe(3);
});

test("nobody, one person and equal scores give counts and reasons", () => {
  const nobody = choiceAnalysis(["a"], chosenBy(), new Float64Array(0));
  expect(nobody.choices[0]).toMatchObject({ count: 0, share: { reason: "nobody" }, upper: { reason: "nobody" } });
  expect(nobody.omitted).toEqual({ count: 0, meanRest: { value: null, reason: "nobody" } });
  const one = choiceAnalysis(["a"], chosenBy(["a"]), Float64Array.of(3));
  expect(one.choices[0]).toMatchObject({ count: 1, share: { value: 1 }, discrimination: { reason: "too-few-people" } });
  const equal = choiceAnalysis(["a"], chosenBy(["a"], []), Float64Array.of(3, 3));
  expect(equal.choices[0]).toMatchObject({ upper: { reason: "no-variance" }, discrimination: { reason: "no-variance" } });
  expect(() => choiceAnalysis(["a"], chosenBy(["a"]), new Float64Array(2))).toThrow(RangeError);
});

test("people at the edge of a group count in equal parts", () => {
  const { groups } = extremeGroups(Float64Array.of(1, 2, 2, 2, 9, 9, 9, 9), 0.25);
  expect(groups!.size).toBe(2);
  expect([...groups!.lower]).toEqual([1, 1 / 3, 1 / 3, 1 / 3, 0, 0, 0, 0]);
  expect([...groups!.upper]).toEqual([0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5]);
  expect(() => extremeGroups(Float64Array.of(1, 2), 0.6)).toThrow(RangeError);
});

test("the discrimination index is what the upper group has right less what the lower has", () => {
  const scores = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  const item = Float64Array.of(0, 0, 1, 0, 1, 0, 1, 1, 1, 1);
  const range = { minimum: 0, maximum: 1 };
  // 27 percent of ten are three: 1, 2, 3 have a third right, 8, 9, 10 all.
  expect(discriminationIndex(item, range, extremeGroups(scores)).value).toBeCloseTo(2 / 3, 12);
  expect(discriminationIndex(item, range, extremeGroups(Float64Array.of(1)))).toMatchObject({ reason: "too-few-people" });
  expect(discriminationIndex(item, { minimum: 1, maximum: 1 }, extremeGroups(scores))).toMatchObject({ reason: "no-variance" });
  expect(
    discriminationIndex(
      item.map(() => Number.NaN),
      range,
      extremeGroups(scores),
    ),
  ).toMatchObject({ reason: "nobody" });
});

test("groups hold their size and do not depend on the order of people", () => {
  const scores = fc.array(fc.constantFrom(0, 1, 2, 3, Number.NaN), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(scores, fc.double({ min: 0.05, max: 0.5, noNaN: true }), (values, share) => {
      const { groups } = extremeGroups(Float64Array.from(values), share);
      const backwards = extremeGroups(Float64Array.from(values).reverse(), share).groups;
      expect(backwards === null).toBe(groups === null);
      if (groups === null) return;
      for (const side of ["upper", "lower"] as const) {
        expect(groups[side].reduce((total, weight) => total + weight, 0)).toBeCloseTo(groups.size, 9);
        expect([...groups[side]].reverse()).toEqual([...backwards![side]]);
      }
    }),
  );
});
