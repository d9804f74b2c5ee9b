import { findLesson } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import type { AnswerFileFacts, Prompt } from "#app/features/instruments/items/item-kind.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import type { Criterion } from "#app/features/instruments/items/rubric.tsx";
import { type DraftMarks, isGradedByHand, missingMarks } from "#app/features/instruments/marks.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { answerTo, type ScoreResult } from "#app/features/instruments/score.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadRevision } from "../revision.queries.server.ts";
import { toAnswers } from "../submit-attempt.server.ts";
import { hiddenName, listAnswerFiles } from "../uploads/answer-files.queries.server.ts";
import { contentOf, digestOf, GRADE_COLUMNS, type GradeRow } from "./grade-content.server.ts";
import { findNextUngraded, hiddenWho, isHidden } from "./queue.queries.server.ts";

/** One attempt as a grader reads it. */
export interface GradingPage {
  attemptId: string;
  lessonKey: string;
  lessonTitle: string;
  title: string;
  who: string;
  hidden: boolean;
  number: number;
  submittedAt: Date;
  score: { points: number; max: number; percent: number; passed: boolean; waiting: number };
  items: GradedItem[];
  /** The attempt that "next ungraded" leads to. */
  next: string | null;
}

export interface GradedItem {
  key: string;
  number: number;
  prompt: Prompt;
  /** HTML of what was written; null where the answer is files, or there is none. */
  answer: string | null;
  answered: boolean;
  files: AnswerFileFacts[];
  points: number;
  rubric: Criterion[] | null;
  state: "ungraded" | "draft" | "released" | "changed";
  given: { marks: DraftMarks; feedback: string; note: string };
  /** Goes through the form: what its page showed. */
  seen: string;
  /** Who gave what is shown, and when; null where nobody has. */
  by: { name: string; at: Date } | null;
  /** What a draft still needs before it can be released. */
  missing: string[];
}

interface Row {
  lessonKey: string;
  revisionId: string;
  number: number;
  seed: number;
  submittedAt: Date;
  name: string;
  blind: boolean;
  result: ScoreResult;
  answers: [string, unknown][] | null;
}

type NamedGrade = GradeRow & { grader: string | null };

/** Null where the course has no such submitted check, or it is the grader's own. */
export async function readGradingPage(ask: {
  courseId: string;
  currentReleaseId: string;
  graderId: string;
  attemptId: string;
}): Promise<GradingPage | null> {
  const { courseId, graderId, attemptId } = ask;
  if (attemptId.includes("\0")) return null;
  const { rows } = await pool.query<Row>({
    name: "graded-work",
    text: `
      select a."lessonKey", a."revisionId", a.number, a.seed, a."submittedAt", u.name,
        coalesce((r.definition ->> 'blind')::boolean, false) as blind, s.result,
        (select json_agg(json_build_array(n."itemKey", n.value)) from "Answer" n where n."attemptId" = a.id) as answers
      from "Attempt" a
      join "User" u on u.id = a."userId"
      join "InstrumentRevision" r on r.id = a."revisionId"
      join lateral (select result from "Score" where "attemptId" = a.id order by sequence desc limit 1) s on true
      where a.id = $1 and a."courseId" = $2 and a."userId" <> $3 and a."submittedAt" is not null`,
    values: [attemptId, courseId, graderId],
  });
  const [row] = rows;
  if (row?.result.kind !== "graded") return null;
  const { lessonKey, number, submittedAt, result } = row;
  const { instrument } = await loadRevision(row.revisionId);
  const grades = await readGrades(attemptId);
  const waiting = result.waiting ?? 0;
  const drafts = [...grades.values()].filter(({ draftMarks }) => draftMarks).length;
  const hidden = isHidden({ blind: row.blind, waiting, drafts });
  const files = await listAnswerFiles(attemptId);
  const answers = toAnswers(instrument, row.answers ?? []);

  const items = orderItems(instrument, row.seed).flatMap((item, index): GradedItem[] => {
    if (!isGradedByHand(item)) return [];
    const answer = answerTo(item, answers);
    const own = (files.get(item.key) ?? []).map((file, at) => (hidden ? { ...file, name: hiddenName(file.name, at + 1) } : file));
    const text = kindOf(item).byUpload ? null : (kindOf(item).review(item, answer).options[0]?.text ?? null);
    const { key, prompt, points, rubric = null } = item;
    const facts = { key, number: index + 1, prompt, answer: text, answered: answer !== null, files: own, points, rubric };
    return [{ ...facts, ...standingOf(grades.get(key)), missing: missingOf(item, grades.get(key)) }];
  });
  const manifest = await loadManifest(ask.currentReleaseId);
  return {
    attemptId,
    lessonKey,
    lessonTitle: findLesson(manifest, lessonKey)?.title ?? lessonKey,
    title: instrument.title,
    who: hidden ? hiddenWho(attemptId) : row.name,
    hidden,
    number,
    submittedAt,
    score: { points: result.points, max: result.max, percent: result.percent, passed: result.passed, waiting },
    items,
    next: await findNextUngraded({ courseId, graderId, after: { attemptId, lessonKey, submittedAt } }),
  };
}

async function readGrades(attemptId: string): Promise<Map<string, NamedGrade>> {
  const { rows } = await pool.query<NamedGrade>({
    name: "named-grades",
    text: `select ${GRADE_COLUMNS}, u.name as grader from "Grade" g left join "User" u on u.id = g."graderId" where g."attemptId" = $1`,
    values: [attemptId],
  });
  return new Map(rows.map((grade) => [grade.itemKey, grade]));
}

function standingOf(grade: NamedGrade | undefined): Pick<GradedItem, "state" | "given" | "seen" | "by"> {
  const given = contentOf(grade);
  const seen = `${grade?.revision ?? 0}.${digestOf(given)}`;
  if (!grade) return { state: "ungraded", given, seen, by: null };
  const by = { name: grade.grader ?? "somebody who is gone", at: grade.updatedAt };
  if (grade.draftMarks) return { state: grade.marks ? "changed" : "draft", given, seen, by };
  return { state: grade.marks ? "released" : "ungraded", given, seen, by };
}

function missingOf(item: Parameters<typeof missingMarks>[0], grade: GradeRow | undefined): string[] {
  return grade?.draftMarks ? missingMarks(item, grade.draftMarks) : [];
}
