import { z } from "zod";
import { keyField, markdownField } from "../fields.ts";
import { AnswerInput } from "./answer-input.tsx";
import { compilePrompt, escapeHtml, type ItemKind, noAnswer, type Prompt, pointScore } from "./item-kind.ts";
import { checkNumberKey, compileNumberKey, matchNumber, type NumberKey, numberFields, rightNumber } from "./number-match.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { readQuantity, remarkOnNumber } from "./read-number.ts";
import { parseText, reviewText } from "./written-answer.ts";

export const numericSchema = z.strictObject({
  kind: z.literal("numeric"),
  key: keyField,
  prompt: markdownField,
  points: z.number().min(0).max(1_000).default(1),
  ...numberFields,
  feedback: markdownField.optional(),
});
export type NumericSource = z.infer<typeof numericSchema>;

export interface Numeric extends NumberKey {
  kind: "numeric";
  key: string;
  prompt: Prompt;
  points: number;
  feedback?: string;
}

export interface NumericQuestion {
  kind: "numeric";
  key: string;
  prompt: Prompt;
  /** Whether the number may have a unit, or has to. Which units are right is not said. */
  unit: "none" | "optional" | "required";
}

const LONGEST = 100;
const HINTS = { none: undefined, optional: "You may give a unit with the number.", required: "Give the number with its unit." };

/** A number, stored as it was typed; all points or a share of them for a value, within a tolerance or a range. */
export const numeric: ItemKind<NumericSource, Numeric, NumericQuestion, string> = {
  kind: "numeric",
  schema: numericSchema,
  check: (item) => ({ faults: checkNumberKey(item), warnings: [] }),
  maximum: ({ points }) => points,
  compile: (item, { render }) => ({
    kind: "numeric",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: item.points,
    ...compileNumberKey(item, render),
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  ask: ({ key, prompt, unit }) => ({
    kind: "numeric",
    key,
    prompt,
    unit: unit ? (unit.required ? "required" : "optional") : "none",
  }),
  View: (props) => {
    const { key, unit } = props.question;
    return (
      <QuestionFieldset {...props} hint={HINTS[unit]}>
        <AnswerInput
          itemKey={key}
          label="Your answer"
          value={props.values[0] ?? ""}
          maxLength={LONGEST}
          number={unit === "none" ? "plain" : "unit"}
          invalid={Boolean(props.error)}
          describedBy={props.error ? `error-${key}` : undefined}
        />
      </QuestionFieldset>
    );
  },
  parse: (_item, given) => parseText(given, LONGEST),
  values: (answer) => [answer],
  remark: ({ unit }, [text = ""]) => remarkOnNumber(text, unit !== "none"),
  score: (item, answer) => (answer === null ? noAnswer(item.points) : pointScore(matchNumber(item, answer).share, item.points)),
  review: (item, answer) => reviewText(answer, matchNumber(item, answer ?? ""), rightNumber(item), item.feedback),
  rows: ({ answers }) =>
    answers.map(({ text, share }, index) => ({ value: `answer-${index + 1}`, label: escapeHtml(text), right: share === 1 })),
  rowsOf(item, answer) {
    const { index } = matchNumber(item, answer);
    if (index !== null) return [numeric.rows(item)[index]!];
    const quantity = readQuantity(answer);
    const text = quantity?.numbers.length === 1 ? [quantity.numbers[0], quantity.unit].join(" ").trim() : answer.trim();
    return [{ value: text, label: escapeHtml(text), right: false }];
  },
};
