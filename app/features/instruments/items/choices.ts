import { z } from "zod";
import { choiceKeyField, keyField, markdownField } from "../fields.ts";
import { type Finding, findRepeatedKeys } from "../finding.ts";
import { shuffled } from "../seeded.ts";
import type { AnswerRow, ItemReview, Prompt, Render } from "./item-kind.ts";

/** What items with choices share. */

const choiceSchema = z.strictObject({
  key: choiceKeyField,
  text: markdownField,
  correct: z.boolean().default(false),
  /** The share of the points that this choice gives or, below 0, takes. */
  share: z.number().min(-1).max(1).optional(),
  feedback: markdownField.optional(),
});
export type Choice = z.infer<typeof choiceSchema>;

export const choiceItemFields = {
  key: keyField,
  prompt: markdownField,
  points: z.number().min(0).max(1_000).default(1),
  choices: z.array(choiceSchema).min(2).max(50),
  /** Whether each attempt has the choices in an order of its own. */
  shuffle: z.boolean().default(false),
  feedback: markdownField.optional(),
};

export interface CompiledChoice {
  key: string;
  text: string;
  correct: boolean;
  share?: number;
  feedback?: string;
}

export interface ChoiceQuestion {
  key: string;
  prompt: Prompt;
  options: { value: string; text: string }[];
}

export function compileChoices(choices: Choice[], render: Render): CompiledChoice[] {
  return choices.map((choice) => ({
    key: choice.key,
    text: render.inline(choice.text),
    correct: choice.correct,
    ...(choice.share !== undefined && { share: choice.share }),
    ...(choice.feedback && { feedback: render.block(choice.feedback) }),
  }));
}

/** The choices without what is right and without feedback: nothing else may reach a page before submission. */
export function askChoices(choices: CompiledChoice[]): ChoiceQuestion["options"] {
  return choices.map(({ key, text }) => ({ value: key, text }));
}

export function checkChoiceKeys(choices: Choice[]): Finding[] {
  return findRepeatedKeys(["choices"], choices, "choice");
}

export function reviewChoices(choices: CompiledChoice[], given: string[], feedback: string | undefined): ItemReview {
  const options = choices.map(({ key, text, correct, feedback }) => ({
    value: key,
    text,
    given: given.includes(key),
    correct,
    ...(feedback && { feedback }),
  }));
  return { options, ...(feedback && { feedback }) };
}

export function shuffleChoices<I extends { choices: CompiledChoice[]; shuffle?: boolean }>(item: I, random: () => number): I {
  return item.shuffle ? { ...item, choices: shuffled(item.choices, random) } : item;
}

export function rowsOfChoices(choices: CompiledChoice[]): AnswerRow[] {
  return choices.map(({ key, text, correct }) => ({ value: key, label: text, right: correct }));
}
