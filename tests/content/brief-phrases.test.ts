import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOfRun, RUN, runsOf, wordsOf } from "./word-runs.ts";

// The catalogue is written in its own words. The page that it was written from is no part of this repository; what stands
// here is a hash of each of its runs of nine words, made by `runsOf`. So a passage can be found, and none can be read.
const DATA = readFileSync("tests/content/brief-runs.txt", "utf8");
const taken = new Set(DATA.split("\n").filter((line) => /^[0-9a-f]{12}$/.test(line)));

const texts = readdirSync("content", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(md|ya?ml|vtt|txt|json|svg)$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join("content", file), "utf8") }));

/** Runs that a text shares with what the hashes were made of. */
const shared = (text: string, of: ReadonlySet<string>) => runsOf(text).filter(({ hash }) => of.has(hash));

test("the hashes are those of a page of some length", () => {
  expect(taken.size).toBeGreaterThan(500);
  expect(texts.filter(({ file }) => file.endsWith(".md")).length).toBeGreaterThan(80);
  expect(texts.filter(({ file }) => /\.ya?ml$/.test(file)).length).toBeGreaterThan(20);
});

test("no text of the catalogue has nine words in a row that stand in the page it was written from", () => {
  const found = texts.flatMap(({ file, text }) => shared(text, taken).map(({ words }) => `${file}: ${words}`));
  expect(found).toEqual([]);
});

test("a passage is found wherever it is planted, whatever its case, marks and line ends", () => {
  const passage = ["Blue", "herons", "seldom", "argue", "about", "the", "colour", "of", "rain"];
  expect(passage).toHaveLength(RUN);
  const hashes = new Set([hashOfRun(wordsOf(passage.join(" ")))]);
  const lessons = texts.filter(({ file }) => file.endsWith(".md"));
  for (const { text } of lessons) expect(shared(text, hashes)).toEqual([]);
  fc.assert(
    fc.property(
      fc.constantFrom(...lessons),
      fc.nat(),
      fc.array(fc.constantFrom(" ", "\n", ", ", " – ", ".\n> ", " **", "”, “"), { minLength: RUN, maxLength: RUN }),
      fc.array(fc.boolean(), { minLength: RUN, maxLength: RUN }),
      ({ text }, place, gaps, capitals) => {
        const planted = passage.map((word, at) => (capitals[at] ? word.toUpperCase() : word) + gaps[at]).join("");
        const lines = text.split("\n");
        lines.splice(place % (lines.length + 1), 0, planted);
        expect(shared(lines.join("\n"), hashes)).toHaveLength(1);
      },
    ),
  );
  expect(shared(passage.slice(1).join(" "), hashes)).toEqual([]);
});
