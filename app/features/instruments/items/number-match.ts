import { z } from "zod";
import type { Finding } from "../finding.ts";
import type { Render } from "./item-kind.ts";
import { type Accepted, answerFeedback, bestMatch, checkFullShare, type Match, shareField } from "./match.ts";
import { readQuantity } from "./read-number.ts";

/** When a typed number is right: for numeric items, and for gaps that ask for a number. */

const PERCENT = /^(\d+(?:\.\d+)?) ?%$/;

export const numberFields = {
  answers: z
    .array(
      z.strictObject({
        value: z.number().optional(),
        /** A number, or a percentage of the value such as `5 %`. */
        tolerance: z.union([z.number().min(0), z.string().regex(PERCENT, { error: "percent" })]).optional(),
        from: z.number().optional(),
        to: z.number().optional(),
        share: shareField,
        feedback: answerFeedback,
      }),
    )
    .min(1)
    .max(50),
  unit: z
    .strictObject({
      required: z.boolean().default(true),
      /** The share of what the number gives that a missing or wrong unit costs. */
      penalty: z.number().min(0).max(1).default(1),
      /** `factor` turns a number with this unit into one of the answers' own unit. */
      accepted: z
        .array(z.strictObject({ text: z.string().trim().min(1).max(40), factor: z.number().positive().default(1) }))
        .min(1)
        .max(50),
    })
    .optional(),
};
type Source = z.infer<z.ZodObject<typeof numberFields>>;

export interface NumberKey {
  answers: (Accepted & { from: number; to: number; text: string })[];
  unit?: { required: boolean; penalty: number; accepted: { text: string; factor: number }[] };
}

export function checkNumberKey({ answers, unit }: Source): Finding[] {
  const faults = checkFullShare(answers);
  answers.forEach(({ value, tolerance, from, to }, index) => {
    const path = ["answers", index];
    const range = from !== undefined || to !== undefined;
    if (range === (value !== undefined)) {
      const remedy = 'Write "value: 5", or "from: 4" and "to: 6".';
      faults.push({ path, message: "An accepted number is either a value or a range.", remedy });
    } else if (range && (from === undefined || to === undefined)) {
      faults.push({ path, message: "A range has two ends.", remedy: 'Write both "from" and "to".' });
    } else if (from !== undefined && to !== undefined && from > to) {
      faults.push({ path: [...path, "to"], message: `No number is from ${from} to ${to}.`, remedy: "Swap the two." });
    }
    if (range && tolerance !== undefined) {
      const remedy = "Remove it, or widen the range.";
      faults.push({ path: [...path, "tolerance"], message: "A range has no tolerance.", remedy });
    }
  });
  unit?.accepted.forEach(({ text }, index) => {
    const path = ["unit", "accepted", index, "text"];
    if (unit.accepted.slice(0, index).some((earlier) => foldUnit(earlier.text) === foldUnit(text))) {
      faults.push({ path, message: `The unit "${text}" is listed already.`, remedy: "List each unit once." });
    }
    if (readQuantity(`1 ${text}`)?.unit !== text.replaceAll(" ", "")) {
      const remedy = "Begin it with a letter or a sign such as °, % or €.";
      faults.push({ path, message: `"${text}" cannot be told from the number before it.`, remedy });
    }
  });
  return faults;
}

export function compileNumberKey({ answers, unit }: Source, render: Render): NumberKey {
  return {
    answers: answers.map(({ value, tolerance = 0, from, to, share, feedback }) => {
      const spread = typeof tolerance === "number" ? tolerance : (Math.abs(value ?? 0) * Number.parseFloat(tolerance)) / 100;
      const text = value === undefined ? `${from} to ${to}` : tolerance === 0 ? `${value}` : `${value} (± ${tolerance})`;
      return {
        from: from ?? value! - spread,
        to: to ?? value! + spread,
        text,
        share,
        ...(feedback && { feedback: render.block(feedback) }),
      };
    }),
    ...(unit && { unit }),
  };
}

/** The share that a typed number gives; of two readings the better one. */
export function matchNumber({ answers, unit }: NumberKey, text: string): Match {
  const quantity = readQuantity(text);
  if (!quantity) return { share: 0, index: null };
  const known = unit?.accepted.find((accepted) => foldUnit(accepted.text) === foldUnit(quantity.unit));
  const numbers = quantity.numbers.map((number) => number * (known?.factor ?? 1));
  const match = bestMatch(answers, ({ from, to }) => numbers.some((number) => holds(from, to, number)));
  if (!unit) return quantity.unit === "" ? match : { share: 0, index: null };
  const inOrder = known !== undefined || (quantity.unit === "" && !unit.required);
  return inOrder ? match : { ...match, share: match.share * (1 - unit.penalty) };
}

/** With a slack of the last digits, so that 0.1 + 0.2 is within 0 of 0.3. */
function holds(from: number, to: number, number: number): boolean {
  const slack = 1e-12 * Math.max(Math.abs(from), Math.abs(to));
  return number >= from - slack && number <= to + slack;
}

/** The best accepted answer as text, with the first unit. */
export function rightNumber({ answers, unit }: NumberKey): string {
  const best = answers.find(({ share }) => share === 1)!;
  return unit ? `${best.text} ${unit.accepted[0]!.text}` : best.text;
}

/** `m²` and `m2`, `µm` and `μm` are the same; capitals count: `mW` is not `MW`. */
function foldUnit(unit: string): string {
  return unit.normalize("NFKC").replaceAll(" ", "").replaceAll("^", "").replaceAll("⋅", "·");
}
