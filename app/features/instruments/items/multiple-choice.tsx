import { z } from "zod";
import type { Finding } from "../finding.ts";
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

export const multipleChoiceSchema = z.strictObject({
  kind: z.literal("multiple-choice"),
  ...choiceItemFields,
  credit: z.enum(["all-or-nothing", "partial", "shares"]).default("all-or-nothing"),
});
export type MultipleChoiceSource = z.infer<typeof multipleChoiceSchema>;

export interface MultipleChoice {
  kind: "multiple-choice";
  key: string;
  prompt: Prompt;
  points: number;
  credit: "all-or-nothing" | "partial" | "shares";
  choices: CompiledChoice[];
  shuffle?: true;
  feedback?: string;
}

export type MultipleChoiceQuestion = ChoiceQuestion & { kind: "multiple-choice" };

/**
 * Any number of choices. All-or-nothing: all points for exactly the right ticks. Partial: the share
 * (right ticks - wrong ticks) / number right of the points, never below 0. Shares: the sum of the shares of what is
 * ticked, from 0 to 1; a right choice without a share has 1 / number right, a wrong one none.
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
    faults.push(...checkShares(item));
    return { faults, warnings: [] };
  },
  maximum: ({ points }) => points,
  compile: (item, { render }) => ({
    kind: "multiple-choice",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: item.points,
    credit: item.credit,
    choices: compileChoices(item.choices, render),
    ...(item.shuffle && { shuffle: true as const }),
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  shuffle: shuffleChoices,
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
    if (answer === null) return noAnswer(max);
    const ticked = item.choices.filter((choice) => answer.includes(choice.key));
    const right = item.choices.filter((choice) => choice.correct).length;
    if (item.credit === "shares") return pointScore(sumOfShares(ticked, right), max);
    const rightTicks = ticked.filter((choice) => choice.correct).length;
    const wrongTicks = answer.length - rightTicks;
    if (rightTicks === right && wrongTicks === 0) return pointScore(1, max);
    return pointScore(item.credit === "partial" ? (rightTicks - wrongTicks) / right : 0, max);
  },
  review: (item, answer) => reviewChoices(item.choices, answer ?? [], item.feedback),
  rows: ({ choices }) => rowsOfChoices(choices),
  rowsOf: ({ choices }, answer) => rowsOfChoices(choices.filter(({ key }) => answer.includes(key))),
};

/** Added from the lowest to the highest, so that the order of the choices cannot change the last digit. */
function sumOfShares(choices: { correct: boolean; share?: number }[], right: number): number {
  const shares = choices.map(({ correct, share }) => share ?? (correct ? 1 / right : 0));
  return shares.sort((a, b) => a - b).reduce((total, share) => total + share, 0);
}

function checkShares({ credit, choices }: MultipleChoiceSource): Finding[] {
  const faults: Finding[] = [];
  choices.forEach(({ correct, share }, index) => {
    const path = ["choices", index, "share"];
    if (share === undefined) return;
    if (credit !== "shares") {
      const remedy = 'Add "credit: shares" to the item, or remove the share.';
      faults.push({ path, message: `With "credit: ${credit}" a share has no effect.`, remedy });
    } else if (correct !== share > 0) {
      const remedy = 'Mark the choices that give points with "correct: true", and no others.';
      faults.push({ path, message: `A ${correct ? "right" : "wrong"} choice cannot have the share ${share}.`, remedy });
    }
  });
  const right = choices.filter(({ correct }) => correct);
  if (credit === "shares" && right.length > 0 && sumOfShares(right, right.length) < 1 - 1e-6) {
    const remedy = "Let the shares of the right choices add up to 1.";
    faults.push({ path: ["choices"], message: "Nobody can get all points: the shares add up to less than 1.", remedy });
  }
  return faults;
}
