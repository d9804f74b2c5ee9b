import { expect, test } from "vitest";
import type { CompiledGraded } from "#app/features/instruments/compiled.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { type GradedResult, score } from "#app/features/instruments/score.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";
import { aQuestion, faultsOf, render, reviewOf } from "#tests/support/item-checks.ts";

const rubric = [
  {
    key: "clear",
    title: "Clear",
    levels: [
      { key: "no", title: "Not yet", points: 0 },
      { key: "yes", title: "Yes", points: 2 },
    ],
  },
  {
    key: "kind",
    title: "Kind",
    levels: [
      { key: "no", title: "Not yet", points: 0 },
      { key: "some", title: "Partly", points: 1 },
      { key: "yes", title: "Yes", points: 3 },
    ],
  },
];
const given = { kind: "long-text", prompt: "What would you say?", minWords: 3, maxWords: 5, rubric };
const item = aQuestion(given);
const check = compiled(aCheck({ passMark: 50, items: [{ key: "q-one", ...given }, aCheck().items[2]] })) as CompiledGraded;
const graded = (...[answers, facts]: [Record<string, string | boolean>, Parameters<typeof score>[2]?]) =>
  score(check, answers, facts) as GradedResult;

test("a text waits for a person, at no points, and the result says so", () => {
  const result = graded({ "q-one": "I would ask first.", round: false });
  expect(result).toMatchObject({ points: 1, max: 6, passed: false, waiting: 1 });
  expect(result.items[0]).toEqual({ key: "q-one", points: 0, max: 5, state: "to-be-graded" });
  expect(graded({ round: false })).not.toHaveProperty("waiting");
  expect(graded({ round: false }).items[0]?.state).toBe("unanswered");
});

test("the levels that a person gave are its points, and then nothing waits", () => {
  const marks = { "q-one": { levels: { clear: "yes", kind: "some" } } };
  const result = graded({ "q-one": "I would ask first.", round: false }, { marks });
  expect(result).toMatchObject({ points: 4, passed: true });
  expect(result).not.toHaveProperty("waiting");
  expect(result.items[0]).toMatchObject({ points: 3, state: "partly" });
  const full = { levels: { clear: "yes", kind: "yes" } };
  expect(kindOf(item).grade?.(item, full)).toMatchObject({ points: 5, state: "right" });
  expect(kindOf(item).grade?.(item, { levels: { clear: "great", toString: "no" } })).toMatchObject({ points: 0, state: "wrong" });
  expect(kindOf(item).grade?.(item, { points: 9 })).toMatchObject({ points: 5 });
});

test("a person may also set right what was scored by itself", () => {
  const result = graded({ round: true }, { marks: { round: { points: 0.5 } } });
  expect(result.items[1]).toMatchObject({ points: 0.5, state: "partly" });
});

test("the page has a labelled field, the rubric, and a remark on the number of words", () => {
  const html = render(item, ["Too short"]);
  expect(html).toMatch(/<label for="input-q-one"[^>]*>Your text<\/label><textarea id="input-q-one" name="item.q-one"/);
  expect(html).toContain("Write 3 to 5 words.");
  expect(html).toContain("Your text has 2 words.");
  expect(html).toMatch(/<details[^>]*><summary[^>]*>How this is graded/);
  expect(render(item, ["Just the right number"])).not.toContain("Your text has");
});

test("lines are kept, and a review shows them as text", () => {
  expect(kindOf(item).parse(item, "one\r\n<two>")).toEqual({ status: "answer", answer: "one\n<two>" });
  expect(reviewOf(item, "one\n<two>").options[0]?.text).toBe("one<br>&lt;two&gt;");
  expect(kindOf(item).parse(item, "a".repeat(20_001))).toMatchObject({
    status: "refused",
    message: expect.stringContaining("20000"),
  });
});

test.each<[string, object, (string | number)[]]>([
  ["points that are not those of the rubric", { points: 3 }, ["points"]],
  ["words that run backwards", { minWords: 9 }, ["maxWords"]],
  ["two criteria of one key", { rubric: [rubric[0], rubric[0]] }, ["rubric", 1, "key"]],
  ["one level alone", { rubric: [{ ...rubric[0], levels: rubric[0]!.levels.slice(0, 1) }] }, ["rubric", 0, "levels"]],
])("%s are a fault at its place", (_, changed, path) => {
  expect(faultsOf({ ...given, ...changed })).toContainEqual(path);
});
