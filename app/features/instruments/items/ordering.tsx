import { z } from "zod";
import { choiceKeyField, keyField, markdownField } from "../fields.ts";
import { findRepeatedKeys } from "../finding.ts";
import { shuffled } from "../seeded.ts";
import { oneOf, parseFields, readFields } from "./field-answers.ts";
import { compilePrompt, type ItemKind, noAnswer, type Prompt, pointScore } from "./item-kind.ts";
import { byKey, findClashes, opaqueKeys } from "./opaque-key.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { SelectList } from "./select-list.tsx";

const CREDITS = ["all-or-nothing", "positions", "neighbours"] as const;

export const orderingSchema = z.strictObject({
  kind: z.literal("ordering"),
  key: keyField,
  prompt: markdownField,
  points: z.number().min(0).max(1_000).default(1),
  credit: z.enum(CREDITS).default("all-or-nothing"),
  /** In the right order. */
  entries: z
    .array(z.strictObject({ key: choiceKeyField, text: markdownField }))
    .min(2)
    .max(30),
  feedback: markdownField.optional(),
});
export type OrderingSource = z.infer<typeof orderingSchema>;

export interface Ordering {
  kind: "ordering";
  key: string;
  prompt: Prompt;
  points: number;
  credit: (typeof CREDITS)[number];
  /** Under opaque keys, in an order that tells nothing. `text` is HTML. */
  entries: { key: string; text: string }[];
  /** The keys in the right order. */
  order: string[];
  feedback?: string;
}

export interface OrderingQuestion {
  kind: "ordering";
  key: string;
  prompt: Prompt;
  entries: { key: string; text: string }[];
}

/**
 * A list to put in order, by a number for each entry. Positions: entries with the right number / entries. Neighbours:
 * entries that come right after the one that they should follow / (entries - 1); a number that was given twice has no
 * neighbours. Entries are always shuffled.
 */
export const ordering: ItemKind<OrderingSource, Ordering, OrderingQuestion, string[]> = {
  kind: "ordering",
  schema: orderingSchema,
  check: ({ key, entries }) => ({
    faults: [...findRepeatedKeys(["entries"], entries, "entry"), ...findClashes(key, ["entries"], entries)],
    warnings: [],
  }),
  maximum: ({ points }) => points,
  compile(item, { render }) {
    const keys = opaqueKeys(
      item.key,
      item.entries.map(({ text }) => text),
    );
    const entries = item.entries.map(({ text }, index) => ({ key: keys[index]!, text: render.inline(text) }));
    return {
      kind: "ordering",
      key: item.key,
      prompt: compilePrompt(item.prompt, render),
      points: item.points,
      credit: item.credit,
      order: entries.map(({ key }) => key),
      entries: entries.sort(byKey),
      ...(item.feedback && { feedback: render.block(item.feedback) }),
    };
  },
  shuffle: (item, random) => ({ ...item, entries: shuffled(item.entries, random) }),
  ask: ({ key, prompt, entries }) => ({ kind: "ordering", key, prompt, entries }),
  View: (props) => {
    const { key, entries } = props.question;
    const hint = `Give each a number, from 1 for the first to ${entries.length} for the last.`;
    return (
      <QuestionFieldset {...props} hint={hint} remark={ordering.remark?.(props.question, props.values)}>
        <SelectList
          itemKey={key}
          rows={entries}
          options={entries.map((_, index) => ({ value: String(index + 1), text: String(index + 1) }))}
          none="–"
          values={props.values}
          invalid={Boolean(props.error)}
          numbers
        />
      </QuestionFieldset>
    );
  },
  parse(item, given) {
    const numbers = item.order.map((_, index) => String(index + 1));
    // In the order of the keys, which no shuffle changes.
    return parseFields(
      [...item.order].sort().map((key) => oneOf(key, numbers)),
      given,
    );
  },
  values: (answer) => answer,
  remark({ entries }, values) {
    const given = [...readFields(values).values()].map(Number);
    const twice = given.find((number, index) => given.indexOf(number) < index);
    if (twice !== undefined) return `The number ${twice} stands at more than one entry. Give each number once.`;
    return given.length > 0 && given.length < entries.length ? "Some entries have no number yet." : undefined;
  },
  score(item, answer) {
    if (answer === null) return noAnswer(item.points);
    const given = readFields(answer);
    const { order } = item;
    const right = order.filter((key, index) => given.get(key) === String(index + 1)).length;
    if (item.credit === "neighbours") return pointScore(countNeighbours(order, given) / (order.length - 1), item.points);
    if (item.credit === "positions") return pointScore(right / order.length, item.points);
    return pointScore(right === order.length ? 1 : 0, item.points);
  },
  review(item, answer) {
    const given = readFields(answer ?? []);
    const textOf = (key: string) => item.entries.find((entry) => entry.key === key)?.text ?? "";
    const own = [...given].sort(([, a], [, b]) => Number(a) - Number(b));
    const isRight = own.length === item.order.length && item.order.every((key, index) => given.get(key) === String(index + 1));
    const options = own.map(([key, number]) => ({
      value: key,
      text: `${number}. ${textOf(key)}`,
      given: true,
      correct: item.order[Number(number) - 1] === key,
    }));
    const right = item.order.map((key, index) => ({
      value: `${key}-right`,
      text: `${index + 1}. ${textOf(key)}`,
      given: false,
      correct: true,
    }));
    return { options: [...options, ...(isRight ? [] : right)], ...(item.feedback && { feedback: item.feedback }) };
  },
  rows: (item) => item.order.flatMap((key) => item.order.map((_, index) => rowOf(item, key, String(index + 1)))),
  rowsOf: (item, answer) => [...readFields(answer)].map(([key, number]) => rowOf(item, key, number)),
};

function rowOf(item: Ordering, key: string, number: string) {
  return { part: key, value: number, label: number, right: item.order[Number(number) - 1] === key };
}

function countNeighbours(order: string[], given: Map<string, string>): number {
  const numbers = [...given.values()];
  const once = (number: string | undefined) => numbers.filter((other) => other === number).length === 1;
  return order.slice(1).filter((key, index) => {
    const [before, own] = [given.get(order[index]!), given.get(key)];
    return once(before) && once(own) && Number(own) === Number(before) + 1;
  }).length;
}
