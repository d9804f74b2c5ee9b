import { z } from "zod";
import {
  askChoices,
  type ChoiceQuestion,
  type CompiledChoice,
  checkChoiceKeys,
  choiceItemFields,
  compileChoices,
  reviewChoices,
} from "./choices.ts";
import { compilePrompt, givenTexts, type ItemKind, type Prompt } from "./item-kind.ts";
import { OptionList } from "./option-list.tsx";
import { QuestionFieldset } from "./question-fieldset.tsx";

export const singleChoiceSchema = z.strictObject({ kind: z.literal("single-choice"), ...choiceItemFields });
export type SingleChoiceSource = z.infer<typeof singleChoiceSchema>;

export interface SingleChoice {
  kind: "single-choice";
  key: string;
  prompt: Prompt;
  points: number;
  choices: CompiledChoice[];
  feedback?: string;
}

export type SingleChoiceQuestion = ChoiceQuestion & { kind: "single-choice" };

/** One choice of several; all points for the right one, none for another. */
export const singleChoice: ItemKind<SingleChoiceSource, SingleChoice, SingleChoiceQuestion, string> = {
  kind: "single-choice",
  schema: singleChoiceSchema,
  check(item) {
    const right = item.choices.filter((choice) => choice.correct).length;
    const faults = checkChoiceKeys(item.choices);
    if (right !== 1) {
      faults.push({
        path: ["choices"],
        message: `A single-choice item has exactly one right choice; this one has ${right}.`,
        remedy: 'Mark one choice with "correct: true", or make the item multiple-choice.',
      });
    }
    return { faults, warnings: [] };
  },
  compile: (item, { render }) => ({
    kind: "single-choice",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: item.points,
    choices: compileChoices(item.choices, render),
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  ask: ({ key, prompt, choices }) => ({ kind: "single-choice", key, prompt, options: askChoices(choices) }),
  View: (props) => (
    <QuestionFieldset {...props}>
      <OptionList {...props} type="radio" />
    </QuestionFieldset>
  ),
  parse(item, given) {
    const texts = givenTexts(given);
    if (!texts) return { status: "refused", reason: "not-an-answer" };
    if (texts.length > 1) return { status: "refused", reason: "too-many-choices" };
    const [chosen] = texts;
    if (chosen === undefined) return { status: "answer", answer: null };
    const known = item.choices.some((choice) => choice.key === chosen);
    return known ? { status: "answer", answer: chosen } : { status: "refused", reason: "unknown-choice" };
  },
  values: (answer) => [answer],
  score(item, answer) {
    if (answer === null) return { counts: "points", points: 0, max: item.points, state: "unanswered" };
    const right = item.choices.some((choice) => choice.key === answer && choice.correct);
    return { counts: "points", points: right ? item.points : 0, max: item.points, state: right ? "right" : "wrong" };
  },
  review: (item, answer) => reviewChoices(item.choices, answer === null ? [] : [answer], item.feedback),
};
