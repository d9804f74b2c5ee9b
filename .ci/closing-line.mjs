// Adds up Vitest's own counts of several runs and prints them as one line; fails where a run counted nothing.
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  const text = stripVTControlCharacters(readFileSync(file, "utf8"));
  const line = text.match(/^\s*Tests\s+(.*)$/m)?.[1] ?? "";
  const count = (word) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  if (count("passed") + count("failed") === 0) {
    console.error(`${file} reports no test.`);
    process.exit(1);
  }
  for (const word of Object.keys(totals)) totals[word] += count(word);
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed > 0 ? 1 : 0);
