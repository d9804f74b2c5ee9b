import { z } from "zod";
import { choiceKeyField, keyField, markdownField, titleField } from "../fields.ts";
import { type Finding, findRepeatedKeys } from "../finding.ts";
import { CONTROL } from "./answer-input.tsx";
import { compilePrompt, escapeHtml, type ItemKind, noAnswer, type PointScore, type Prompt, pointScore } from "./item-kind.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { parseText } from "./written-answer.ts";

const pointsField = z.number().min(0).max(1_000);
const wordsField = z.int().min(1).max(3_000);

const levelSchema = z.strictObject({ key: choiceKeyField, title: titleField, points: pointsField });
const criterionSchema = z.strictObject({
  key: choiceKeyField,
  title: titleField,
  levels: z.array(levelSchema).min(2).max(20),
});

export const longTextSchema = z.strictObject({
  kind: z.literal("long-text"),
  key: keyField,
  prompt: markdownField,
  /** With a rubric they are the sum of the highest levels, and may be left out. */
  points: pointsField.optional(),
  minWords: wordsField.optional(),
  maxWords: wordsField.optional(),
  rubric: z.array(criterionSchema).min(1).max(30).optional(),
  feedback: markdownField.optional(),
});
export type LongTextSource = z.infer<typeof longTextSchema>;
type Criterion = z.infer<typeof criterionSchema>;

export interface LongText {
  kind: "long-text";
  key: string;
  prompt: Prompt;
  points: number;
  minWords?: number;
  maxWords?: number;
  rubric?: Criterion[];
  feedback?: string;
}

export type LongTextQuestion = Pick<LongText, "kind" | "key" | "prompt" | "minWords" | "maxWords" | "rubric">;

/** Characters; a request and a browser's store hold that much in any script. */
const LONGEST = 20_000;

/** A text that a person grades, by the levels of a rubric or in points. Until then it is "to be graded", at no points. */
export const longText: ItemKind<LongTextSource, LongText, LongTextQuestion, string> = {
  kind: "long-text",
  schema: longTextSchema,
  check({ points, minWords, maxWords, rubric = [] }) {
    const faults: Finding[] = findRepeatedKeys(["rubric"], rubric, "criterion");
    rubric.forEach(({ levels }, index) => {
      faults.push(...findRepeatedKeys(["rubric", index, "levels"], levels, "level"));
    });
    const most = highest(rubric);
    if (rubric.length > 0 && points !== undefined && Math.abs(points - most) > 1e-9) {
      const remedy = 'Leave "points" out, or correct the levels.';
      faults.push({ path: ["points"], message: `The highest levels of the rubric add up to ${most} points.`, remedy });
    }
    if (minWords !== undefined && maxWords !== undefined && minWords > maxWords) {
      faults.push({ path: ["maxWords"], message: "maxWords is below minWords.", remedy: "Swap or correct the two." });
    }
    return { faults, warnings: [] };
  },
  maximum: ({ points, rubric }) => (rubric ? highest(rubric) : (points ?? 1)),
  compile: (item, { render }) => ({
    kind: "long-text",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: longText.maximum(item)!,
    ...(item.minWords !== undefined && { minWords: item.minWords }),
    ...(item.maxWords !== undefined && { maxWords: item.maxWords }),
    ...(item.rubric && { rubric: item.rubric }),
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  ask: ({ kind, key, prompt, minWords, maxWords, rubric }) => ({
    kind,
    key,
    prompt,
    ...(minWords !== undefined && { minWords }),
    ...(maxWords !== undefined && { maxWords }),
    ...(rubric && { rubric }),
  }),
  View: (props) => {
    const { question, values, error } = props;
    const { key, rubric } = question;
    return (
      <QuestionFieldset {...props} hint={hintOf(question)} remark={longText.remark?.(question, values)}>
        {rubric ? <Rubric rubric={rubric} /> : null}
        <label htmlFor={`input-${key}`} className="mb-1 block text-small text-soft">
          Your text
        </label>
        <textarea
          id={`input-${key}`}
          name={`item.${key}`}
          rows={10}
          maxLength={LONGEST}
          defaultValue={values[0] ?? ""}
          className={`${CONTROL} block w-full`}
          aria-describedby={error ? `error-${key}` : undefined}
          aria-invalid={error ? true : undefined}
        />
      </QuestionFieldset>
    );
  },
  parse: (_item, given) => parseText(given, LONGEST),
  values: (answer) => [answer],
  remark(question, [text = ""]) {
    const { minWords = 0, maxWords = Number.POSITIVE_INFINITY } = question;
    const words = text.trim() === "" ? 0 : text.trim().split(/\s+/u).length;
    if (words === 0 || (words >= minWords && words <= maxWords)) return undefined;
    return `Your text has ${words} ${words === 1 ? "word" : "words"}. ${hintOf(question)}`;
  },
  score: (item, answer) =>
    answer === null ? noAnswer(item.points) : { counts: "points", points: 0, max: item.points, state: "to-be-graded" },
  grade: (item, marks): PointScore => {
    const given = "points" in marks ? marks.points : sumOfLevels(item.rubric ?? [], marks.levels);
    return item.points === 0 ? pointScore(1, 0) : pointScore(given / item.points, item.points);
  },
  review: (item, answer) => ({
    options: answer === null ? [] : [{ value: "given", text: asLines(answer), given: true, correct: false }],
    ...(item.feedback && { feedback: item.feedback }),
  }),
  // What people write freely is not counted.
  rows: () => [],
  rowsOf: () => [],
};

function highest(rubric: Criterion[]): number {
  return rubric.reduce((total, { levels }) => total + Math.max(...levels.map(({ points }) => points)), 0);
}

/** Criteria without a level give nothing, nor do levels that are not there. */
function sumOfLevels(rubric: Criterion[], levels: Record<string, string>): number {
  return rubric.reduce((total, criterion) => {
    const level = Object.hasOwn(levels, criterion.key) ? levels[criterion.key] : undefined;
    return total + (criterion.levels.find(({ key }) => key === level)?.points ?? 0);
  }, 0);
}

function hintOf({ minWords, maxWords }: { minWords?: number; maxWords?: number }): string {
  if (minWords !== undefined && maxWords !== undefined) return `Write ${minWords} to ${maxWords} words.`;
  if (minWords !== undefined) return `Write at least ${minWords} words.`;
  return maxWords === undefined ? "A person will read your text." : `Write at most ${maxWords} words.`;
}

function asLines(text: string): string {
  return escapeHtml(text).replaceAll("\n", "<br>");
}

function Rubric({ rubric }: { rubric: Criterion[] }) {
  return (
    <details className="mb-3 max-w-measure">
      <summary className="min-h-11 cursor-pointer py-2 text-link">How this is graded</summary>
      <dl className="mb-3 space-y-2 text-small">
        {rubric.map(({ key, title, levels }) => (
          <div key={key}>
            <dt className="font-semibold">{title}</dt>
            {levels.map((level) => (
              <dd key={level.key}>
                {level.title}: {level.points} points
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </details>
  );
}
