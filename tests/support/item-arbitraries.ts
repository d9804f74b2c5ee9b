import fc from "fast-check";
import type { Gap } from "#app/features/instruments/items/gaps.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import { type CompiledItem, kindOf, type SourceItem } from "#app/features/instruments/items/registry.ts";
import { plainRender } from "./assessment-builders.ts";

type Data = Record<string, unknown>;

/** Compiles the data of one item. @throws where it has a fault. */
export function compiledItem(data: Data): CompiledItem {
  const kind = kindOf(data as unknown as CompiledItem);
  const source = kind.schema.parse(data) as SourceItem;
  const { faults } = kind.check(source);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return kind.compile(source, { render: plainRender, pointsOf: () => [], rangeOf: () => undefined });
}

const points = fc.constantFrom(0, 0.5, 1, 2, 3);
const share = fc.constantFrom(0, 0.25, 0.5);
const word = fc.constantFrom("Paris", "Nîmes", "l'eau", "well-known", "a b", "St. Ives", "*", "a=b", "ŁÓDŹ", "ß");
const rule = fc.constantFrom("ignore", "exact");

const numberKey = fc
  .record({
    value: fc.integer({ min: -1_000, max: 1_000 }),
    tolerance: fc.constantFrom(0, 0.5, "5 %"),
    other: fc.integer({ min: -1_000, max: 1_000 }),
    share,
    unit: fc.option(fc.record({ required: fc.boolean(), penalty: fc.constantFrom(0, 0.1, 1) })),
  })
  .map(({ value, tolerance, other, share, unit }) => ({
    answers: [
      { value, tolerance },
      { from: other, to: other + 2, share },
    ],
    ...(unit && { unit: { ...unit, accepted: [{ text: "m" }, { text: "km", factor: 1_000 }] } }),
  }));

const textKey = fc.record({ best: word, share, case: rule, accents: rule, spacing: rule }).map(({ best, share, ...rules }) => ({
  answers: [{ text: best.replace("*", "\\*") }, { text: `another ${best.replace("*", "")} *`, share }],
  ...rules,
}));

const keys = (count: number) => [..."abcdefgh"].slice(0, count);

const matchingData = fc
  .record({ pairs: fc.integer({ min: 1, max: 5 }), extra: fc.integer({ min: 1, max: 3 }) })
  .chain(({ pairs, extra }) =>
    fc.record({
      credit: fc.constantFrom("per-pair", "partial", "all-or-nothing"),
      answers: fc.constant(keys(pairs + extra).map((key) => ({ key, text: `Answer ${key}` }))),
      pairs: fc.constant(keys(pairs).map((key) => ({ key, text: `Pair ${key}`, answer: key }))),
    }),
  );

const orderingData = fc.record({
  credit: fc.constantFrom("all-or-nothing", "positions", "neighbours"),
  entries: fc.integer({ min: 2, max: 5 }).map((count) => keys(count).map((key) => ({ key, text: `Entry ${key}` }))),
});

const gapData = fc.oneof(
  textKey.map((key) => ({ kind: "short-text", ...key })),
  numberKey.map((key) => ({ kind: "numeric", ...key })),
  fc.integer({ min: 0, max: 2 }).map((right) => ({
    kind: "choice",
    choices: keys(3).map((key, index) => ({ key, text: `Choice ${key}`, correct: index === right })),
  })),
);

const clozeData = fc.array(fc.tuple(gapData, points), { minLength: 1, maxLength: 4 }).map((gaps) => ({
  text: gaps.map((_, index) => `Text {{g${index}}}`).join(" and "),
  gaps: gaps.map(([gap, points], index) => ({ ...gap, key: `g${index}`, points })),
}));

/** An item that is typed, matched or ordered, and scored without a person. */
export function anyWrittenItem(key: string): fc.Arbitrary<CompiledItem> {
  const item = (kind: string, data: fc.Arbitrary<Data>, own: fc.Arbitrary<Data> = points.map((points) => ({ points }))) =>
    fc.tuple(data, own).map(([data, own]) => compiledItem({ kind, key, prompt: "Prompt", ...data, ...own }));
  return fc.oneof(
    item("numeric", numberKey),
    item("short-text", textKey),
    item("cloze", clozeData, fc.constant({})),
    item("matching", matchingData),
    item("ordering", orderingData),
  );
}

const typedText = fc
  .oneof(word, fc.string({ minLength: 1, maxLength: 30 }))
  .filter((text) => text.trim() !== "" && !/\r/.test(text));
const typedNumber = fc.oneof(
  fc.integer({ min: -1_010, max: 1_010 }).map(String),
  fc.constantFrom("1,5", "−3", "2 km", "1e3", "twelve", "1,234", "$5"),
);

function valueIn(gap: Gap): fc.Arbitrary<string> {
  if (gap.kind === "choice") return fc.constantFrom(...gap.choices.map(({ key }) => key));
  return gap.kind === "numeric" ? typedNumber : typedText;
}

/** Some of the fields, in their order. */
function fieldValues(fields: { key: string; value: fc.Arbitrary<string> }[]): fc.Arbitrary<string[]> {
  return fc
    .tuple(...fields.map(({ key, value }) => fc.option(value.map((text) => `${key}=${text}`))))
    .map((all) => all.filter((text) => text !== null))
    .filter((all) => all.length > 0);
}

/** A possible answer to an item that is typed, matched or ordered. */
export function answerToWritten(item: CompiledItem): fc.Arbitrary<Answer> {
  if (item.kind === "numeric") return typedNumber;
  if (item.kind === "cloze") return fieldValues(item.gaps.map((gap) => ({ key: gap.key, value: valueIn(gap) })));
  if (item.kind === "matching") {
    const value = fc.constantFrom(...item.answers.map(({ key }) => key));
    return fieldValues(item.pairs.map(({ key }) => ({ key, value })));
  }
  if (item.kind === "ordering") {
    const value = fc.constantFrom(...item.order.map((_, index) => String(index + 1)));
    return fieldValues([...item.order].sort().map((key) => ({ key, value })));
  }
  return typedText;
}
