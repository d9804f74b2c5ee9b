import { expect, test } from "vitest";
import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { type Answers, score } from "#app/features/instruments/score.ts";
import type { ProfileResult } from "#app/features/instruments/score-profile.ts";
import { scoreRange } from "#app/features/instruments/score-range.ts";
import { aProfile, compiled, profileAnswers } from "#tests/support/assessment-builders.ts";
import { render } from "#tests/support/item-checks.ts";

const withItems = (change: (item: Record<string, unknown>, index: number) => object, given: object = {}) =>
  aProfile({ items: aProfile().items.map((item, index) => ({ ...item, ...change(item, index) })), ...given });
const scores = (data: object, answers: Answers) => (score(compiled(data), answers) as ProfileResult).scales;

test("not applicable is an answer that counts as none", () => {
  const data = aProfile({ notApplicable: "Does not apply to me" });
  const { items } = compiled(data);
  expect(kindOf(items[0]!).parse(items[0]!, "not-applicable")).toEqual({ status: "answer", answer: "not-applicable" });
  const answers = { ...profileAnswers(6, 2), "anxiety-1": "not-applicable" };
  expect(scores(data, answers)[0]).toMatchObject({ items: 4, answered: 3, score: 6 });
  expect(scores(data, { ...answers, "anxiety-2": "not-applicable" })[0]?.score).toBeNull();
});

test("it is offered where the instrument or the item says so, and refused elsewhere", () => {
  const { items } = compiled(withItems((_, index) => (index === 0 ? { notApplicable: false } : {}), { notApplicable: "Not me" }));
  expect(kindOf(items[0]!).parse(items[0]!, "not-applicable")).toMatchObject({ reason: "unknown-choice" });
  expect(render(items[0]!)).not.toContain("Not me");
  const html = render(items[1]!, ["not-applicable"]);
  expect(html).toMatch(
    /<label[^>]*><input type="radio" name="item.avoidance-1"[^>]*checked="" value="not-applicable"\/><span[^>]*>Not me<\/span><\/label>/,
  );
  const own = compiled(withItems((_, index) => (index === 0 ? { notApplicable: "Never happened" } : {}))).items;
  expect(render(own[0]!)).toContain("Never happened");
  expect(render(own[1]!)).not.toContain("not-applicable");
});

test("weights make a weighted mean, and a sum that counts a missing item as the person's own mean", () => {
  const weighted = withItems(({ key }) => (key === "anxiety-1" ? { weight: 3 } : {}));
  const answers = { ...profileAnswers(2, 2), "anxiety-1": 7 };
  expect(scores(weighted, answers)[0]?.score).toBeCloseTo((3 * 7 + 3 * 2) / 6, 8);
  const sums = { scales: aProfile().scales.map((scale) => ({ ...scale, method: "sum" })), profiles: [] };
  const sum = withItems(({ key }) => (key === "anxiety-1" ? { weight: 3 } : {}), sums);
  expect(scores(sum, answers)[0]?.score).toBe(27);
  const { "anxiety-2": _, ...less } = profileAnswers(4, 2);
  expect(scores(sum, less)[0]?.score).toBe(24);
  const { scales, items } = compiled(sum) as CompiledProfileInstrument;
  expect(scoreRange(scales[0]!, items)).toEqual({ minimum: 6, maximum: 42 });
});

test("an item may count on several scales, reverse-keyed on one of them", () => {
  const data = withItems(({ key }) => (key === "anxiety-1" ? { also: [{ scale: "avoidance", reverse: true, weight: 4 }] } : {}));
  const [anxiety, avoidance] = scores(data, { ...profileAnswers(2, 2), "anxiety-1": 1 });
  expect(anxiety).toMatchObject({ items: 4, score: 1.75 });
  expect(avoidance).toMatchObject({ items: 5, score: (8 + 4 * 7) / 8 });
});

test("a scale may have points of its own", () => {
  const points = [0, 1, 2].map((value) => ({ value, label: ["Never", "Now and then", "Often"][value] }));
  const scales = aProfile().scales.map((scale, index) => (index === 0 ? { ...scale, minimum: 0, maximum: 2, points } : scale));
  const data = aProfile({ scales, profiles: [], bands: { anxiety: [{ key: "all", title: "All" }] } });
  expect(parseInstrument(data).warnings).toEqual([]);
  const { items } = compiled(data);
  expect(render(items[0]!)).toContain("Now and then");
  expect(render(items[1]!)).not.toContain("Now and then");
  const answers = { "anxiety-1": 2, "anxiety-2": 2, "anxiety-3": 2, "anxiety-4": 0 };
  expect(scores(data, answers)[0]?.score).toBe(2);
});

test.each<[string, object, (string | number)[]]>([
  ["a further scale that is not there", { also: [{ scale: "warmth" }] }, ["items", 0, "also", 0, "scale"]],
  ["a further scale that is the first", { also: [{ scale: "anxiety" }] }, ["items", 0, "also", 0, "scale"]],
  ["no weight at all", { weight: 0 }, ["items", 0, "weight"]],
  ["an empty word for not applicable", { notApplicable: "" }, ["items", 0, "notApplicable"]],
])("%s is a fault at its place", (_, changed, path) => {
  const data = withItems((_, index) => (index === 0 ? changed : {}));
  const { faults } = parseInstrument(data);
  expect(faults.map(({ path }) => path)).toContainEqual(path);
});

test("points of a scale that do not fit its range are a fault", () => {
  const scales = aProfile().scales.map((scale) => ({ ...scale, points: [{ value: 1 }, { value: 9 }] }));
  expect(parseInstrument(aProfile({ scales })).faults.map(({ path }) => path)).toContainEqual(["scales", 0, "maximum"]);
});
