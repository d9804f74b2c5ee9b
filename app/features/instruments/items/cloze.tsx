import { z } from "zod";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { keyField, markdownField } from "../fields.ts";
import { type Finding, findRepeatedKeys } from "../finding.ts";
import { parseFields, readFields } from "./field-answers.ts";
import { gapHtml } from "./gap-html.ts";
import {
  type AskedGap,
  askGap,
  checkGap,
  compileGap,
  fieldOf,
  type Gap,
  gapSchema,
  givenInGap,
  matchGap,
  rightInGap,
  rowOfGap,
  rowsOfGap,
  shuffleGap,
} from "./gaps.ts";
import { compilePrompt, escapeHtml, type ItemKind, type ItemReview, noAnswer, type Prompt, pointScore } from "./item-kind.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { remarkOnNumber } from "./read-number.ts";

export const clozeSchema = z.strictObject({
  kind: z.literal("cloze"),
  key: keyField,
  prompt: markdownField.default("Fill in the gaps."),
  /** Markdown; a gap stands in it as `{{key}}`. */
  text: markdownField,
  gaps: z.array(gapSchema).min(1).max(50),
  feedback: markdownField.optional(),
});
export type ClozeSource = z.infer<typeof clozeSchema>;

export interface Cloze {
  kind: "cloze";
  key: string;
  prompt: Prompt;
  /** The sum of the gaps' points. */
  points: number;
  /** HTML before, between and after the gaps; no part stands by itself. */
  parts: string[];
  /** In the order of the text. */
  gaps: Gap[];
  feedback?: string;
}

export interface ClozeQuestion {
  kind: "cloze";
  key: string;
  prompt: Prompt;
  parts: string[];
  gaps: AskedGap[];
}

const GAP = /\{\{([a-z0-9]+(?:-[a-z0-9]+)*)\}\}/g;
/** Code, pictures, addresses and attributes are no place for a control. */
const CLOSED = /```[\s\S]*?```|`[^`\n]*`|!\[[^\]]*\]|\]\([^)]*\)|="[^"\n]*"/g;

/** A text with gaps. Each gap gives its own points, or a share of them. */
export const cloze: ItemKind<ClozeSource, Cloze, ClozeQuestion, string[]> = {
  kind: "cloze",
  schema: clozeSchema,
  check(item) {
    const faults = [...findRepeatedKeys(["gaps"], item.gaps, "gap"), ...checkText(item)];
    item.gaps.forEach((gap, index) => {
      faults.push(...checkGap(gap).map((fault) => ({ ...fault, path: ["gaps", index, ...fault.path] })));
    });
    return { faults, warnings: [] };
  },
  maximum: ({ gaps }) => gaps.reduce((total, { points }) => total + points, 0),
  compile(item, { render }) {
    const { parts, keys } = split(render.block(item.text));
    return {
      kind: "cloze",
      key: item.key,
      prompt: compilePrompt(item.prompt, render),
      points: cloze.maximum(item)!,
      parts,
      gaps: keys.flatMap((key) => item.gaps.filter((gap) => gap.key === key).map((gap) => compileGap(gap, render))),
      ...(item.feedback && { feedback: render.block(item.feedback) }),
    };
  },
  shuffle: (item, random) => ({ ...item, gaps: item.gaps.map((gap) => shuffleGap(gap, random)) }),
  ask: ({ key, prompt, parts, gaps }) => ({ kind: "cloze", key, prompt, parts, gaps: gaps.map(askGap) }),
  View: (props) => {
    const { question, values, error } = props;
    const { key, gaps, parts } = question;
    const given = readFields(values);
    const html = fill(parts, (index) => {
      const gap = gaps[index]!;
      const label = `Gap ${index + 1} of ${gaps.length}`;
      return gapHtml(key, gap, given.get(gap.key) ?? "", label, error ? `error-${key}` : "");
    });
    return (
      <QuestionFieldset {...props}>
        <RenderedHtml html={html} className="prose max-w-measure leading-loose" />
      </QuestionFieldset>
    );
  },
  parse: (item, given) => parseFields(item.gaps.map(fieldOf), given),
  values: (answer) => answer,
  remark({ gaps }, values) {
    const given = readFields(values);
    const remarks = gaps.flatMap((gap, index) => {
      const remark = gap.kind === "numeric" && remarkOnNumber(given.get(gap.key) ?? "", gap.takesUnit === true);
      return remark ? [`Gap ${index + 1}: ${remark}`] : [];
    });
    return remarks.length > 0 ? remarks.join(" ") : undefined;
  },
  score(item, answer) {
    if (answer === null) return noAnswer(item.points);
    const given = readFields(answer);
    const worth = item.gaps.map((gap) => matchGap(gap, given.get(gap.key) ?? "").share * gap.points);
    const points = worth.sort((a, b) => a - b).reduce((total, one) => total + one, 0);
    return pointScore(item.points === 0 ? 0 : points / item.points, item.points);
  },
  review(item, answer) {
    const given = readFields(answer ?? []);
    const options = item.gaps.flatMap((gap, index): ItemReview["options"] => {
      const value = given.get(gap.key);
      const match = matchGap(gap, value ?? "");
      const line = (text: string) => `(${index + 1}) ${escapeHtml(text)}`;
      const note = match.feedback && { feedback: match.feedback };
      const correct = match.share === 1;
      const right = { value: `${gap.key}-right`, text: line(rightInGap(gap)), given: false, correct: true };
      if (value === undefined) return [right];
      const own = { value: gap.key, text: line(givenInGap(gap, value)), given: true, correct, ...note };
      return correct ? [own] : [own, right];
    });
    const context = fill(item.parts, (index) => `<strong>(${index + 1}) …</strong>`);
    return { context, options, ...(item.feedback && { feedback: item.feedback }) };
  },
  rows: ({ gaps }) => gaps.flatMap(rowsOfGap),
  rowsOf({ gaps }, answer) {
    const given = readFields(answer);
    return gaps.flatMap((gap) => (given.has(gap.key) ? [rowOfGap(gap, given.get(gap.key)!)] : []));
  },
};

function checkText({ text, gaps }: ClozeSource): Finding[] {
  const named = [...text.matchAll(GAP)].map(([, key]) => key!);
  const closed = new Set([...text.matchAll(CLOSED)].flatMap(([part]) => [...part.matchAll(GAP)].map(([, key]) => key!)));
  const faults: Finding[] = [];
  for (const key of new Set(named)) {
    const path = ["text"];
    if (!gaps.some((gap) => gap.key === key)) {
      const remedy = `Add it to "gaps", or name one of: ${gaps.map((gap) => gap.key).join(", ")}.`;
      faults.push({ path, message: `The text has a gap "${key}" that is not described.`, remedy });
    } else if (named.filter((other) => other === key).length > 1) {
      const remedy = "Give every gap a key of its own.";
      faults.push({ path, message: `The gap "${key}" stands in the text more than once.`, remedy });
    } else if (closed.has(key)) {
      const remedy = "Put it into a sentence, a list or a table.";
      faults.push({ path, message: `The gap "${key}" stands in code, a link or a picture.`, remedy });
    }
  }
  gaps.forEach(({ key }, index) => {
    if (named.includes(key)) return;
    const remedy = `Write {{${key}}} where the gap is.`;
    faults.push({ path: ["gaps", index, "key"], message: `The gap "${key}" does not stand in the text.`, remedy });
  });
  return faults;
}

/** HTML apart at its gaps. What looks like a gap within a tag is no gap. */
function split(html: string): { parts: string[]; keys: string[] } {
  const parts: string[] = [];
  const keys: string[] = [];
  let from = 0;
  for (const { 0: sign, 1: key, index } of html.matchAll(GAP)) {
    if (html.lastIndexOf("<", index) > html.lastIndexOf(">", index) || keys.includes(key!)) continue;
    parts.push(html.slice(from, index));
    keys.push(key!);
    from = index + sign.length;
  }
  return { parts: [...parts, html.slice(from)], keys };
}

function fill(parts: string[], gap: (index: number) => string): string {
  return parts.map((part, index) => (index === 0 ? part : gap(index - 1) + part)).join("");
}
