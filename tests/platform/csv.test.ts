import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "#app/platform/csv.ts";

/** Reads RFC 4180 back, one line. */
function parse(line: string): string[] {
  const cells: string[] = [];
  let rest = line.replace(/\r\n$/, "");
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^,"]*))(,|$)/s.exec(rest);
    if (!match) throw new Error(`Not a line of CSV: ${rest}`);
    cells.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2]!);
    if (match[3] === "") return cells;
    rest = rest.slice(match[0].length);
  }
}

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom("=", "+", "-", "@", '"', ",", ";", "\t", "\r", "\n", " ", "'", "\0", "a", "\uff1d") }),
);

test("every text comes back, but for the apostrophe before what looks like a formula", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (cells) => {
      const read = parse(csvLine(cells));
      expect(read.map((cell, at) => (cell === `'${cells[at]}` ? cells[at] : cell))).toEqual(cells);
    }),
  );
});

test("no cell begins like a formula, also after white space", () => {
  fc.assert(
    fc.property(text, (cell) => {
      const [read = ""] = parse(csvLine([cell]));
      expect(read.replace(/^[\s\0]+/, "")).not.toMatch(/^[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    }),
  );
});

test("known attacks stay words", () => {
  for (const attack of [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example","Mia")',
    "\t=1+1",
    " =1+1",
    "\u200b=1+1",
    "\uff1d1+1",
  ]) {
    expect(parse(csvLine([attack]))).toEqual([`'${attack}`]);
  }
});

test("numbers and nothing are written as they are", () => {
  expect(csvLine([1, -2, null, "Mia", "Ada, Countess"])).toBe('1,-2,,Mia,"Ada, Countess"\r\n');
});
