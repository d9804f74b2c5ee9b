import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { compileInstrument } from "#app/features/instruments/compile-instrument.ts";
import type { CompiledInstrument, CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { keyingOn, type Likert } from "#app/features/instruments/items/likert.tsx";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import type { Answers } from "#app/features/instruments/score.ts";
import { plainRender } from "./assessment-builders.ts";
import { answersFor } from "./instrument-arbitraries.ts";
import { rightAnswer } from "./right-answer.ts";

const COURSES = "content/courses";

/** The instruments that come with the platform, compiled anew, by key. */
export function shippedInstruments(): Map<string, CompiledInstrument> {
  const files = readdirSync(COURSES, { recursive: true, encoding: "utf8" }).filter((file) =>
    /assessments\/[^/]+\.yaml$/.test(file),
  );
  const all = files.map((file) => {
    const source = path.join(COURSES, file);
    const { instrument, faults } = parseInstrument(parse(readFileSync(source, "utf8")));
    if (!instrument) throw new Error(`${source}: ${JSON.stringify(faults)}`);
    const readReading = (name: string) => readFileSync(path.join(path.dirname(source), name), "utf8");
    return compileInstrument(instrument, plainRender, readReading).compiled;
  });
  const byKey = new Map(all.map((instrument) => [instrument.key, instrument]));
  if (byKey.size < all.length) throw new Error("Two shipped instruments have one key: their golden files would be one.");
  return byKey;
}

/** Sets of answers that between them reach the ends, the middle and the rules for what is missing. */
export function goldenAnswers(instrument: CompiledInstrument): { name: string; answers: Answers }[] {
  const sets = instrument.kind === "profile" ? profileSets(instrument) : gradedSets(instrument);
  // Guesses that are always the same: the seed is fixed, and what comes of it is kept in the golden file.
  const guesses = fc.sample(answersFor(instrument), { seed: 20_261_123, numRuns: 3 });
  return [...sets, ...guesses.map((answers, index) => ({ name: `a guess with gaps, ${index + 1}`, answers }))];
}

function gradedSets({ items }: CompiledInstrument) {
  const right = items.map((item) => [item.key, rightAnswer(item)] as const);
  return [
    { name: "nothing answered", answers: {} },
    { name: "all right", answers: Object.fromEntries(right) },
    { name: "every second right, the rest left out", answers: Object.fromEntries(right.filter((_, index) => index % 2 === 0)) },
    { name: "one right", answers: Object.fromEntries(right.slice(0, 1)) },
  ];
}

function profileSets(instrument: CompiledProfileInstrument) {
  const items = instrument.items as Likert[];
  const answer = (choose: (item: Likert, index: number) => number | null): Answers =>
    Object.fromEntries(
      items.flatMap((item, index) => {
        const value = choose(item, index);
        return value === null ? [] : [[item.key, value]];
      }),
    );
  const pointAt = ({ points }: Likert, share: number) => points[Math.round(share * (points.length - 1))]!.value;
  /** Towards an end of the item's own scale, whichever way it is keyed. */
  const keyed = (item: Likert, share: number) => pointAt(item, item.reverse ? 1 - share : share);
  const mixed = (item: Likert, index: number) => item.points[(index * 5) % item.points.length]!.value;
  const leaveOut = (more: number) => {
    const left = new Map(
      instrument.scales.map(({ key, missing }) => {
        const own = items.filter((item) => keyingOn(item, key)).length;
        return [key, Math.floor(missing * own + 1e-9) + more];
      }),
    );
    return answer((item, index) => {
      const room = left.get(item.scale)!;
      left.set(item.scale, room - 1);
      return room > 0 ? null : mixed(item, index);
    });
  };
  return [
    { name: "nothing answered", answers: {} },
    { name: "the lowest point everywhere", answers: answer((item) => pointAt(item, 0)) },
    { name: "the highest point everywhere", answers: answer((item) => pointAt(item, 1)) },
    { name: "the middle point everywhere", answers: answer((item) => pointAt(item, 0.5)) },
    { name: "low on every scale", answers: answer((item) => keyed(item, 0)) },
    { name: "high on every scale", answers: answer((item) => keyed(item, 1)) },
    ...instrument.scales.map(({ key }) => ({
      name: `high on ${key} alone`,
      answers: answer((item) => keyed(item, item.scale === key ? 1 : 0)),
    })),
    { name: "mixed", answers: answer(mixed) },
    {
      name: "mixed, every answer mirrored",
      answers: answer((item, index) => item.minimum + item.maximum - mixed(item, index)),
    },
    { name: "mixed, as much left out as may be", answers: leaveOut(0) },
    { name: "mixed, one more left out on every scale", answers: leaveOut(1) },
  ];
}
