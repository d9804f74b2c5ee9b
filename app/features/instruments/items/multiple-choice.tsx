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

export const multipleChoiceSchema = z.strictObject({
  kind: z.literal("multiple-choice"),
  ...choiceItemFields,
  credit: z.enum(["all-or-nothing", "partial"]).default("all-or-nothing"),
});
export type MultipleChoiceSource = z.infer<typeof multipleChoiceSchema>;

export interface MultipleChoice {
  kind: "multiple-choice";
  key: string;
  prompt: Prompt;
  points: number;
  credit: "all-or-nothing" | "partial";
  choices: CompiledChoice[];
  feedback?: string;
}

export type MultipleChoiceQuestion = ChoiceQuestion & { kind: "multiple-choice" };

/**
 * Any number of choices. All-or-nothing: all points for exactly the right ticks. Partial: the share
 * (right ticks - wrong ticks) / number right of the points, never below 0.
 */
export const multipleChoice: ItemKind<MultipleChoiceSource, MultipleChoice, MultipleChoiceQuestion, string[]> = {
  kind: "multiple-choice",
  schema: multipleChoiceSchema,
  check(item) {
    const faults = checkChoiceKeys(item.choices);
    if (!item.choices.some((choice) => choice.correct)) {
      faults.push({
        path: ["choices"],
        message: "A multiple-choice item has at least one right choice; this one has none.",
        remedy: 'Mark every right choice with "correct: true".',
      });
    }
    return { faults, warnings: [] };
  },
  compile: (item, { render }) => ({
    kind: "multiple-choice",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: item.points,
    credit: item.credit,
    choices: compileChoices(item.choices, render),
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  ask: ({ key, prompt, choices }) => ({ kind: "multiple-choice", key, prompt, options: askChoices(choices) }),
  View: (props) => (
    <QuestionFieldset {...props} hint="Choose all that apply.">
      <OptionList {...props} type="checkbox" />
    </QuestionFieldset>
  ),
  parse(item, given) {
    const texts = givenTexts(given);
    if (!texts) return { status: "refused", reason: "not-an-answer" };
    const ticked = new Set(texts);
    // In the order of the choices, so that equal answers are stored equal.
    const answer = item.choices.filter((choice) => ticked.delete(choice.key)).map((choice) => choice.key);
    if (ticked.size > 0) return { status: "refused", reason: "unknown-choice" };
    return { status: "answer", answer: answer.length > 0 ? answer : null };
  },
  values: (answer) => answer,
  score(item, answer) {
    const max = item.points;
    if (answer === null) return { counts: "points", points: 0, max, state: "unanswered" };
    const right = item.choices.filter((choice) => choice.correct).map((choice) => choice.key);
    const rightTicks = answer.filter((key) => right.includes(key)).length;
    const wrongTicks = answer.length - rightTicks;
    if (rightTicks === right.length && wrongTicks === 0) return { counts: "points", points: max, max, state: "right" };
    const share = item.credit === "partial" ? Math.max(0, (rightTicks - wrongTicks) / right.length) : 0;
    return { counts: "points", points: share * max, max, state: share > 0 ? "partly" : "wrong" };
  },
  review: (item, answer) => reviewChoices(item.choices, answer ?? [], item.feedback),
};
