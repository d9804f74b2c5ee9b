import { z } from "zod";
import { keyField, markdownField } from "../fields.ts";
import type { Finding } from "../finding.ts";
import {
  compilePrompt,
  escapeHtml,
  givenTexts,
  type ItemKind,
  NOT_APPLICABLE,
  type Prompt,
  type RatingPoint,
} from "./item-kind.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { RatingRow } from "./rating-row.tsx";

const weightField = z.number().positive().max(1_000).default(1);

export const likertSchema = z.strictObject({
  kind: z.literal("likert"),
  key: keyField,
  prompt: markdownField,
  scale: keyField,
  reverse: z.boolean().default(false),
  weight: weightField,
  /** Further scales that the item counts on. */
  also: z
    .array(z.strictObject({ scale: keyField, reverse: z.boolean().default(false), weight: weightField }))
    .min(1)
    .max(30)
    .optional(),
  /** The words of a further option that counts as no answer; false where the instrument has one and this item has not. */
  notApplicable: z.union([z.literal(false), z.string().trim().min(1).max(80)]).optional(),
});
export type LikertSource = z.infer<typeof likertSchema>;

/** How an item counts on one scale. */
interface Keying {
  scale: string;
  reverse: boolean;
  /** 1 where it is left out. */
  weight?: number;
  /** The value range of the scale, which reverse-keying mirrors in. */
  minimum: number;
  maximum: number;
}

export interface Likert extends Keying {
  kind: "likert";
  key: string;
  prompt: Prompt;
  points: RatingPoint[];
  also?: Keying[];
  notApplicable?: string;
}

export interface LikertQuestion {
  kind: "likert";
  key: string;
  prompt: Prompt;
  points: RatingPoint[];
  notApplicable?: string;
}

/**
 * A statement that is rated. It counts on one scale or several; reverse-keyed, as minimum + maximum - value. "Not
 * applicable" is an answer, and counts on a scale as one that is missing.
 */
export const likert: ItemKind<LikertSource, Likert, LikertQuestion, number | typeof NOT_APPLICABLE> = {
  kind: "likert",
  schema: likertSchema,
  check({ scale, also = [] }) {
    const faults: Finding[] = [];
    also.forEach((other, index) => {
      if (other.scale !== scale && !also.slice(0, index).some((earlier) => earlier.scale === other.scale)) return;
      faults.push({
        path: ["also", index, "scale"],
        message: `The item counts on the scale "${other.scale}" already.`,
        remedy: 'Name each scale once, and use "weight" where an item counts more.',
      });
    });
    return { faults, warnings: [] };
  },
  maximum: () => null,
  compile(item, { render, pointsOf, rangeOf, notApplicable }) {
    const keying = ({ scale, reverse, weight }: { scale: string; reverse: boolean; weight: number }): Keying => {
      const range = rangeOf(scale);
      if (!range) throw new Error(`Item ${item.key} counts on the scale ${scale}, which does not exist.`);
      return { scale, reverse, ...(weight !== 1 && { weight }), ...range };
    };
    const words = item.notApplicable ?? notApplicable;
    return {
      kind: "likert",
      key: item.key,
      prompt: compilePrompt(item.prompt, render),
      ...keying(item),
      points: pointsOf(item.scale),
      ...(item.also && { also: item.also.map(keying) }),
      ...(words && { notApplicable: words }),
    };
  },
  ask: ({ key, prompt, points, notApplicable }) => ({
    kind: "likert",
    key,
    prompt,
    points,
    ...(notApplicable !== undefined && { notApplicable }),
  }),
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
    if (text === NOT_APPLICABLE && item.notApplicable !== undefined) return { status: "answer", answer: NOT_APPLICABLE };
    const point = item.points.find((point) => String(point.value) === text);
    return point ? { status: "answer", answer: point.value } : { status: "refused", reason: "unknown-choice" };
  },
  values: (answer) => [String(answer)],
  score(item, answer) {
    const given = typeof answer === "number" ? answer : null;
    const values = [item, ...(item.also ?? [])].map(({ scale, reverse, minimum, maximum, weight = 1 }) => {
      const value = given === null ? null : reverse ? minimum + maximum - given : given;
      return { scale, value, weight };
    });
    return { counts: "scale", values };
  },
  review: (item, answer) => ({
    options: likert.rows(item).map(({ value, label }) => ({
      value,
      text: label,
      given: answer !== null && String(answer) === value,
      correct: false,
    })),
  }),
  rows: ({ points, notApplicable }) => [
    ...points.map(({ value, label }) => ({
      value: String(value),
      label: label ? `${value} · ${escapeHtml(label)}` : String(value),
      right: null,
    })),
    ...(notApplicable === undefined ? [] : [{ value: NOT_APPLICABLE, label: escapeHtml(notApplicable), right: null }]),
  ],
  rowsOf: (item, answer) => likert.rows(item).filter(({ value }) => value === String(answer)),
};

/** How an item counts on a scale; undefined where it does not. */
export function keyingOn(item: { kind: string }, scale: string): Keying | undefined {
  if (item.kind !== "likert") return undefined;
  const { also = [], ...first } = item as Likert;
  return [first, ...also].find((keying) => keying.scale === scale);
}
