import { z } from "zod";
import { keyField, markdownField } from "../fields.ts";
import type { ChoiceQuestion } from "./choices.ts";
import { compilePrompt, givenTexts, type ItemKind, noAnswer, type Prompt, pointScore, type Render } from "./item-kind.ts";
import { OptionList } from "./option-list.tsx";
import { QuestionFieldset } from "./question-fieldset.tsx";

export const trueFalseSchema = z.strictObject({
  kind: z.literal("true-false"),
  key: keyField,
  prompt: markdownField,
  points: z.number().min(0).max(1_000).default(1),
  answer: z.boolean(),
  /** Feedback to either answer. */
  feedbackFor: z.strictObject({ true: markdownField.optional(), false: markdownField.optional() }).optional(),
  feedback: markdownField.optional(),
});
export type TrueFalseSource = z.infer<typeof trueFalseSchema>;

export interface TrueFalse {
  kind: "true-false";
  key: string;
  prompt: Prompt;
  points: number;
  answer: boolean;
  /** HTML. */
  feedbackFor?: Record<string, string>;
  feedback?: string;
}

export type TrueFalseQuestion = ChoiceQuestion & { kind: "true-false" };

const OPTIONS = [
  { value: "true", text: "True" },
  { value: "false", text: "False" },
];

/** A statement that is true or false. */
export const trueFalse: ItemKind<TrueFalseSource, TrueFalse, TrueFalseQuestion, boolean> = {
  kind: "true-false",
  schema: trueFalseSchema,
  check: () => ({ faults: [], warnings: [] }),
  maximum: ({ points }) => points,
  compile: (item, { render }) => ({
    kind: "true-false",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: item.points,
    answer: item.answer,
    ...(item.feedbackFor && { feedbackFor: compileFeedback(item.feedbackFor, render) }),
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  ask: ({ key, prompt }) => ({ kind: "true-false", key, prompt, options: OPTIONS }),
  View: (props) => (
    <QuestionFieldset {...props}>
      <OptionList {...props} type="radio" />
    </QuestionFieldset>
  ),
  parse(_item, given) {
    const texts = givenTexts(given);
    if (!texts) return { status: "refused", reason: "not-an-answer" };
    if (texts.length > 1) return { status: "refused", reason: "too-many-choices" };
    const [word] = texts;
    if (word === undefined) return { status: "answer", answer: null };
    if (word !== "true" && word !== "false") return { status: "refused", reason: "unknown-choice" };
    return { status: "answer", answer: word === "true" };
  },
  values: (answer) => [String(answer)],
  score: (item, answer) => (answer === null ? noAnswer(item.points) : pointScore(answer === item.answer ? 1 : 0, item.points)),
  review: (item, answer) => ({
    options: OPTIONS.map(({ value, text }) => ({
      value,
      text,
      given: answer !== null && String(answer) === value,
      correct: String(item.answer) === value,
      ...(item.feedbackFor?.[value] !== undefined && { feedback: item.feedbackFor[value] }),
    })),
    ...(item.feedback && { feedback: item.feedback }),
  }),
  rows: ({ answer }) => OPTIONS.map(({ value, text }) => ({ value, label: text, right: value === String(answer) })),
  rowsOf: (item, answer) => trueFalse.rows(item).filter(({ value }) => value === String(answer)),
};

function compileFeedback(texts: NonNullable<TrueFalseSource["feedbackFor"]>, render: Render): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([answer, text]) => [answer, render.block(text)]));
}
