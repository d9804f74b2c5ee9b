import { expect, test } from "vitest";
import { comparableForm } from "#app/features/instruments/comparable-forms.ts";
import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { aProfile, compiled } from "#tests/support/assessment-builders.ts";

const stated = {
  norms: { mean: 3.4, sd: 1.1, sample: "812 adults in the Netherlands", source: "Jansen (2020), table 2" },
  reliability: { coefficient: 0.9, method: "Cronbach's alpha", source: "Jansen (2020), table 3" },
};

/** The profile with more on its first scale, and the profiles' fields changed. */
function withScale(more: object, given: Record<string, unknown> = {}) {
  const data = aProfile(given);
  const [first, ...others] = data.scales;
  return { ...data, scales: [{ ...first, ...more }, ...others] };
}

const findingsOf = (more: object) => {
  const { faults, warnings } = parseInstrument(withScale(more));
  return { faults: faults.map(({ path }) => path.join(".")), warnings: warnings.map(({ path }) => path.join(".")) };
};

test("stated norms and reliability are kept with the scale, and make no other form", () => {
  const instrument = compiled(withScale(stated)) as CompiledProfileInstrument;
  expect(instrument.scales[0]).toMatchObject(stated);
  expect(instrument.scales[1]).not.toHaveProperty("norms");
  expect(comparableForm(instrument)).toBe(comparableForm(compiled(aProfile())));
});

test.each<[string, object, string[], string[]]>([
  ["both, right", stated, [], []],
  [
    "a table of percentiles alone",
    {
      norms: {
        ...table([
          [2, 10],
          [4, 50],
          [6, 90],
        ]),
      },
    },
    [],
    [],
  ],
  ["norms without numbers", { norms: { sample: "x", source: "y" } }, ["scales.0.norms"], []],
  ["a mean without an sd", { norms: { mean: 3, sample: "x", source: "y" } }, ["scales.0.norms.mean"], []],
  ["an sd without a mean", { norms: { sd: 1, sample: "x", source: "y" } }, ["scales.0.norms.sd"], []],
  ["norms without a source", { norms: { mean: 3, sd: 1, sample: "x" } }, ["scales.0.norms.source"], []],
  [
    "a table whose scores fall",
    {
      norms: table([
        [4, 10],
        [2, 50],
      ]),
    },
    ["scales.0.norms.percentiles.1.score"],
    [],
  ],
  [
    "a table with a score twice",
    {
      norms: table([
        [4, 10],
        [4, 50],
      ]),
    },
    ["scales.0.norms.percentiles.1.score"],
    [],
  ],
  [
    "a table whose percentiles fall",
    {
      norms: table([
        [2, 50],
        [4, 10],
      ]),
    },
    ["scales.0.norms.percentiles.1.percentile"],
    [],
  ],
  [
    "a percentile above 100",
    {
      norms: table([
        [2, 50],
        [4, 101],
      ]),
    },
    ["scales.0.norms.percentiles.1.percentile"],
    [],
  ],
  ["a mean that no score has", { norms: { ...stated.norms, mean: 34 } }, [], ["scales.0.norms.mean"]],
  [
    "a table beyond the range",
    {
      norms: table([
        [2, 10],
        [9, 90],
      ]),
    },
    [],
    ["scales.0.norms.percentiles.1.score"],
  ],
  ["an sd that no group has", { norms: { ...stated.norms, sd: 11 } }, [], ["scales.0.norms.sd"]],
  [
    "a reliability of nought",
    { reliability: { ...stated.reliability, coefficient: 0, sd: 1 } },
    ["scales.0.reliability.coefficient"],
    [],
  ],
  [
    "a reliability above 1",
    { reliability: { ...stated.reliability, coefficient: 1.2, sd: 1 } },
    ["scales.0.reliability.coefficient"],
    [],
  ],
  ["a reliability without an sd", { reliability: stated.reliability }, [], ["scales.0.reliability"]],
  ["a reliability with an sd of its own", { reliability: { ...stated.reliability, sd: 1.2 } }, [], []],
])("%s is judged", (_, more, faults, warnings) => {
  expect(findingsOf(more)).toEqual({ faults, warnings });
});

test("every finding says what to do", () => {
  for (const more of [{ norms: { sample: "x", source: "y" } }, { norms: { mean: 3, sample: "x", source: "y" } }]) {
    for (const { message, remedy } of parseInstrument(withScale(more)).faults) {
      expect(message).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  }
});

test("what to do next is rendered for profiles and bands, and left out where there is nothing", () => {
  const profiles = aProfile().profiles.map((profile, index) => (index === 0 ? { ...profile, next: "Rest & read." } : profile));
  const bands = {
    avoidance: [
      { key: "low", title: "Low", below: 4, next: "Go on." },
      { key: "high", title: "High" },
    ],
  };
  const instrument = compiled(aProfile({ profiles, bands })) as CompiledProfileInstrument;
  expect(instrument.profiles[0]!.next).toBe("<p>Rest &amp; read.</p>");
  expect(instrument.profiles[1]).not.toHaveProperty("next");
  expect(instrument.scales[1]!.bands.map(({ next }) => next)).toEqual(["<p>Go on.</p>", undefined]);
  expect(comparableForm(instrument)).toBe(comparableForm(compiled(aProfile())));
});

function table(entries: [score: number, percentile: number][]) {
  return { sample: "x", source: "y", percentiles: entries.map(([score, percentile]) => ({ score, percentile })) };
}
