import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { compileInstrument } from "#app/features/instruments/compile-instrument.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { aCheck, aProfile, compiled, plainRender } from "#tests/support/assessment-builders.ts";

const courses = "content/courses";
const shipped = readdirSync(courses, { recursive: true, encoding: "utf8" }).filter((file) =>
  /assessments\/[^/]+\.yaml$/.test(file),
);

test.each(shipped)("the shipped instrument %s has no fault, no warning and all its readings", (file) => {
  const source = path.join(courses, file);
  const { instrument, faults, warnings } = parseInstrument(parse(readFileSync(source, "utf8")));
  expect({ faults, warnings }).toEqual({ faults: [], warnings: [] });
  const readReading = (name: string) => readFileSync(path.join(path.dirname(source), name), "utf8");
  expect(compileInstrument(instrument!, plainRender, readReading).missing).toEqual([]);
});

test("the description of item kinds holds an item of every kind, without faults", () => {
  const description = readFileSync("docs/course-folder.md", "utf8").split("### Kinds of graded items")[1]!;
  const items = parse(/```yaml\n([\s\S]*?)```/.exec(description)![1]!) as { kind: string }[];
  const { instrument, faults, warnings } = parseInstrument(aCheck({ items }));
  expect({ faults, warnings }).toEqual({ faults: [], warnings: [] });
  expect(instrument?.items).toHaveLength(items.length);
  expect([...new Set(items.map(({ kind }) => kind))].sort()).toEqual(
    [
      "single-choice",
      "multiple-choice",
      "true-false",
      "numeric",
      "short-text",
      "cloze",
      "matching",
      "ordering",
      "long-text",
      "file-upload",
    ].sort(),
  );
});

/** The check or the profile with one thing changed, and where the fault must point. */
function changed(data: object, at: (string | number)[], value: unknown): object {
  const copy = structuredClone(data) as Record<string | number, unknown>;
  let holder = copy;
  for (const part of at.slice(0, -1)) holder = holder[part] as typeof holder;
  if (value === undefined) delete holder[at.at(-1)!];
  else holder[at.at(-1)!] = value;
  return copy;
}

test.each<[string, object, (string | number)[], unknown, (string | number)[]]>([
  ["a missing title", aCheck(), ["title"], undefined, ["title"]],
  ["a kind that does not exist", aCheck(), ["kind"], "exam", ["kind"]],
  ["a key with capital letters", aCheck(), ["key"], "Check-One", ["key"]],
  ["a key that is a number", aCheck(), ["items", 0, "choices", 0, "key"], 1, ["items", 0, "choices", 0, "key"]],
  ["an item kind that does not exist", aCheck(), ["items", 1, "kind"], "essay", ["items", 1, "kind"]],
  ["two items with one key", aCheck(), ["items", 2, "key"], "colour", ["items", 2, "key"]],
  ["two choices with one key", aCheck(), ["items", 1, "choices", 2, "key"], "two", ["items", 1, "choices", 2, "key"]],
  ["two right choices of a single choice", aCheck(), ["items", 0, "choices", 0, "correct"], true, ["items", 0, "choices"]],
  ["no right choice of a single choice", aCheck(), ["items", 0, "choices", 1, "correct"], false, ["items", 0, "choices"]],
  [
    "no right choice of a multiple choice",
    aCheck(),
    ["items", 1, "choices"],
    [
      { key: "a", text: "A" },
      { key: "b", text: "B" },
    ],
    ["items", 1, "choices"],
  ],
  ["a pass mark above 100", aCheck(), ["passMark"], 101, ["passMark"]],
  ["no attempts at all", aCheck(), ["attempts"], 0, ["attempts"]],
  ["an attempt and a half", aCheck(), ["attempts"], 1.5, ["attempts"]],
  ["an empty list of items", aCheck(), ["items"], [], ["items"]],
  [
    "a rating in a graded check",
    aCheck(),
    ["items", 2],
    { key: "rate", kind: "likert", prompt: "?", scale: "calm" },
    ["items", 2, "kind"],
  ],
  ["an item on a scale that does not exist", aProfile(), ["items", 0, "scale"], "warmth", ["items", 0, "scale"]],
  [
    "a choice in a profile",
    aProfile(),
    ["items", 0],
    { key: "tf", kind: "true-false", prompt: "?", answer: true },
    ["items", 0, "kind"],
  ],
  ["points that do not rise", aProfile(), ["points", 2, "value"], 1, ["points", 2, "value"]],
  ["points outside of the scale", aProfile(), ["scales", 0, "maximum"], 5, ["scales", 0, "maximum"]],
  ["a scale that runs backwards", aProfile(), ["scales", 0, "maximum"], 0, ["scales", 0, "maximum"]],
  ["two scales with one key", aProfile(), ["scales", 1, "key"], "anxiety", ["scales", 1, "key"]],
  ["two profiles with one key", aProfile(), ["profiles", 1, "key"], "secure", ["profiles", 1, "key"]],
  [
    "a condition on a scale that does not exist",
    aProfile(),
    ["profiles", 0, "when"],
    { warmth: { from: 1 } },
    ["profiles", 0, "when", "warmth"],
  ],
  [
    "a condition that nothing meets",
    aProfile(),
    ["profiles", 0, "when", "anxiety"],
    { from: 4, below: 4 },
    ["profiles", 0, "when", "anxiety"],
  ],
  ["an empty condition", aProfile(), ["profiles", 0, "when", "anxiety"], {}, ["profiles", 0, "when", "anxiety"]],
  ["a profile for everybody that is not the last", aProfile(), ["profiles", 0, "when"], {}, ["profiles", 0, "when"]],
  ["a plot of a scale that does not exist", aProfile(), ["plot", "x"], "warmth", ["plot", "x"]],
  ["a plane of one scale", aProfile(), ["plot", "y"], "anxiety", ["plot", "y"]],
  [
    "bands of a scale that does not exist",
    aProfile(),
    ["bands"],
    { warmth: [{ key: "all", title: "All" }] },
    ["bands", "warmth"],
  ],
  [
    "bands that fall",
    aProfile(),
    ["bands"],
    {
      anxiety: [
        { key: "hi", title: "Hi", below: 5 },
        { key: "lo", title: "Lo", below: 2 },
        { key: "re", title: "Re" },
      ],
    },
    ["bands", "anxiety", 1, "below"],
  ],
  ["a reading outside of the folder", aProfile(), ["profiles", 0, "reading"], "../secret.md", ["profiles", 0, "reading"]],
])("%s is a fault at its place, with a remedy", (_, data, at, value, path) => {
  const { instrument, faults } = parseInstrument(changed(data, at, value));
  expect(instrument).toBeUndefined();
  const fault = faults.find((fault) => JSON.stringify(fault.path) === JSON.stringify(path));
  expect(fault, JSON.stringify(faults)).toBeDefined();
  expect(fault?.message.length).toBeGreaterThan(10);
  expect(fault?.remedy.length).toBeGreaterThan(10);
});

test("a pass mark that nobody can reach is a fault", () => {
  const data = aCheck({ items: aCheck().items.map((item) => ({ ...item, points: 0 })) });
  expect(parseInstrument(data).faults.map(({ path }) => path)).toEqual([["passMark"]]);
});

test("every fault is reported at once", () => {
  const { faults } = parseInstrument({
    key: 1,
    kind: "graded",
    title: "",
    passMark: "high",
    items: [{ kind: "true-false", key: "x y" }],
  });
  expect(faults.map(({ path }) => path.join("."))).toEqual([
    "key",
    "title",
    "items.0.key",
    "items.0.prompt",
    "items.0.answer",
    "passMark",
  ]);
});

test("an unknown field is a warning, at every depth, and changes nothing else", () => {
  const data = changed(changed(aCheck(), ["colour"], "red"), ["items", 0, "choices", 1, "weight"], 3);
  const { instrument, warnings } = parseInstrument(data);
  expect(warnings.map(({ path }) => path.join(".")).sort()).toEqual(["colour", "items.0.choices.1.weight"]);
  expect(instrument).toEqual(parseInstrument(aCheck()).instrument);
});

test("scores that no profile takes are a warning that says where", () => {
  const { instrument, warnings } = parseInstrument(aProfile({ profiles: aProfile().profiles.slice(0, 3) }));
  expect(instrument).toBeDefined();
  expect(warnings).toEqual([
    expect.objectContaining({ path: ["profiles"], message: expect.stringContaining("anxiety from 4 and avoidance from 4") }),
  ]);
});

test("a profile that nobody can get is a warning", () => {
  const profiles = [
    ...aProfile().profiles,
    { key: "late", title: "Late", when: { anxiety: { from: 5 } }, reading: "readings/late.md" },
  ];
  const { warnings } = parseInstrument(aProfile({ profiles }));
  expect(warnings.map(({ path }) => path)).toEqual([["profiles", 4]]);
});

test("a reading that is not in the folder is returned as missing", () => {
  const { instrument } = parseInstrument(aProfile());
  const { missing } = compileInstrument(instrument!, plainRender, (name) => (name === "readings/secure.md" ? "Text" : undefined));
  expect(missing).toEqual(["readings/anxious.md", "readings/avoidant.md", "readings/fearful.md"]);
});

test("what is stored is plain JSON with all Markdown as HTML", () => {
  for (const data of [aCheck(), aProfile()]) {
    const definition = compiled(data);
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
  }
  expect(compiled(aProfile())).toMatchObject({
    limits: "<p>Hold it lightly.</p>",
    profiles: [{ reading: "<p>Reading of readings/secure.md</p>" }, {}, {}, {}],
  });
});

test("nothing that YAML can hold makes the checker fail", () => {
  const field = fc.constantFrom(
    "key",
    "kind",
    "title",
    "items",
    "scales",
    "points",
    "profiles",
    "when",
    "choices",
    "bands",
    "plot",
    "passMark",
  );
  const leaf = fc.oneof(
    fc.constantFrom("graded", "profile", "likert", "single-choice", "a", "", "plane"),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(field, fc.string()), tie("tree"), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.boolean(), (data, graded) => {
      for (const given of [data, { ...(graded ? aCheck() : aProfile()), ...(data as object) }]) {
        const { instrument, faults } = parseInstrument(given);
        expect(instrument === undefined).toBe(faults.length > 0);
        if (instrument) compileInstrument(instrument, plainRender, () => "");
      }
    }),
    { numRuns: 500 },
  );
});
