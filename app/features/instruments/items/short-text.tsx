import { z } from "zod";
import { keyField, markdownField } from "../fields.ts";
import { AnswerInput } from "./answer-input.tsx";
import { compilePrompt, escapeHtml, type ItemKind, noAnswer, type Prompt, pointScore } from "./item-kind.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { checkTextKey, compileTextKey, fold, matchText, rightText, type TextKey, textFields } from "./text-match.ts";
import { parseText, reviewText } from "./written-answer.ts";

export const shortTextSchema = z.strictObject({
  kind: z.literal("short-text"),
  key: keyField,
  prompt: markdownField,
  points: z.number().min(0).max(1_000).default(1),
  ...textFields,
  /** Characters. */
  maxLength: z.int().min(1).max(1_000).default(200),
  feedback: markdownField.optional(),
});
export type ShortTextSource = z.infer<typeof shortTextSchema>;

export interface ShortText extends TextKey {
  kind: "short-text";
  key: string;
  prompt: Prompt;
  points: number;
  maxLength: number;
  feedback?: string;
}

export interface ShortTextQuestion {
  kind: "short-text";
  key: string;
  prompt: Prompt;
  maxLength: number;
}

/** A word or a line, compared with the accepted answers. */
export const shortText: ItemKind<ShortTextSource, ShortText, ShortTextQuestion, string> = {
  kind: "short-text",
  schema: shortTextSchema,
  check: (item) => ({ faults: checkTextKey(item), warnings: [] }),
  maximum: ({ points }) => points,
  compile: (item, { render }) => ({
    kind: "short-text",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: item.points,
    ...compileTextKey(item, render),
    maxLength: item.maxLength,
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  ask: ({ key, prompt, maxLength }) => ({ kind: "short-text", key, prompt, maxLength }),
  View: (props) => {
    const { key, maxLength } = props.question;
    return (
      <QuestionFieldset {...props}>
        <AnswerInput
          itemKey={key}
          label="Your answer"
          value={props.values[0] ?? ""}
          maxLength={maxLength}
          invalid={Boolean(props.error)}
          describedBy={props.error ? `error-${key}` : undefined}
        />
      </QuestionFieldset>
    );
  },
  parse: (item, given) => parseText(given, item.maxLength),
  values: (answer) => [answer],
  score: (item, answer) => (answer === null ? noAnswer(item.points) : pointScore(matchText(item, answer).share, item.points)),
  review: (item, answer) => reviewText(answer, matchText(item, answer ?? ""), rightText(item), item.feedback),
  rows: ({ answers }) =>
    answers.map(({ text, share }, index) => ({ value: `answer-${index + 1}`, label: escapeHtml(text), right: share === 1 })),
  rowsOf(item, answer) {
    const { index } = matchText(item, answer);
    if (index !== null) return [shortText.rows(item)[index]!];
    return [{ value: fold(answer, item), label: escapeHtml(answer.trim()), right: false }];
  },
};
