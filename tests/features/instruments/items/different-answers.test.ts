import fc from "fast-check";
import { expect, test } from "vitest";
import { countsOf, differentAnswers } from "#app/features/instruments/items/different-answers.ts";

const listOf = <Given>(given: Given[], read: (one: Given) => Given | null = (one) => one) =>
  differentAnswers(given.length, (person) => given[person]!, read);

test("a text is not taken for what it looks like: no answer, a number or a list", () => {
  const given = ["null", null, "undefined", undefined, "1", 1, '["a"]', ["a"], "true", true];
  const { answers, placeOf } = listOf<unknown>(given, (one) => one ?? null);
  expect(Array.from(placeOf, (place) => answers[place])).toEqual(given.map((one) => one ?? undefined));
  expect(answers).toHaveLength(8);
});

test("each different answer is read once, and everybody is left with their own", () => {
  const one = fc.oneof(fc.constantFrom("a", "b", 1, 2, true, null), fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }));
  fc.assert(
    fc.property(fc.array(one), (given) => {
      const read: unknown[] = [];
      const different = listOf<unknown>(given, (answer) => {
        read.push(answer);
        return answer;
      });
      expect(Array.from(different.placeOf, (place) => different.answers[place] ?? null)).toEqual(given);
      expect(new Set(read.map((answer) => JSON.stringify(answer))).size).toBe(read.length);
      expect(countsOf(different).reduce((sum, count) => sum + count, 0)).toBe(given.filter((answer) => answer !== null).length);
    }),
  );
});
