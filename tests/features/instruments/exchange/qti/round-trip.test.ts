import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportQti } from "#app/features/instruments/exchange/qti/export-qti.ts";
import type { Instrument } from "#app/features/instruments/instrument.schema.ts";
import { opaqueKeys } from "#app/features/instruments/items/opaque-key.ts";
import { type CompiledItem, kindOf, type SourceItem } from "#app/features/instruments/items/registry.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { plainRender } from "#tests/support/assessment-builders.ts";
import { filesOf, imported, messagesOf, zipOf } from "#tests/support/qti-packages.ts";
import { type Data, instrumentWith, KINDS, sourceItem } from "#tests/support/source-items.ts";

const MEDIA = ["plane.svg", "sheet.pdf", "breath.mp3"].map((name) => ({
  path: `media/${name}`,
  bytes: new TextEncoder().encode(name === "plane.svg" ? "<svg xmlns='http://www.w3.org/2000/svg'/>" : name),
}));
const mediaOf = (name: string) => MEDIA.find(({ path }) => path.endsWith(name))?.bytes;

function parsed(items: Data[], more: Data = {}): Instrument {
  const { instrument, faults } = parseInstrument({ ...instrumentWith(items), ...more });
  if (!instrument) throw new Error(JSON.stringify(faults));
  return instrument;
}

async function comesBackAs(instrument: Instrument) {
  const { bytes } = await exportQti(instrument, mediaOf);
  return imported(bytes);
}

describe("the import of an export is the same item", () => {
  test.each(Object.keys(KINDS))("%s", async (kind) => {
    await fc.assert(
      fc.asyncProperty(sourceItem(kind), async (data) => {
        const before = parsed([data]);
        const { questions } = await comesBackAs(before);
        expect(questions.map(({ notes }) => notes)).toEqual([[]]);
        expect(parsed([questions[0]!.item!]).items).toEqual(before.items);
      }),
      { numRuns: 60 },
    );
  });

  test("many items, with sections and draws, in their places", async () => {
    const item = (key: string, more: Data = {}): Data => ({
      key,
      kind: "true-false",
      prompt: `Is ${key} so?`,
      answer: true,
      ...more,
    });
    const items = [
      item("first"),
      item("in-one", { section: "one" }),
      ...["b1", "b2", "b3"].map((key) => item(key, { section: "one", bank: "talks" })),
      item("in-two", { section: "two" }),
    ];
    const more = {
      intro: "Read **well**.",
      minutes: 20,
      shuffle: true,
      sections: [
        { key: "one", title: "One & only", intro: "About *one*." },
        { key: "two", title: "Two" },
      ],
      draws: { talks: 2 },
    };
    const before = parsed(items, more);
    const { questions, settings, notes } = await comesBackAs(before);
    const { sections, draws, shuffle, minutes, intro, title } = settings;
    expect({ sections, draws, shuffle, minutes, intro, title }).toEqual({
      sections: [
        { key: "one", title: "One & only", intro: "About *one*." },
        { key: "two", title: "Two" },
      ],
      draws: { talks: 2 },
      shuffle: true,
      minutes: 20,
      intro: "Read **well**.",
      title: "Check & more",
    });
    expect(questions.map(({ item: one }) => [one!.key, one!.section, one!.bank])).toEqual([
      ["first", undefined, undefined],
      ["in-one", "one", undefined],
      ["b1", "one", "talks"],
      ["b2", "one", "talks"],
      ["b3", "one", "talks"],
      ["in-two", "two", undefined],
    ]);
    expect(messagesOf({ notes })).toEqual(["kept: Read as QTI 3.0."]);
  });

  test("the same bytes each time, and the same items from them", async () => {
    const data = fc.sample(sourceItem("cloze"), { numRuns: 1, seed: 7 });
    const instrument = parsed(data);
    const [one, two] = [await exportQti(instrument, mediaOf), await exportQti(instrument, mediaOf)];
    expect(Buffer.compare(Buffer.from(one.bytes), Buffer.from(two.bytes))).toBe(0);
    expect(await imported(one.bytes)).toEqual(await imported(two.bytes));
  });

  test("what was imported and exported again comes back the same", async () => {
    const all = Object.keys(KINDS).filter((kind) => kind !== "likert");
    const items = all.flatMap((kind, index) => fc.sample(sourceItem(kind, `item-${index}`), { numRuns: 1, seed: 42 }));
    const first = await comesBackAs(parsed(items));
    const again = await comesBackAs(parsed(first.questions.map(({ item }) => item!)));
    expect(again.questions.map(({ item }) => item)).toEqual(first.questions.map(({ item }) => item));
    expect(again.media).toEqual(first.media);
  });

  test("the media that are shown are in the package, and no others", async () => {
    const prompt = "![A plane](media:plane.svg)\n\n::audio{file=breath.mp3 transcript=breath.transcript.md title=B}";
    const instrument = parsed([{ key: "q1", kind: "long-text", prompt: `${prompt}\n\n[gone](media:gone.pdf)` }]);
    const { bytes, notes } = await exportQti(instrument, mediaOf);
    expect(Object.keys(await filesOf(bytes)).filter((path) => path.startsWith("media/"))).toEqual([
      "media/breath.mp3",
      "media/plane.svg",
    ]);
    expect(messagesOf({ notes })).toContain("unsupported: The file gone.pdf was not there to be packed.");
    const { media } = await imported(bytes);
    expect(media.map(({ path }) => path).sort()).toEqual(["media/breath.mp3", "media/plane.svg"]);
  });
});

describe("an item that was changed elsewhere is read from its file", () => {
  test("a changed key counts, and is told", async () => {
    const choices = [
      { key: "a", text: "A", correct: true },
      { key: "b", text: "B" },
    ];
    const { bytes } = await exportQti(parsed([{ key: "q1", kind: "single-choice", prompt: "Which?", choices }]));
    const files = await filesOf(bytes);
    files["items/q1.xml"] = files["items/q1.xml"]!.replace("<qti-value>a</qti-value>", "<qti-value>b</qti-value>");
    const [question] = (await imported(await zipOf(files))).questions;
    expect(question!.item).toMatchObject({ choices: [{ key: "a" }, { key: "b", correct: true }] });
    expect(messagesOf(question!)[0]).toMatch(/changed after it was exported/);
  });

  test("a file that was only written anew, with other blanks and orders, counts as unchanged", async () => {
    const choices = [
      { key: "a", text: "A *b*", correct: true },
      { key: "b", text: "B" },
    ];
    const { bytes } = await exportQti(parsed([{ key: "q1", kind: "single-choice", prompt: "Which?", choices, hints: ["Look"] }]));
    const files = await filesOf(bytes);
    files["items/q1.xml"] = files["items/q1.xml"]!.replace(/>\s*</g, ">\n\n\t<").replace(
      'cardinality="single" base-type="identifier"',
      'base-type="identifier" cardinality="single"',
    );
    const [question] = (await imported(await zipOf(files))).questions;
    expect(question!.notes).toEqual([]);
    expect(question!.item).toMatchObject({ hints: ["Look"] });
  });
});

describe("other systems, which do not know our file, score as we do", () => {
  const scored = ["single-choice", "multiple-choice", "true-false", "numeric", "short-text", "cloze", "matching", "ordering"];
  test.each(scored)("%s", async (kind) => {
    await fc.assert(
      fc.asyncProperty(plainItem(kind), fc.nat(), async (data, seed) => {
        const before = parsed([data]);
        const files = await filesOf((await exportQti(before, mediaOf)).bytes);
        delete files["courageous/instrument.json"];
        const { questions } = await imported(await zipOf(files));
        const after = questions[0]!.item;
        if (!after) throw new Error(JSON.stringify(questions[0]!.notes));
        const read = parsed([after]);
        const [ours, theirs] = [compile(before), compile(read)];
        let state = seed;
        const next = () => {
          state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
          return Math.floor(state / 65_536);
        };
        for (let round = 0; round < 20; round += 1) {
          const answer = answerTo(before.items[0]!, next);
          const [a, b] = [scoreOf(ours, answer()), scoreOf(theirs, answer(read.items[0]))];
          expect({ answer: answer(), points: b }).toEqual({ answer: answer(), points: expect.closeTo(a, 6) });
        }
      }),
      { numRuns: 40 },
    );
  });
});

function compile({ items: [item] }: Instrument): CompiledItem {
  return kindOf(item!).compile(item!, { render: plainRender, pointsOf: () => [], rangeOf: () => undefined });
}

function scoreOf(item: CompiledItem, given: unknown): number {
  const kind = kindOf(item);
  const answer = kind.parse(item, given);
  if (answer.status !== "answer") throw new Error(`${JSON.stringify(given)}: ${JSON.stringify(answer)}`);
  const score = kind.score(item, answer.answer);
  return score.counts === "points" ? score.points : Number.NaN;
}

/** Without what QTI cannot say. */
function plainItem(kind: string): fc.Arbitrary<Data> {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([name]) => !["accents", "punctuation", "spacing", "unit"].includes(name));
    return Object.fromEntries(kept.map(([name, inner]) => [name, plain(inner)]));
  };
  return sourceItem(kind).map((data) => plain(data) as Data);
}

/** An answer by chance. On the sides of a pair the item that was read has other keys. */
function answerTo(item: SourceItem, next: () => number): (read?: SourceItem) => unknown {
  const oneOf = <T>(list: T[]): T => list[next() % list.length]!;
  const some = <T>(list: T[]): T[] => list.filter(() => next() % 2 === 0);
  const turned = (text: string) => (next() % 3 === 0 ? text.toUpperCase() : next() % 3 === 0 ? `${text} too` : text);
  const text = (answers: { text: string }[]) =>
    turned(oneOf([...answers.map((answer) => answer.text.replace(/\\([\\*])|\*/g, "$1")), "nonsense"]));
  const number = (answers: { value?: number; tolerance?: unknown; from?: number; to?: number }[]) => {
    const marks = answers.flatMap(({ value = 0, from = value, to = value }) => [
      value,
      from,
      to,
      (from + to) / 2,
      value + 0.25,
      value * 1.04,
      to + 1,
    ]);
    return String(oneOf([...marks, 77.5]));
  };
  const plain = (given: unknown) => () => given;
  switch (item.kind) {
    case "single-choice":
      return plain(oneOf(item.choices).key);
    case "multiple-choice":
      return plain(some(item.choices).map(({ key }) => key));
    case "true-false":
      return plain(oneOf(["true", "false"]));
    case "numeric":
      return plain(number(item.answers));
    case "short-text":
      return plain(text(item.answers));
    case "cloze":
      return plain(
        some(item.gaps).map((gap) => {
          if (gap.kind === "choice") return `${gap.key}=${oneOf(gap.choices).key}`;
          return `${gap.key}=${gap.kind === "numeric" ? number(gap.answers) : text(gap.answers)}`;
        }),
      );
    case "matching": {
      const pairs = some(item.pairs).map(
        ({ key, answer }) => [key, next() % 2 === 0 ? answer : oneOf(item.answers).key] as const,
      );
      const keys = opaqueKeys(
        item.key,
        item.answers.map(({ text }) => text),
      );
      const nameOf = (to: string) => keys[item.answers.findIndex(({ key }) => key === to)];
      return (read) => pairs.map(([key, to]) => `${read ? "pair-" : ""}${key}=${nameOf(to)}`);
    }
    case "ordering": {
      const order = item.entries.map((_, index) => index);
      const [at, to] = [next() % order.length, next() % order.length];
      [order[at], order[to]] = [order[to]!, order[at]!];
      return (read) => {
        const { entries } = read?.kind === "ordering" ? read : item;
        const keys = opaqueKeys(
          item.key,
          entries.map(({ text }) => text),
        );
        return order.map((entry, index) => `${keys[entry]}=${index + 1}`);
      };
    }
    default:
      throw new Error(item.kind);
  }
}
