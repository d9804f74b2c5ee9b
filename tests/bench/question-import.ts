import { parse as parseCsv } from "csv-parse/sync";
import { parse as parseGift } from "gift-pegjs";
import { SaxesParser } from "saxes";
import { formatNamed } from "#app/features/instruments/exchange/formats.ts";
import type { Instrument } from "#app/features/instruments/instrument.schema.ts";
import type { SourceItem } from "#app/features/instruments/items/registry.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";

// A program of its own: 2,000 questions of ten kinds as files of each format, imported cold. The floor is a library that
// takes the same file apart and makes nothing of it. Prints JSON.

const QUESTIONS = 2_000;

function question(index: number): Record<string, unknown> {
  const base = {
    key: `item-${index}`,
    prompt: `Question ${index}: *what* do you say first?\n\nThink of the last time.`,
    feedback: `Remember ${index}.`,
  };
  const choices = ["See", "Feel", "Need", "Ask"].map((text, at) => ({
    key: "abcd"[at]!,
    text: `${text} **${index}**`,
    feedback: `So ${at}.`,
    correct: at === 0,
  }));
  switch (index % 6) {
    case 0:
      return { ...base, kind: "true-false", answer: true, feedbackFor: { false: "No." } };
    case 1:
      return { ...base, kind: "short-text", answers: [{ text: "Paris" }, { text: "Par*", share: 0.5, feedback: "Nearly." }] };
    case 2:
      return {
        ...base,
        kind: "numeric",
        answers: [
          { value: index, tolerance: 1 },
          { value: 0, share: 0.25 },
        ],
      };
    case 3:
      return {
        ...base,
        kind: "matching",
        answers: choices.map(({ key, text }) => ({ key, text })),
        pairs: choices.map(({ key, text }) => ({ key, text: `To ${text}`, answer: key })),
      };
    default:
      return { ...base, kind: index % 6 === 4 ? "single-choice" : "multiple-choice", choices };
  }
}

function items(): SourceItem[] {
  return Array.from({ length: QUESTIONS / 500 }, (_, part) => {
    const data = Array.from({ length: 500 }, (_, index) => question(part * 500 + index));
    const { instrument, faults } = parseInstrument({ key: "bench", title: "Bench", kind: "graded", passMark: 50, items: data });
    if (!instrument) throw new Error(JSON.stringify(faults));
    return instrument.items;
  }).flat();
}

const FLOORS: Record<string, { floorOf: string; run(text: string): unknown }> = {
  gift: { floorOf: "gift-pegjs", run: (text) => parseGift(text) },
  "moodle-xml": { floorOf: "saxes", run: (text) => new SaxesParser({ xmlns: false }).write(text).close() },
  csv: { floorOf: "csv-parse", run: (text) => parseCsv(text, { bom: true }) },
};

const written = items();
const results: unknown[] = [];
for (const [key, { floorOf, run }] of Object.entries(FLOORS)) {
  const format = formatNamed(key)!;
  const { bytes } = await format.write({ items: written } as Instrument, () => undefined);
  const text = Buffer.from(bytes).toString("utf8");
  const started = performance.now();
  const result = await format.read(bytes, "file");
  const milliseconds = performance.now() - started;
  if (result.status === "refused" || result.imported.questions.filter(({ item }) => item).length !== QUESTIONS)
    throw new Error(key);
  const floorStarted = performance.now();
  run(text);
  results.push({ format: format.title, milliseconds, floor: performance.now() - floorStarted, floorOf });
}
console.log(JSON.stringify(results));
