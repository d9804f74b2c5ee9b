import { z } from "zod";
import { choiceKeyField, keyField, markdownField } from "../fields.ts";
import { type Finding, findRepeatedKeys } from "../finding.ts";
import { shuffled } from "../seeded.ts";
import { oneOf, parseFields, readFields } from "./field-answers.ts";
import { type AnswerRow, compilePrompt, escapeHtml, type ItemKind, noAnswer, type Prompt, pointScore } from "./item-kind.ts";
import { byKey, findClashes, opaqueKeys } from "./opaque-key.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { SelectList } from "./select-list.tsx";

const CREDITS = ["per-pair", "partial", "all-or-nothing"] as const;

export const matchingSchema = z.strictObject({
  kind: z.literal("matching"),
  key: keyField,
  prompt: markdownField,
  points: z.number().min(0).max(1_000).default(1),
  credit: z.enum(CREDITS).default("per-pair"),
  /** Plain text, since they stand in select elements. Answers of no pair are distractors. */
  answers: z
    .array(z.strictObject({ key: choiceKeyField, text: z.string().trim().min(1).max(300) }))
    .min(2)
    .max(50),
  pairs: z
    .array(
      z.strictObject({ key: choiceKeyField, text: markdownField, answer: choiceKeyField, feedback: markdownField.optional() }),
    )
    .min(1)
    .max(50),
  feedback: markdownField.optional(),
});
export type MatchingSource = z.infer<typeof matchingSchema>;

export interface Matching {
  kind: "matching";
  key: string;
  prompt: Prompt;
  points: number;
  credit: (typeof CREDITS)[number];
  /** Under opaque keys: the author's own may tell what belongs to what. */
  answers: { key: string; text: string }[];
  /** `text` and `feedback` are HTML; `answer` is the opaque key of the right one. */
  pairs: { key: string; text: string; answer: string; feedback?: string }[];
  feedback?: string;
}

export interface MatchingQuestion {
  kind: "matching";
  key: string;
  prompt: Prompt;
  answers: { value: string; text: string }[];
  pairs: { key: string; text: string }[];
}

/**
 * Pairs to be found. Per pair: right pairs / pairs. Partial: (right - wrong) / pairs, never below 0, so that guessing does
 * not pay. All-or-nothing: all points for all pairs. Answers are always shuffled.
 */
export const matching: ItemKind<MatchingSource, Matching, MatchingQuestion, string[]> = {
  kind: "matching",
  schema: matchingSchema,
  check({ key, answers, pairs }) {
    const faults: Finding[] = [
      ...findRepeatedKeys(["answers"], answers, "answer"),
      ...findRepeatedKeys(["pairs"], pairs, "pair"),
      ...findSameText(answers),
    ];
    pairs.forEach((pair, index) => {
      if (answers.some((answer) => answer.key === pair.answer)) return;
      faults.push({
        path: ["pairs", index, "answer"],
        message: `There is no answer "${pair.answer}".`,
        remedy: `Name one of: ${answers.map((answer) => answer.key).join(", ")}.`,
      });
    });
    faults.push(...findClashes(key, ["answers"], answers));
    return { faults, warnings: [] };
  },
  maximum: ({ points }) => points,
  compile(item, { render }) {
    const keys = opaqueKeys(
      item.key,
      item.answers.map(({ text }) => text),
    );
    return {
      kind: "matching",
      key: item.key,
      prompt: compilePrompt(item.prompt, render),
      points: item.points,
      credit: item.credit,
      answers: item.answers.map(({ text }, index) => ({ key: keys[index]!, text })).sort(byKey),
      pairs: item.pairs.map(({ key, text, answer, feedback }) => ({
        key,
        text: render.inline(text),
        answer: keys[item.answers.findIndex((one) => one.key === answer)]!,
        ...(feedback && { feedback: render.block(feedback) }),
      })),
      ...(item.feedback && { feedback: render.block(item.feedback) }),
    };
  },
  shuffle: (item, random) => ({ ...item, answers: shuffled(item.answers, random) }),
  ask: ({ key, prompt, answers, pairs }) => ({
    kind: "matching",
    key,
    prompt,
    answers: answers.map(({ key, text }) => ({ value: key, text })),
    pairs: pairs.map(({ key, text }) => ({ key, text })),
  }),
  View: (props) => {
    const { key, pairs, answers } = props.question;
    return (
      <QuestionFieldset {...props} hint="Choose what belongs to each.">
        <SelectList
          itemKey={key}
          rows={pairs}
          options={answers}
          none="Choose"
          values={props.values}
          invalid={Boolean(props.error)}
        />
      </QuestionFieldset>
    );
  },
  parse(item, given) {
    const keys = item.answers.map(({ key }) => key);
    return parseFields(
      item.pairs.map(({ key }) => oneOf(key, keys)),
      given,
    );
  },
  values: (answer) => answer,
  score(item, answer) {
    if (answer === null) return noAnswer(item.points);
    const given = readFields(answer);
    const right = item.pairs.filter(({ key, answer }) => given.get(key) === answer).length;
    const all = item.pairs.length;
    if (item.credit === "all-or-nothing") return pointScore(right === all ? 1 : 0, item.points);
    return pointScore((item.credit === "partial" ? 2 * right - given.size : right) / all, item.points);
  },
  review(item, answer) {
    const given = readFields(answer ?? []);
    const options = item.pairs.flatMap(({ key, text, answer, feedback }) => {
      const own = given.get(key);
      const line = (to: string) => `${text} → ${escapeHtml(textOf(item, to))}`;
      const note = feedback && { feedback };
      const right = { value: `${key}-right`, text: line(answer), given: false, correct: true, ...(own === undefined && note) };
      const chosen = own !== undefined && { value: key, text: line(own), given: true, correct: own === answer, ...note };
      return [...(chosen ? [chosen] : []), ...(own === answer ? [] : [right])];
    });
    return { options, ...(item.feedback && { feedback: item.feedback }) };
  },
  rows: (item) => item.pairs.flatMap((pair) => item.answers.map((answer) => rowOf(item, pair, answer.key))),
  rowsOf(item, answer) {
    const given = readFields(answer);
    return item.pairs.flatMap((pair) => (given.has(pair.key) ? [rowOf(item, pair, given.get(pair.key)!)] : []));
  },
};

function rowOf(item: Matching, pair: Matching["pairs"][number], answer: string): AnswerRow {
  return { part: pair.key, value: answer, label: escapeHtml(textOf(item, answer)), right: answer === pair.answer };
}

function textOf({ answers }: Matching, key: string): string {
  return answers.find((answer) => answer.key === key)?.text ?? "";
}

function findSameText(answers: MatchingSource["answers"]): Finding[] {
  return answers.flatMap(({ text }, index): Finding[] => {
    if (answers.findIndex((other) => other.text === text) === index) return [];
    const remedy = "Write it once: several pairs may have the same answer.";
    return [{ path: ["answers", index, "text"], message: `The answer "${text}" is there already.`, remedy }];
  });
}
