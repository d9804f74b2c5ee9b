import { type AnsweredAttempt, summariseAttempts } from "#app/features/insights/assessment-statistics.ts";
import { compileInstrument } from "#app/features/instruments/compile-instrument.ts";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { mulberry32 } from "#app/features/instruments/seeded.ts";

// A program of its own, so that its memory is that of the figures alone: the statistics of 10,000 attempts at a
// questionnaire of 36 items and six scales, answered by chance around a person's own level. Prints JSON.

const PEOPLE = 10_000;
const SCALES = 6;
const ITEMS = 36;
const ROUNDS = 5;

function questionnaire(): CompiledInstrument {
  const scales = Array.from({ length: SCALES }, (_, index) => ({
    key: `scale-${index}`,
    title: `Scale ${index}`,
    summary: "A scale of the bench.",
    low: "low",
    high: "high",
    minimum: 1,
    maximum: 7,
  }));
  const items = Array.from({ length: ITEMS }, (_, index) => ({
    key: `item-${index}`,
    kind: "likert",
    prompt: `Statement ${index}`,
    scale: `scale-${index % SCALES}`,
    reverse: index % 5 === 0,
  }));
  const points = Array.from({ length: 7 }, (_, index) => ({ value: index + 1, label: `Point ${index + 1}` }));
  const parsed = parseInstrument({ key: "bench", title: "Bench", kind: "profile", points, scales, items });
  if (!parsed.instrument) throw new Error(JSON.stringify(parsed.faults));
  const plain = { block: (text: string) => text, inline: (text: string) => text };
  return compileInstrument(parsed.instrument, plain, () => undefined).compiled;
}

function attempts(): AnsweredAttempt[] {
  const random = mulberry32(7);
  return Array.from({ length: PEOPLE }, (_, seed) => {
    const level = 1 + random() * 6;
    const answers: Record<string, number> = {};
    for (let index = 0; index < ITEMS; index += 1) {
      if (random() < 0.02) continue;
      answers[`item-${index}`] = Math.max(1, Math.min(7, Math.round(level + (random() - 0.5) * 4)));
    }
    return { seconds: 100 + random() * 500, seed, answers };
  });
}

const instrument = questionnaire();
const people = attempts();
const before = process.resourceUsage().maxRSS;
const times: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const started = performance.now();
  summariseAttempts(instrument, people);
  times.push(performance.now() - started);
}
const megabytes = (process.resourceUsage().maxRSS - before) / 1024;
console.log(JSON.stringify({ first: times[0], best: Math.min(...times), megabytes }));
