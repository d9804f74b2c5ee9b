import { z } from "zod";
import {
  askChoices,
  type ChoiceQuestion,
  type CompiledChoice,
  checkChoiceKeys,
  choiceItemFields,
  compileChoices,
  reviewChoices,
  rowsOfChoices,
  shuffleChoices,
} from "./choices.ts";
import { compilePrompt, givenTexts, type ItemKind, noAnswer, type Prompt, pointScore } from "./item-kind.ts";
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
  shuffle?: true;
  feedback?: string;
}

export type SingleChoiceQuestion = ChoiceQuestion & { kind: "single-choice" };

/** One choice of several: all points for the right one; for another its share of them, which is none where none is written. */
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
    item.choices.forEach(({ correct, share }, index) => {
      if (!correct || share === undefined || share === 1) return;
      faults.push({
        path: ["choices", index, "share"],
        message: "The right choice of a single-choice item gives all points, so it needs no share.",
        remedy: 'Remove "share" here. Other choices may have one, for a part of the points.',
      });
    });
    return { faults, warnings: [] };
  },
  maximum: ({ points }) => points,
  compile: (item, { render }) => ({
    kind: "single-choice",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: item.points,
    choices: compileChoices(item.choices, render),
    ...(item.shuffle && { shuffle: true as const }),
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  shuffle: shuffleChoices,
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
    if (answer === null) return noAnswer(item.points);
    const chosen = item.choices.find((choice) => choice.key === answer);
    return pointScore(chosen?.correct ? 1 : (chosen?.share ?? 0), item.points);
  },
  review: (item, answer) => reviewChoices(item.choices, answer === null ? [] : [answer], item.feedback),
  rows: ({ choices }) => rowsOfChoices(choices),
  rowsOf: ({ choices }, answer) => rowsOfChoices(choices.filter(({ key }) => key === answer)),
};
