import { z } from "zod";
import { choiceKeyField } from "../fields.ts";
import { type Finding, findRepeatedKeys } from "../finding.ts";
import { shuffled } from "../seeded.ts";
import type { Field } from "./field-answers.ts";
import { escapeHtml, type Render } from "./item-kind.ts";
import { answerFeedback, type Match } from "./match.ts";
import { checkNumberKey, compileNumberKey, matchNumber, type NumberKey, numberFields, rightNumber } from "./number-match.ts";
import { checkTextKey, compileTextKey, fold, matchText, rightText, type TextKey, textFields } from "./text-match.ts";

/** The gaps of a cloze: each is a short text, a number or a choice. */

const gapFields = {
  key: choiceKeyField,
  points: z.number().min(0).max(1_000).default(1),
  /** What a screen reader says instead of "Gap 2 of 5". */
  label: z.string().trim().min(1).max(120).optional(),
};

export const gapSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("short-text"), ...gapFields, ...textFields }),
  z.strictObject({ kind: z.literal("numeric"), ...gapFields, ...numberFields }),
  z.strictObject({
    kind: z.literal("choice"),
    ...gapFields,
    /** Plain text, since they stand in a select element. */
    choices: z
      .array(
        z.strictObject({
          key: choiceKeyField,
          text: z.string().trim().min(1).max(300),
          correct: z.boolean().default(false),
          share: z.number().min(0).max(1).optional(),
          feedback: answerFeedback,
        }),
      )
      .min(2)
      .max(50),
    shuffle: z.boolean().default(false),
  }),
]);
export type GapSource = z.infer<typeof gapSchema>;

interface ChoiceKey {
  choices: { key: string; text: string; share: number; feedback?: string }[];
  shuffle?: true;
}

export type Gap = { key: string; points: number; label?: string } & (
  | ({ kind: "short-text" } & TextKey)
  | ({ kind: "numeric" } & NumberKey)
  | ({ kind: "choice" } & ChoiceKey)
);

/** A gap without what is right in it. */
export interface AskedGap {
  key: string;
  label?: string;
  kind: Gap["kind"];
  /** Of a choice. */
  options?: { value: string; text: string }[];
  /** Of a number. */
  takesUnit?: boolean;
}

export const LONGEST_GAP = 200;

export function checkGap(gap: GapSource): Finding[] {
  if (gap.kind === "short-text") return checkTextKey(gap);
  if (gap.kind === "numeric") return checkNumberKey(gap);
  const faults = findRepeatedKeys(["choices"], gap.choices, "choice");
  const right = gap.choices.filter(({ correct }) => correct).length;
  if (right !== 1) {
    const message = `A gap with choices has exactly one right choice; this one has ${right}.`;
    faults.push({ path: ["choices"], message, remedy: 'Mark one choice with "correct: true".' });
  }
  gap.choices.forEach(({ correct, share = 1 }, index) => {
    if (!correct || share === 1) return;
    const message = "The right choice of a gap gives all its points, so it needs no share.";
    faults.push({ path: ["choices", index, "share"], message, remedy: 'Remove "share" here.' });
  });
  return faults;
}

export function compileGap(gap: GapSource, render: Render): Gap {
  const base = { key: gap.key, points: gap.points, ...(gap.label !== undefined && { label: gap.label }) };
  if (gap.kind === "short-text") return { ...base, kind: "short-text", ...compileTextKey(gap, render) };
  if (gap.kind === "numeric") return { ...base, kind: "numeric", ...compileNumberKey(gap, render) };
  const choices = gap.choices.map(({ key, text, correct, share = 0, feedback }) => ({
    key,
    text,
    share: correct ? 1 : share,
    ...(feedback && { feedback: render.block(feedback) }),
  }));
  return { ...base, kind: "choice", choices, ...(gap.shuffle && { shuffle: true as const }) };
}

export function shuffleGap(gap: Gap, random: () => number): Gap {
  return gap.kind === "choice" && gap.shuffle ? { ...gap, choices: shuffled(gap.choices, random) } : gap;
}

export function askGap(gap: Gap): AskedGap {
  const base = { key: gap.key, kind: gap.kind, ...(gap.label !== undefined && { label: gap.label }) };
  if (gap.kind === "choice") return { ...base, options: gap.choices.map(({ key, text }) => ({ value: key, text })) };
  return gap.kind === "numeric" ? { ...base, takesUnit: gap.unit !== undefined } : base;
}

export function fieldOf(gap: Gap): Field {
  return {
    key: gap.key,
    refuses(value) {
      if (gap.kind === "choice") {
        const known = gap.choices.some(({ key }) => key === value);
        return known ? undefined : { status: "refused", reason: "unknown-choice" };
      }
      if (value.length <= LONGEST_GAP) return undefined;
      const message = `A gap may have at most ${LONGEST_GAP} characters.`;
      return { status: "refused", reason: "not-an-answer", message };
    },
  };
}

export function matchGap(gap: Gap, value: string): Match {
  if (gap.kind === "short-text") return matchText(gap, value);
  if (gap.kind === "numeric") return matchNumber(gap, value);
  const index = gap.choices.findIndex(({ key }) => key === value);
  const choice = gap.choices[index];
  return choice
    ? { share: choice.share, index, ...(choice.feedback && { feedback: choice.feedback }) }
    : { share: 0, index: null };
}

export function rightInGap(gap: Gap): string {
  if (gap.kind === "short-text") return rightText(gap);
  if (gap.kind === "numeric") return rightNumber(gap);
  return gap.choices.find(({ share }) => share === 1)?.text ?? "";
}

/** What was given, as a person reads it. */
export function givenInGap(gap: Gap, value: string): string {
  return gap.kind === "choice" ? (gap.choices.find(({ key }) => key === value)?.text ?? "") : value.trim();
}

export function rowsOfGap(gap: Gap) {
  const accepted =
    gap.kind === "choice"
      ? gap.choices
      : gap.answers.map(({ text, share }, index) => ({ key: `answer-${index + 1}`, text, share }));
  return accepted.map(({ key, text, share }) => ({
    part: gap.key,
    value: key,
    label: escapeHtml(text),
    right: share === 1,
  }));
}

export function rowOfGap(gap: Gap, given: string) {
  const { index } = matchGap(gap, given);
  if (index !== null) return rowsOfGap(gap)[index]!;
  const value = gap.kind === "short-text" ? fold(given, gap) : given.trim();
  return { part: gap.key, value, label: escapeHtml(given.trim()), right: false };
}
