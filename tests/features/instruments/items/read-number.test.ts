import fc from "fast-check";
import { expect, test } from "vitest";
import { readQuantity, remarkOnNumber } from "#app/features/instruments/items/read-number.ts";

test.each<[string, number[], string]>([
  ["12", [12], ""],
  [" 12 ", [12], ""],
  ["1.5", [1.5], ""],
  ["1,5", [1.5], ""],
  [".5", [0.5], ""],
  ["5.", [5], ""],
  ["-3", [-3], ""],
  ["−3", [-3], ""],
  ["– 3", [-3], ""],
  ["+3", [3], ""],
  ["1e3", [1_000], ""],
  ["1.2E-3", [0.0012], ""],
  ["1.2 × 10^3", [1_200], ""],
  ["1.2·10³", [1_200], ""],
  ["3x10⁻²", [0.03], ""],
  ["1 234 567", [1_234_567], ""],
  ["1 234,5", [1_234.5], ""],
  ["1'234.5", [1_234.5], ""],
  ["1’234", [1_234], ""],
  ["1,234,567", [1_234_567], ""],
  ["1.234.567", [1_234_567], ""],
  ["1,234.5", [1_234.5], ""],
  ["1.234,5", [1_234.5], ""],
  ["1.234", [1.234], ""],
  ["1,234", [1.234, 1_234], ""],
  ["0,234", [0.234], ""],
  ["1234,567", [1_234.567], ""],
  ["5 km", [5], "km"],
  ["5km/h", [5], "km/h"],
  ["5 m2", [5], "m2"],
  ["20 %", [20], "%"],
  ["$5", [5], "$"],
  ["-$5", [-5], "$"],
  ["5 e", [5], "e"],
])("%j is read as %j with the unit %j", (text, numbers, unit) => {
  expect(readQuantity(text)).toEqual({ numbers, unit });
});

test.each([
  "",
  "twelve",
  "1..2",
  "1,23,4",
  "1 2",
  "12 34",
  "--3",
  "1.2.3,4",
  "1,2.3,4",
  "1e999",
  "e5",
  "5 6 7",
  "1/",
  ".",
  "1".repeat(101),
])("%j is no number", (text) => {
  const quantity = readQuantity(text);
  // A sign that cannot be part of a number is at best a unit, which is refused where none is asked for.
  expect(quantity === null || quantity.unit !== "").toBe(true);
  if (text !== "") expect(remarkOnNumber(text, false)).toMatch(/\.$/);
});

test("whatever a computer writes is read as the same number, also with a comma or grouped", () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, (value) => {
      expect(readQuantity(String(value))?.numbers).toContain(value + 0);
      expect(readQuantity(String(value).replace(".", ","))?.numbers).toContain(value + 0);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.constantFrom(" ", "'", "\u202f", "\u00a0"), (value, sign) => {
      expect(readQuantity(value.toLocaleString("en").replaceAll(",", sign))).toEqual({ numbers: [value], unit: "" });
    }),
  );
});

test("no text makes the reader fail or take long", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,' e+-]{0,100}$/)), (text) => {
      for (const number of readQuantity(text)?.numbers ?? []) expect(Number.isFinite(number)).toBe(true);
      remarkOnNumber(text, true);
    }),
    { numRuns: 1_000 },
  );
});

test("a remark says what is wrong and what to write", () => {
  expect(remarkOnNumber("", false)).toBeUndefined();
  expect(remarkOnNumber("2.5", false)).toBeUndefined();
  expect(remarkOnNumber("2.5 km", true)).toBeUndefined();
  expect(remarkOnNumber("2.5 km", false)).toContain("without a unit");
  expect(remarkOnNumber("about five", true)).toContain("not a number");
  expect(remarkOnNumber("1,234", false)).toContain("1.234 or as 1234");
});
