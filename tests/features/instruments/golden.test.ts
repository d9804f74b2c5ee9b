import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { type Answers, SCORER_VERSION, type ScoreResult, score } from "#app/features/instruments/score.ts";
import { goldenAnswers, shippedInstruments } from "#tests/support/golden-answers.ts";
import { answersFor } from "#tests/support/instrument-arbitraries.ts";

/*
 * What each shipped instrument makes of fixed sets of answers: every score, band, profile and dividing line. A difference
 * is a change of what people are told. Where it is meant (an item was added, a line was moved), write the files anew with
 *
 *   UPDATE_GOLDEN=1 npx vitest run tests/features/instruments/golden.test.ts
 *
 * and read their diff line by line before you commit it. Where stored attempts would score differently (the scorer has
 * changed and not the instrument), raise SCORER_VERSION as well.
 */

interface Golden {
  instrument: string;
  scorer: number;
  /** With a seed where items are drawn from banks. */
  sets: { name: string; answers: Answers; seed?: number; result: ScoreResult }[];
}

const FOLDER = "tests/features/instruments/golden";
const shipped = shippedInstruments();
const fileOf = (key: string) => `${FOLDER}/${key}.json`;

/** A value a line, so that a diff shows what has changed. */
function write(key: string): void {
  const instrument = shipped.get(key)!;
  const sets = goldenAnswers(instrument).map((set, index) => {
    const seeded = instrument.draws ? { seed: index + 1 } : {};
    return { ...set, ...seeded, result: score(instrument, set.answers, seeded) };
  });
  writeFileSync(fileOf(key), `${JSON.stringify({ instrument: key, scorer: SCORER_VERSION, sets }, null, 1)}\n`);
}

if (process.env.UPDATE_GOLDEN) for (const key of shipped.keys()) write(key);

const read = (key: string) => JSON.parse(readFileSync(fileOf(key), "utf8")) as Golden;

test("every shipped instrument has a golden file, and no other has", () => {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
  expect(files).toEqual([...shipped.keys()].map((key) => `${key}.json`).sort());
});

test.each([...shipped.keys()])("%s scores the golden answers as ever", (key) => {
  const golden = read(key);
  expect(golden).toMatchObject({ instrument: key, scorer: SCORER_VERSION });
  for (const { name, answers, seed, result } of golden.sets) {
    expect(score(shipped.get(key)!, answers, { seed }), `${key}: ${name}`).toEqual(result);
  }
});

test.each([...shipped.keys()])("the golden answers to %s reach every item, profile and band, and the rule for gaps", (key) => {
  const instrument = shipped.get(key)!;
  const { sets } = read(key);
  const answered = new Set(sets.flatMap(({ answers }) => Object.keys(answers)));
  expect(instrument.items.map((item) => item.key).filter((item) => !answered.has(item))).toEqual([]);
  if (instrument.kind !== "profile") {
    expect(new Set(sets.map(({ result }) => result.passed))).toEqual(new Set([true, false]));
    return;
  }
  const results = sets.map(({ result }) => {
    if (result.kind !== "profile") throw new Error("not a profile");
    return result;
  });
  const profiles = new Set(results.map(({ profile }) => profile?.key));
  expect(instrument.profiles.map((profile) => profile.key).filter((profile) => !profiles.has(profile))).toEqual([]);
  for (const scale of instrument.scales) {
    const own = results.map(({ scales }) => scales.find((scored) => scored.key === scale.key)!);
    expect(own.some(({ score, answered, items }) => score === null && answered > 0 && answered < items)).toBe(true);
    if (scale.missing * own[0]!.items >= 1) {
      expect(own.some(({ score, answered, items }) => score !== null && answered < items)).toBe(true);
    }
  }
});

const anyShipped = fc
  .constantFrom(...shipped.values())
  .chain((instrument) => answersFor(instrument).map((answers) => ({ instrument, answers })));

test("compiled again, an instrument is the same to the letter, and gives every answer the same score", () => {
  const again = shippedInstruments();
  for (const [key, instrument] of shipped) expect(JSON.stringify(again.get(key))).toBe(JSON.stringify(instrument));
  fc.assert(
    fc.property(anyShipped, ({ instrument, answers }) => {
      const stored = JSON.parse(JSON.stringify(again.get(instrument.key)));
      const seed = 7;
      expect(score(stored, JSON.parse(JSON.stringify(answers)), { seed })).toEqual(score(instrument, answers, { seed }));
    }),
  );
});

test("the seed of an attempt, and so the order in which it shows items and choices, changes no score", () => {
  fc.assert(
    fc.property(anyShipped, fc.integer(), ({ instrument, answers }, seed) => {
      // Where items are drawn, the seed says what is asked.
      fc.pre(!instrument.draws);
      const shuffled = { ...instrument, shuffle: true };
      const shown = { ...shuffled, items: orderItems(shuffled, seed) } as typeof instrument;
      const { items: _order, ...plain } = { items: [], ...score(instrument, answers, { seed: 1 }) };
      const { items: _other, ...seen } = { items: [], ...score(shown, answers, { seed }) };
      expect(seen).toEqual(plain);
    }),
  );
});
