import fc from "fast-check";
import { expect, test } from "vitest";
import { aQuestion, faultsOf, render, shareOf } from "#tests/support/item-checks.ts";

const single = {
  kind: "single-choice",
  prompt: "?",
  choices: [
    { key: "a", text: "A", correct: true },
    { key: "b", text: "B", share: 0.5 },
    { key: "c", text: "C", share: -0.5 },
    { key: "d", text: "D" },
  ],
};
const multiple = {
  kind: "multiple-choice",
  credit: "shares",
  prompt: "?",
  choices: [
    { key: "a", text: "A", correct: true, share: 0.33333 },
    { key: "b", text: "B", correct: true, share: 0.66667 },
    { key: "c", text: "C", share: -0.5 },
    { key: "d", text: "D" },
  ],
};

test("a choice of several may give a part of the points, and never less than none", () => {
  const item = aQuestion(single);
  expect(["a", "b", "c", "d"].map((key) => shareOf(item, key))).toEqual([1, 0.5, 0, 0]);
});

test("shares of what is ticked are added up, from none to all points", () => {
  const item = aQuestion(multiple);
  expect(
    [["a", "b"], ["a"], ["a", "c"], ["b", "c"], ["a", "b", "c"], ["d"], ["a", "b", "d"]].map((keys) => shareOf(item, keys)),
  ).toEqual([1, 0.33333, 0, expect.closeTo(0.16667), 0.5, 0, 1]);
});

test("right choices without a share have equal parts", () => {
  const item = aQuestion({ ...multiple, choices: multiple.choices.map(({ share: _, ...choice }) => choice) });
  expect(shareOf(item, ["a"])).toBe(0.5);
});

test("ticking one more right choice never gives less, ticking one more wrong one never more", () => {
  const choice = fc.record({ correct: fc.boolean(), size: fc.double({ min: 0.01, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(choice, { minLength: 2, maxLength: 6 }), fc.nat(63), fc.nat(), (list, ticks, pick) => {
      const choices = list.map(({ correct, size }, index) => ({
        key: `c${index}`,
        text: "x",
        correct: correct || index === 0,
        share: index === 0 ? 1 : correct ? size : -size,
      }));
      const item = aQuestion({ ...multiple, choices });
      const more = choices[pick % choices.length]!;
      const ticked = choices.filter((_, index) => ticks & (1 << index)).map(({ key }) => key);
      const before = shareOf(
        item,
        ticked.filter((key) => key !== more.key),
      );
      const after = shareOf(item, [...ticked, more.key]);
      if (more.correct) expect(after).toBeGreaterThanOrEqual(before);
      else expect(after).toBeLessThanOrEqual(before);
    }),
  );
});

test("shares are not told before the end", () => {
  expect(render(aQuestion(multiple))).toBe(
    render(
      aQuestion({ ...multiple, choices: multiple.choices.map((choice) => ({ ...choice, share: choice.correct ? 1 : -1 })) }),
    ),
  );
});

test.each<[string, object, (string | number)[]]>([
  [
    "a share of the right single choice",
    { ...single, choices: [{ ...single.choices[0], share: 0.5 }, single.choices[1]] },
    ["choices", 0, "share"],
  ],
  ["a share without its credit", { ...multiple, credit: "partial" }, ["choices", 0, "share"]],
  [
    "a right choice that takes points",
    { ...multiple, choices: [{ ...multiple.choices[0], share: -1 }, multiple.choices[1]] },
    ["choices", 0, "share"],
  ],
  [
    "a wrong choice that gives points",
    { ...multiple, choices: [...multiple.choices, { key: "e", text: "E", share: 0.1 }] },
    ["choices", 4, "share"],
  ],
  [
    "shares that nobody can fill",
    { ...multiple, choices: [{ ...multiple.choices[0], share: 0.2 }, multiple.choices[1]] },
    ["choices"],
  ],
  ["a share above 1", { ...single, choices: [single.choices[0], { ...single.choices[1], share: 2 }] }, ["choices", 1, "share"]],
])("%s is a fault at its place", (_, data, path) => {
  expect(faultsOf(data as Record<string, unknown>)).toContainEqual(path);
});
