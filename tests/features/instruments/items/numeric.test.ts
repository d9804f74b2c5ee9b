import fc from "fast-check";
import { expect, test } from "vitest";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { aQuestion, faultsOf, render, reviewOf, shareOf } from "#tests/support/item-checks.ts";

const given = { kind: "numeric", prompt: "How far?", points: 2, answers: [{ value: 12.5, tolerance: 0.5 }] };
const item = aQuestion(given);

test.each([
  ["12.5", 1],
  ["12,5", 1],
  ["12", 1],
  ["13.0", 1],
  ["13.01", 0],
  ["-12.5", 0],
  ["twelve", 0],
  ["12.5 km", 0],
])("%j is worth a share of %d", (text, share) => {
  expect(shareOf(item, text)).toBe(share);
});

test("ranges, percentages and several answers each give their own share, the best one counts", () => {
  const several = aQuestion({
    ...given,
    answers: [
      { value: 200, tolerance: "5 %" },
      { from: 150, to: 250, share: 0.5, feedback: "Near." },
      { value: 0, share: 0, feedback: "Nothing?" },
    ],
  });
  expect(["190", "210", "189", "251", "0"].map((text) => shareOf(several, text))).toEqual([1, 1, 0.5, 0, 0]);
  expect(reviewOf(several, "160").options).toEqual([
    { value: "given", text: "160", given: true, correct: false, feedback: "<p>Near.</p>" },
    { value: "right", text: "200 (± 5 %)", given: false, correct: true },
  ]);
  expect(reviewOf(several, "0").options[0]?.feedback).toBe("<p>Nothing?</p>");
});

test("a unit turns the number into the answers' own, and a missing or wrong one costs its share", () => {
  const unit = { accepted: [{ text: "km" }, { text: "m", factor: 0.001 }, { text: "m²" }], penalty: 0.25 };
  const strict = aQuestion({ ...given, unit });
  expect(["12.5 km", "12500 m", "12 500m", "12.5", "12.5 mi", "9 km"].map((text) => shareOf(strict, text))).toEqual([
    1, 1, 1, 0.75, 0.75, 0,
  ]);
  const kind = aQuestion({ ...given, unit: { ...unit, required: false } });
  expect(["12.5", "12500 m", "12.5 mi"].map((text) => shareOf(kind, text))).toEqual([1, 1, 0.75]);
  expect(shareOf(strict, "12.5 m2")).toBe(1);
});

test("a comma that may be either is taken the better way, and the page asks which one is meant", () => {
  const thousand = aQuestion({ ...given, answers: [{ value: 1_500 }] });
  expect(shareOf(thousand, "1,500")).toBe(1);
  expect(shareOf(aQuestion({ ...given, answers: [{ value: 1.5 }] }), "1,500")).toBe(1);
  expect(render(thousand, ["1,500"])).toContain("can be read as 1.5 or as 1500");
});

test("a value is right whatever binary fractions make of its ends", () => {
  const tenth = aQuestion({ ...given, answers: [{ value: 0.7, tolerance: 0.1 }] });
  expect(["0.6", "0.8"].map((text) => shareOf(tenth, text))).toEqual([1, 1]);
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      value,
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (value, tolerance, at) => {
        const spread = aQuestion({ ...given, answers: [{ value, tolerance }] });
        expect(shareOf(spread, String(value + at * tolerance))).toBe(1);
        if (tolerance > 1e-3) expect(shareOf(spread, String(value + tolerance * 1.01))).toBe(0);
      },
    ),
  );
});

test("the answer is kept as it was typed", () => {
  expect(kindOf(item).parse(item, " 12,5 km ")).toEqual({ status: "answer", answer: " 12,5 km " });
  expect(kindOf(item).parse(item, "no idea")).toEqual({ status: "answer", answer: "no idea" });
  expect(kindOf(item).parse(item, "9".repeat(101))).toMatchObject({ status: "refused", message: expect.stringContaining("100") });
});

test("the page has one labelled field, says what cannot be read, and never what is right", () => {
  const html = render(item);
  expect(html).toMatch(/<label for="input-q-one"[^>]*>Your answer<\/label><input id="input-q-one" type="text" name="item.q-one"/);
  expect(html).toContain('data-number="plain"');
  expect(html).not.toMatch(/12\.5|aria-invalid="true"|inputMode/);
  const odd = render(item, ["about 12"]);
  expect(odd).toMatch(/aria-describedby="remark-q-one" aria-invalid="true"/);
  expect(odd).toMatch(/<p id="remark-q-one" role="status"[^>]*>Write the number alone/);
  const error = render(item, [], "Too long.");
  expect(error).toMatch(/aria-describedby="remark-q-one error-q-one" aria-invalid="true"/);
  const unit = render(aQuestion({ ...given, unit: { accepted: [{ text: "furlong" }] } }));
  expect(unit).toContain("Give the number with its unit.");
  expect(unit).not.toContain("furlong");
});

test.each<[string, object, (string | number)[]]>([
  ["a value and a range at once", { answers: [{ value: 1, from: 0, to: 2 }] }, ["answers", 0]],
  ["neither a value nor a range", { answers: [{ share: 1 }] }, ["answers", 0]],
  ["half a range", { answers: [{ from: 1 }] }, ["answers", 0]],
  ["a range that runs backwards", { answers: [{ from: 2, to: 1 }] }, ["answers", 0, "to"]],
  ["a range with a tolerance", { answers: [{ from: 1, to: 2, tolerance: 1 }] }, ["answers", 0, "tolerance"]],
  ["a tolerance that is no number", { answers: [{ value: 1, tolerance: "a bit" }] }, ["answers", 0, "tolerance"]],
  ["no answer for all points", { answers: [{ value: 1, share: 0.5 }] }, ["answers"]],
  ["a unit twice", { unit: { accepted: [{ text: "m2" }, { text: "m²" }] } }, ["unit", "accepted", 1, "text"]],
  ["a unit that begins with a digit", { unit: { accepted: [{ text: "2m" }] } }, ["unit", "accepted", 0, "text"]],
])("%s is a fault at its place", (_, changed, path) => {
  expect(faultsOf({ ...given, ...changed })).toContainEqual(path);
});
