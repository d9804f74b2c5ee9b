import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";

/** What each file of `hostile-files.ts` ends in. */
const ENDS: Record<string, RegExp> = {
  "an entity bomb": /^refused: The file has a DOCTYPE/,
  "an external entity": /^refused: The file has a DOCTYPE/,
  "an entity that nobody defined": /^refused: This is not well-formed XML: .*undefined entity/,
  "100 MB of Moodle XML": /^refused: The file is larger than 50 MiB/,
  "100 MB of GIFT": /^refused: The file is larger than 20 MiB/,
  "100 MB of Aiken": /^refused: The file is larger than 20 MiB/,
  "100 MB of CSV": /^refused: The file is larger than 20 MiB/,
  "100 MB of nothing": /^refused: This is no file of questions/,
  "a million elements inside one another": /^refused: Elements are nested more than 40 deep/,
  "a million empty questions": /^refused: The file has more than 10000 questions/,
  "a tag with a million attributes": /^refused: An element has more than 100 attributes/,
  "40 MB of text in one question": /^0 of 1 taken; It cannot be taken\. It is longer than 100000 characters/,
  "40 MB of a comment": /^1 of 1 taken/,
  "40 MB of a name that never ends": /^refused: This is not well-formed XML/,
  "40 MB of an attribute that never ends": /^refused: This is not well-formed XML/,
  "100,000 tags of HTML that cross": /^0 of 1 taken; It cannot be taken\. Its text (?:has too many tags|is nested too deeply)/,
  "10,000 tables inside one another": /^0 of 1 taken; It cannot be taken\. Its text (?:has too many tags|is nested too deeply)/,
  "XML that ends too early": /^refused: This is not well-formed XML/,
  "NUL in the text": /^refused: This is not a text file/,
  "19 MB of open braces": /^0 of 1 taken; It cannot be taken\. It is longer/,
  "19 MB of backslashes": /^0 of 1 taken; It cannot be taken\. It is longer/,
  "19 MB of choices": /^0 of 1 taken; It cannot be taken\. It is longer/,
  "19 MB of open questions": /^refused: The file has more than \d+ lines/,
  "19 MB of blank lines in braces": /^refused: The file has more than \d+ lines/,
  "19 MB of comments": /^0 of 0 taken/,
  "19 MB in one line": /^0 of 1 taken; It cannot be taken\. It is longer/,
  "19 MB of letters of choices": /^refused: This is no file of questions/,
  "19 MB of answers": /^refused: The file has more than \d+ (?:questions|lines)/,
  "19 MB of commas": /^refused: A line is longer/,
  "19 MB of commas in lines": /^refused: The file cannot be read as CSV: Row 2 has more than 500 cells/,
  "100,000 short rows": /^refused: The file cannot be read as CSV: It has more than 10000 questions/,
  "19 MB of columns": /^refused: A line is longer/,
  "19 MB of a quote that never ends": /^refused: The file (?:has more than \d+ lines|cannot be read as CSV)/,
  "19 MB of rows": /^refused: The file has more than \d+ lines/,
  "own data 50,000 deep": /^1 of 1 taken; The question was changed since it was exported/,
  "a file of no format": /^refused: This is no file of questions/,
};

/** Megabytes of heap that the program may have, and of memory in all: the files themselves are up to 100 MB, made twice. */
const HEAP = 400;
const MEMORY = 800;

interface Line {
  name: string;
  megabytes: number;
  end: string;
}
let lines: Line[] = [];

beforeAll(async () => {
  const program = "tests/features/instruments/exchange/hostile-files.ts";
  const { stdout } = await promisify(execFile)(process.execPath, [`--max-old-space-size=${HEAP}`, "--import", "tsx", program]);
  lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}, 120_000);

test("every hostile file is tried", () => {
  expect(lines.map(({ name }) => name).sort()).toEqual(Object.keys(ENDS).sort());
});

for (const [name, end] of Object.entries(ENDS)) {
  test(`${name} ends in a refusal or is cut, in little memory`, () => {
    const line = lines.find((one) => one.name === name);
    expect(line?.end).toMatch(end);
    expect(line?.megabytes).toBeLessThan(MEMORY);
  });
}
