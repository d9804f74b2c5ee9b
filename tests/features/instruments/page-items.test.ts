import fc from "fast-check";
import { expect, test } from "vitest";
import { comparableForm } from "#app/features/instruments/comparable-forms.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { type Paging, pageItems } from "#app/features/instruments/page-items.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";

interface Item {
  key: number;
  section?: string;
}

/** Items as an attempt orders them: some without a section, then section by section. */
const inSections = fc
  .tuple(fc.nat({ max: 40 }), fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }))
  .map(([free, lengths]) => {
    const sections = [...Array(free).fill(undefined), ...lengths.flatMap((length, at) => Array(length).fill(`s${at}`))];
    return sections.map((section, key): Item => ({ key, ...(section && { section }) }));
  });
const plain = (count: number): Item[] => Array.from({ length: count }, (_, key) => ({ key }));
const anyPaging = fc.constantFrom<Paging | undefined>(undefined, "all", "sections", 1, 2, 5, 8, 12, 100);
const lengths = (pages: Item[][]) => pages.map(({ length }) => length);

test("every item stands on exactly one page, in order, and no page is empty", () => {
  fc.assert(
    fc.property(inSections, anyPaging, (items, paging) => {
      const pages = pageItems(items, paging);
      expect(pages.flat()).toEqual(items);
      expect(pages.every(({ length }) => length > 0)).toBe(true);
    }),
  );
});

test("but for one page for all no page goes over the border of a section, and the pages of a section are even", () => {
  fc.assert(
    fc.property(inSections, anyPaging, (items, paging) => {
      const pages = pageItems(items, paging);
      if (pages.length === 1 && (paging === "all" || paging === undefined)) return;
      const bySection = new Map<string | undefined, number[]>();
      for (const page of pages) {
        const [section, ...others] = new Set(page.map((item) => item.section));
        expect(others).toEqual([]);
        bySection.set(section, [...(bySection.get(section) ?? []), page.length]);
      }
      for (const counts of bySection.values()) {
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        if (typeof paging === "number") expect(Math.max(...counts)).toBeLessThanOrEqual(paging);
        if (paging === "sections") expect(counts).toHaveLength(1);
      }
    }),
  );
});

test("what says nothing has one page of up to 12 items, and else even pages of 8 to 12", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (count) => {
      const pages = lengths(pageItems(plain(count)));
      if (count <= 12) expect(pages).toEqual([count]);
      else if (count < 16) expect(pages).toEqual([Math.ceil(count / 2), Math.floor(count / 2)]);
      else for (const length of pages) expect(length >= 8 && length <= 12, `${pages}`).toBe(true);
    }),
  );
});

test.each<[number, Paging | undefined, number[]]>([
  [36, undefined, [9, 9, 9, 9]],
  [12, undefined, [12]],
  [13, undefined, [7, 6]],
  [30, undefined, [10, 10, 10]],
  [36, "all", [36]],
  [36, 10, [9, 9, 9, 9]],
  [7, 3, [3, 2, 2]],
  [3, "sections", [3]],
])("%i items with pages: %s stand on %j", (count, paging, expected) => {
  expect(lengths(pageItems(plain(count), paging))).toEqual(expected);
});

test("sections are pages where nothing is said and one page would be too long; a long one is parted", () => {
  const items = [3, 4, 20].flatMap((count, at) => plain(count).map(({ key }) => ({ key: at * 100 + key, section: `s${at}` })));
  expect(lengths(pageItems(items))).toEqual([3, 4, 10, 10]);
  expect(lengths(pageItems(items, "sections"))).toEqual([3, 4, 20]);
  expect(lengths(pageItems(items.slice(0, 7)))).toEqual([7]);
});

const trueFalse = (number: number, more: object = {}) => ({
  key: `item-${number}`,
  kind: "true-false",
  prompt: "So?",
  answer: true,
  ...more,
});

test("an instrument says how its items are put on pages, for what an attempt draws and in its order", () => {
  const items = [1, 2, 3, 4, 5].map((number) => trueFalse(number, { bank: "all" }));
  const check = compiled(aCheck({ items, draws: { all: 3 }, shuffle: true, pages: 2 }));
  expect(check.pages).toBe(2);
  const ordered = orderItems(check, 7);
  expect(pageItems(ordered, check.pages)).toEqual([ordered.slice(0, 2), ordered.slice(2)]);
});

test.each<[unknown, RegExp]>([
  ["sections", /no sections/],
  ["two", /cannot be "two"/],
  [0, /too low/],
  [2.5, /"pages"/],
  [[3], /"pages"/],
])("pages: %j is a fault with a remedy", (pages, words) => {
  const { instrument, faults } = parseInstrument(aCheck({ pages }));
  expect(instrument).toBeUndefined();
  expect(faults.map(({ path }) => path)).toEqual([["pages"]]);
  expect(faults[0]!.message).toMatch(words);
  expect(faults[0]!.remedy.length).toBeGreaterThan(10);
});

test("pages change nothing of what is asked and scored: no other form, and no new revision of what says nothing", () => {
  const [one, other] = [compiled(aCheck()), compiled(aCheck({ pages: 1 }))];
  expect(comparableForm(other)).toBe(comparableForm(one));
  expect(one).not.toHaveProperty("pages");
});
