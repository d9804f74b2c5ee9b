import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readingBlocks } from "#app/features/courseware/markdown/reading-blocks.ts";
import { readingGrade } from "#app/features/courseware/reading-grade.ts";
import { compileInstrument } from "#app/features/instruments/compile-instrument.ts";
import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import type { ProfileInstrument } from "#app/features/instruments/instrument.schema.ts";
import { NOT_APPLICABLE } from "#app/features/instruments/items/item-kind.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { combinations } from "#app/features/instruments/profile-rules.ts";
import { scoreProfile } from "#app/features/instruments/score-profile.ts";
import { render } from "#tests/features/courseware/render-page.ts";
import { plainRender } from "#tests/support/assessment-builders.ts";

const FOLDER = "content/courses/courageous-communicator/assessments";
const READING_WORDS = { least: 250, most: 500 };
const HIGHEST_GRADE = 8;

/** What no text of an instrument may say. */
const BANNED: [string, RegExp][] = [
  ["a disorder", /disorder/i],
  ["a diagnosis, unless it says that there is none", /(?<!not a )diagnos/i],
  ["a cure", /\bcur(?:e|es|ed|ing)\b/i],
  ["an exclamation mark", /!/],
];

interface Shipped {
  source: ProfileInstrument;
  compiled: CompiledProfileInstrument;
}

function shipped(key: string): Shipped {
  const { instrument, faults } = parseInstrument(parse(readFileSync(path.join(FOLDER, `${key}.yaml`), "utf8")));
  if (instrument?.kind !== "profile") throw new Error(`${key}: ${JSON.stringify(faults)}`);
  const { compiled } = compileInstrument(instrument, plainRender, () => "");
  return { source: instrument, compiled: compiled as CompiledProfileInstrument };
}

const instruments: Record<string, Shipped & { scales: string[]; perScale: number; reversed: number }> = {
  "attachment-styles": { ...shipped("attachment-styles"), scales: ["anxiety", "avoidance"], perScale: 15, reversed: 5 },
  communication: {
    ...shipped("communication"),
    scales: ["listening", "asking", "calm", "repair", "openness", "limits"],
    perScale: 6,
    reversed: 3,
  },
};

const readingFiles = readdirSync(path.join(FOLDER, "readings"), { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".md"),
);
const readings = readingFiles.map((file) => {
  const markdown = readFileSync(path.join(FOLDER, "readings", file), "utf8");
  return { file, markdown, rendered: render(markdown, "piece") };
});

const gradeOf = (markdown: string) => readingGrade(readingBlocks(render(markdown, "piece").tree)).grade;

/** The answer that gives `value` on the item's scale. */
function keyed(item: CompiledProfileInstrument["items"][number], value: number): number {
  if (item.kind !== "likert") throw new Error(`${item.key} is no rating`);
  return item.reverse ? item.minimum + item.maximum - value : value;
}

/** Answers that give every item of a scale the value that is named for the scale. */
function answersFor({ compiled }: Shipped, values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    compiled.items.flatMap((item) => {
      const value = item.kind === "likert" ? values[item.scale] : undefined;
      return value === undefined ? [] : [[item.key, keyed(item, value)]];
    }),
  );
}

describe.each(Object.entries(instruments))("%s", (_, instrument) => {
  const { source, compiled, scales, perScale, reversed } = instrument;
  const items = source.items.flatMap((item) => (item.kind === "likert" ? [item] : []));

  test("its scales have equally many items, and the same part of each is reverse-keyed", () => {
    expect(source.scales.map(({ key }) => key)).toEqual(scales);
    expect(items).toHaveLength(source.items.length);
    for (const scale of scales) {
      const own = items.filter((item) => item.scale === scale);
      expect({ scale, items: own.length, reversed: own.filter(({ reverse }) => reverse).length }).toEqual({
        scale,
        items: perScale,
        reversed,
      });
    }
  });

  test("no two items of a scale stand next to each other more than twice in a row", () => {
    const runs = items.filter((item, index) => index > 1 && [1, 2].every((back) => items[index - back]!.scale === item.scale));
    expect(runs.map(({ key }) => key)).toEqual([]);
  });

  test("every item is one short statement without a double negative, at grade 8 or below", () => {
    expect(new Set(items.map(({ prompt }) => prompt)).size).toBe(items.length);
    for (const { prompt } of items) {
      const { words, sentences, grade } = readingGrade([prompt]);
      expect({ prompt, sentences }).toEqual({ prompt, sentences: 1 });
      expect(words, prompt).toBeLessThanOrEqual(20);
      expect(grade, prompt).toBeLessThanOrEqual(HIGHEST_GRADE);
      const negatives = prompt.match(/\b(?:not|never|nothing|nobody|none|cannot|without)\b|n't\b/gi) ?? [];
      expect(negatives.length, prompt).toBeLessThanOrEqual(1);
    }
  });

  test("what is said before the items and with the result is at grade 8 or below and claims nothing", () => {
    for (const text of [source.intro!, source.limits!]) {
      expect(gradeOf(text)).toBeLessThanOrEqual(HIGHEST_GRADE);
      expect(text.length).toBeGreaterThan(400);
    }
    const titles = [...source.scales, ...source.profiles, ...Object.values(source.bands).flat()].map(({ title }) => title);
    const summaries = source.scales.flatMap(({ summary, low, high }) => [summary, low, high]);
    const texts = [source.intro!, source.limits!, ...titles, ...summaries, ...items.map(({ prompt }) => prompt)];
    for (const [what, pattern] of BANNED)
      expect({ what, texts: texts.filter((text) => pattern.test(text)) }).toEqual({ what, texts: [] });
    expect(source.limits).toContain("not a diagnosis");
    expect(source.limits).toContain("/lessons/when-to-get-help");
  });

  test("every scale has three bands, and every band and profile has a reading of its own", () => {
    const bands = scales.map((scale) => source.bands[scale] ?? []);
    expect(bands.map((list) => list.map(({ key }) => key))).toEqual(scales.map(() => ["low", "middle", "high"]));
    const files = [...bands.flat(), ...source.profiles].map(({ reading }) => reading?.replace("readings/", ""));
    expect(files.filter((file) => !readingFiles.includes(file ?? ""))).toEqual([]);
    expect(new Set(files).size).toBe(files.length);
  });

  test("every combination of bands, and every profile, can be reached", () => {
    const middle = (compiled.scales[0]!.minimum + compiled.scales[0]!.maximum) / 2;
    const ways = scales.map(() => [
      { band: "low", value: compiled.scales[0]!.minimum },
      { band: "middle", value: middle },
      { band: "high", value: compiled.scales[0]!.maximum },
    ]);
    const profiles = new Set<string | undefined>();
    const all = combinations(ways);
    expect(all).toHaveLength(3 ** scales.length);
    for (const way of all) {
      const values = Object.fromEntries(scales.map((scale, index) => [scale, way[index]!.value]));
      const result = scoreProfile(compiled, answersFor(instrument, values));
      expect(result.scales.map(({ band }) => band)).toEqual(way.map(({ band }) => band));
      profiles.add(result.profile?.key);
    }
    expect([...profiles].sort()).toEqual(source.profiles.map(({ key }) => key).sort());
  });

  test("a change of one step in one answer moves its scale by one item's part, in the direction of its key", () => {
    const centre = Object.fromEntries(scales.map((scale) => [scale, compiled.scales[0]!.minimum + 2]));
    const before = scoreProfile(compiled, answersFor(instrument, centre));
    for (const item of compiled.items) {
      if (item.kind !== "likert") continue;
      const answers = { ...answersFor(instrument, centre), [item.key]: keyed(item, centre[item.scale]! + 1) };
      const after = scoreProfile(compiled, answers);
      const moved = after.scales.map(({ key, score }, index) => ({ key, by: score! - before.scales[index]!.score! }));
      for (const { key, by } of moved) expect(by).toBeCloseTo(key === item.scale ? 1 / perScale : 0, 8);
    }
  });
});

describe("readings", () => {
  test("each stands in an instrument", () => {
    const used = Object.values(instruments).flatMap(({ source }) =>
      [...source.profiles, ...Object.values(source.bands).flat()].map(({ reading }) => reading?.replace("readings/", "")),
    );
    expect(readingFiles.toSorted()).toEqual(used.toSorted());
  });

  test.each(readings)("$file has 250 to 500 words at grade 8 or below, and claims nothing", ({ markdown, rendered }) => {
    expect([...rendered.faults, ...rendered.warnings]).toEqual([]);
    expect(rendered.words).toBeGreaterThanOrEqual(READING_WORDS.least);
    expect(rendered.words).toBeLessThanOrEqual(READING_WORDS.most);
    expect(readingGrade(readingBlocks(rendered.tree)).grade).toBeLessThanOrEqual(HIGHEST_GRADE);
    for (const [what, pattern] of BANNED)
      expect({ what, found: pattern.exec(markdown)?.[0] }).toEqual({ what, found: undefined });
  });

  test.each(readings)("$file names a strength, a small step and what to do near a line", ({ file, markdown }) => {
    if (!path.basename(file).startsWith("overall-")) expect(markdown).toMatch(/strength/i);
    expect(markdown).toMatch(/this week|What to try next|Where to begin|Where to look first/);
    expect(markdown).toMatch(/near (?:a|the) line|What lies on each side/);
  });
});

test("the statements of the Communication Assessment balance: the same answer to all of them is the middle of every scale", () => {
  const { compiled } = instruments.communication!;
  for (const point of [1, 2, 3, 4, 5]) {
    const same = Object.fromEntries(compiled.items.map(({ key }) => [key, point]));
    expect(scoreProfile(compiled, same).scales.map(({ score }) => score)).toEqual([3, 3, 3, 3, 3, 3]);
  }
});

test("a scale of the Communication Assessment bears two statements that did not come up, and not three", () => {
  const { compiled } = instruments.communication!;
  const answers = answersFor(instruments.communication!, { listening: 4, asking: 4, calm: 4, repair: 4, openness: 4, limits: 4 });
  const repair = compiled.items.flatMap((item) => (item.kind === "likert" && item.scale === "repair" ? [item.key] : []));
  const without = (count: number) => {
    const result = scoreProfile(compiled, {
      ...answers,
      ...Object.fromEntries(repair.slice(0, count).map((key) => [key, NOT_APPLICABLE])),
    });
    return { score: result.scales[3]!.score, band: result.scales[3]!.band, profile: result.profile?.key };
  };
  expect(without(2)).toEqual({ score: 4, band: "high", profile: "steady" });
  expect(without(3)).toEqual({ score: null, band: null, profile: "mixed" });
});

test("the middle bands of the Attachment Styles Assessment are exactly the zone in which a result is called near a line", () => {
  const { compiled } = instruments["attachment-styles"]!;
  const answer = fc.option(fc.integer({ min: 1, max: 7 }), { freq: 12 });
  const near = { inside: 0, outside: 0 };
  fc.assert(
    fc.property(fc.array(answer, { minLength: 30, maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (given, all) => {
      // Half of the answers say the same, so that scores reach beyond the middle.
      const answers = Object.fromEntries(
        compiled.items.flatMap((item, index) => {
          const value = given[index];
          return value === null || value === undefined ? [] : [[item.key, index % 2 ? value : keyed(item, all)]];
        }),
      );
      const result = scoreProfile(compiled, answers);
      if (result.scales.some(({ score }) => score === null)) return;
      for (const { key, band } of result.scales) {
        const isNear = result.nearBoundary.lines.some(({ scale }) => scale === key);
        expect(isNear).toBe(band === "middle");
        near[isNear ? "inside" : "outside"] += 1;
      }
    }),
    { numRuns: 2_000 },
  );
  expect(near.inside).toBeGreaterThan(100);
  expect(near.outside).toBeGreaterThan(100);
});

test.each([
  { low: 3, high: 3, score: 3, band: "low", near: false },
  { low: 3, high: 4, score: 3.5, band: "middle", near: true },
  { low: 4, high: 5, score: 4.5, band: "middle", near: true },
  { low: 5, high: 5, score: 5, band: "high", near: false },
])("a score of $score for worry is in the band $band, and near the line: $near", ({ low, high, score, band, near }) => {
  const { compiled } = instruments["attachment-styles"]!;
  const own = compiled.items.filter((item) => item.kind === "likert" && item.scale === "anxiety").slice(0, 14);
  const answers = Object.fromEntries(own.map((item, index) => [item.key, keyed(item, index % 2 ? low : high)]));
  const result = scoreProfile(compiled, { ...answersFor(instruments["attachment-styles"]!, { avoidance: 1 }), ...answers });
  expect(result.scales[0]).toMatchObject({ answered: 14, score, band });
  expect(result.nearBoundary.lines.length > 0).toBe(near);
});

test("the worked examples of the technical notes come out as they are written", () => {
  const attachment = instruments["attachment-styles"]!.compiled;
  const avoidance = attachment.items.flatMap((item) => (item.kind === "likert" && item.scale === "avoidance" ? [item] : []));
  const skipped = avoidance.find(({ reverse }) => !reverse)!.key;
  const given = Object.fromEntries(avoidance.flatMap(({ key, reverse }) => (key === skipped ? [] : [[key, reverse ? 6 : 3]])));
  expect(scoreProfile(attachment, given).scales[1]!.score).toBeCloseTo(2.64, 2);

  const repair = {
    "rep-first-step": 4,
    "rep-own-part": 2,
    "rep-met-halfway": 5,
    "rep-apology-with-but": 3,
    "rep-stayed-cold": 1,
    "rep-as-if-nothing": NOT_APPLICABLE,
  };
  expect(scoreProfile(instruments.communication!.compiled, repair).scales[3]).toMatchObject({
    answered: 5,
    score: 3.8,
    band: "high",
  });
});
