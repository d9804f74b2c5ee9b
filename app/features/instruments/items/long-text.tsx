import { z } from "zod";
import { keyField, markdownField } from "../fields.ts";
import { CONTROL } from "./answer-input.tsx";
import { compilePrompt, escapeHtml, type ItemKind, noAnswer, type Prompt } from "./item-kind.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { type Criterion, checkRubric, gradeByMarks, gradedByHandFields, mostPoints, RubricDetails } from "./rubric.tsx";
import { parseText } from "./written-answer.ts";

const wordsField = z.int().min(1).max(3_000);

export const longTextSchema = z.strictObject({
  kind: z.literal("long-text"),
  key: keyField,
  prompt: markdownField,
  minWords: wordsField.optional(),
  maxWords: wordsField.optional(),
  ...gradedByHandFields,
  feedback: markdownField.optional(),
});
export type LongTextSource = z.infer<typeof longTextSchema>;

export interface LongText {
  kind: "long-text";
  key: string;
  prompt: Prompt;
  points: number;
  minWords?: number;
  maxWords?: number;
  rubric?: Criterion[];
  feedback?: string;
}

export type LongTextQuestion = Pick<LongText, "kind" | "key" | "prompt" | "minWords" | "maxWords" | "rubric">;

/** Characters; a request and a browser's store hold that much in any script. */
const LONGEST = 20_000;

/** A text that a person grades, by the levels of a rubric or in points. Until then it is "to be graded", at no points. */
export const longText: ItemKind<LongTextSource, LongText, LongTextQuestion, string> = {
  kind: "long-text",
  schema: longTextSchema,
  check({ points, minWords, maxWords, rubric }) {
    const faults = checkRubric({ points, rubric });
    if (minWords !== undefined && maxWords !== undefined && minWords > maxWords) {
      faults.push({ path: ["maxWords"], message: "maxWords is below minWords.", remedy: "Swap or correct the two." });
    }
    return { faults, warnings: [] };
  },
  maximum: mostPoints,
  compile: (item, { render }) => ({
    kind: "long-text",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: mostPoints(item),
    ...(item.minWords !== undefined && { minWords: item.minWords }),
    ...(item.maxWords !== undefined && { maxWords: item.maxWords }),
    ...(item.rubric && { rubric: item.rubric }),
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  ask: ({ kind, key, prompt, minWords, maxWords, rubric }) => ({
    kind,
    key,
    prompt,
    ...(minWords !== undefined && { minWords }),
    ...(maxWords !== undefined && { maxWords }),
    ...(rubric && { rubric }),
  }),
  View: (props) => {
    const { question, values, error } = props;
    const { key, rubric } = question;
    return (
      <QuestionFieldset {...props} hint={hintOf(question)} remark={longText.remark?.(question, values)}>
        {rubric ? <RubricDetails rubric={rubric} /> : null}
        <label htmlFor={`input-${key}`} className="mb-1 block text-small text-soft">
          Your text
        </label>
        <textarea
          id={`input-${key}`}
          name={`item.${key}`}
          rows={10}
          maxLength={LONGEST}
          defaultValue={values[0] ?? ""}
          className={`${CONTROL} block w-full`}
          aria-describedby={error ? `error-${key}` : undefined}
          aria-invalid={error ? true : undefined}
        />
      </QuestionFieldset>
    );
  },
  parse: (_item, given) => parseText(given, LONGEST),
  values: (answer) => [answer],
  remark(question, [text = ""]) {
    const { minWords = 0, maxWords = Number.POSITIVE_INFINITY } = question;
    const words = text.trim() === "" ? 0 : text.trim().split(/\s+/u).length;
    if (words === 0 || (words >= minWords && words <= maxWords)) return undefined;
    return `Your text has ${words} ${words === 1 ? "word" : "words"}. ${hintOf(question)}`;
  },
  score: (item, answer) =>
    answer === null ? noAnswer(item.points) : { counts: "points", points: 0, max: item.points, state: "to-be-graded" },
  grade: gradeByMarks,
  review: (item, answer) => ({
    options: answer === null ? [] : [{ value: "given", text: asLines(answer), given: true, correct: false }],
    ...(item.feedback && { feedback: item.feedback }),
  }),
  // What people write freely is not counted.
  rows: () => [],
  rowsOf: () => [],
};

function hintOf({ minWords, maxWords }: { minWords?: number; maxWords?: number }): string {
  if (minWords !== undefined && maxWords !== undefined) return `Write ${minWords} to ${maxWords} words.`;
  if (minWords !== undefined) return `Write at least ${minWords} words.`;
  return maxWords === undefined ? "A person will read your text." : `Write at most ${maxWords} words.`;
}

function asLines(text: string): string {
  return escapeHtml(text).replaceAll("\n", "<br>");
}
