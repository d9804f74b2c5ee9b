import { z } from "zod";
import { keyField, markdownField } from "../fields.ts";
import { compilePrompt, givenTexts, type ItemKind, type Prompt, type RatingPoint } from "./item-kind.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { RatingRow } from "./rating-row.tsx";

export const likertSchema = z.strictObject({
  kind: z.literal("likert"),
  key: keyField,
  prompt: markdownField,
  scale: keyField,
  reverse: z.boolean().default(false),
});
export type LikertSource = z.infer<typeof likertSchema>;

export interface Likert {
  kind: "likert";
  key: string;
  prompt: Prompt;
  scale: string;
  reverse: boolean;
  /** The value range of the scale, which reverse-keying mirrors in. */
  minimum: number;
  maximum: number;
  points: RatingPoint[];
}

export interface LikertQuestion {
  kind: "likert";
  key: string;
  prompt: Prompt;
  points: RatingPoint[];
}

/** A statement that is rated. It counts on one scale; reverse-keyed, as minimum + maximum - value. */
export const likert: ItemKind<LikertSource, Likert, LikertQuestion, number> = {
  kind: "likert",
  schema: likertSchema,
  check: () => ({ faults: [], warnings: [] }),
  compile(item, { render, points, rangeOf }) {
    const range = rangeOf(item.scale);
    if (!range) throw new Error(`Item ${item.key} counts on the scale ${item.scale}, which does not exist.`);
    const { key, scale, reverse } = item;
    return { kind: "likert", key, prompt: compilePrompt(item.prompt, render), scale, reverse, ...range, points };
  },
  ask: ({ key, prompt, points }) => ({ kind: "likert", key, prompt, points }),
  View: (props) => (
    <QuestionFieldset {...props}>
      <RatingRow {...props} />
    </QuestionFieldset>
  ),
  parse(item, given) {
    const texts = givenTexts(given);
    if (!texts) return { status: "refused", reason: "not-an-answer" };
    if (texts.length > 1) return { status: "refused", reason: "too-many-choices" };
    const [text] = texts;
    if (text === undefined) return { status: "answer", answer: null };
    const point = item.points.find((point) => String(point.value) === text);
    return point ? { status: "answer", answer: point.value } : { status: "refused", reason: "unknown-choice" };
  },
  values: (answer) => [String(answer)],
  score({ scale, reverse, minimum, maximum }, answer) {
    const value = answer === null ? null : reverse ? minimum + maximum - answer : answer;
    return { counts: "scale", scale, value };
  },
  review: (item, answer) => ({
    options: item.points.map(({ value, label }) => ({
      value: String(value),
      text: label ? `${value} · ${escapeHtml(label)}` : String(value),
      given: answer === value,
      correct: false,
    })),
  }),
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!);
}
