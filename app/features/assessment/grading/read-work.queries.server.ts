import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { AnswerFileFacts, Marks } from "#app/features/instruments/items/item-kind.ts";
import { type ItemGradedByHand, isGradedByHand } from "#app/features/instruments/marks.ts";
import { pool } from "#app/platform/db.server.ts";
import type { ResultModel } from "../result-model.ts";
import { listAnswerFiles } from "../uploads/answer-files.queries.server.ts";

/** What a person said to an answer, as the student reads it. */
export interface ReadWork {
  levels: { criterion: string; level: string; points: number; most: number }[];
  /** Plain text; empty where there is none. */
  feedback: string;
  at: Date;
}

/**
 * A result with what people have released to its answers, and the files that were sent. Of drafts and notes nothing is
 * read here. Whose result it is, is the caller's to know.
 */
export async function withReadWork(model: ResultModel, instrument: CompiledInstrument, attemptId: string): Promise<ResultModel> {
  const items = instrument.items.filter(isGradedByHand);
  if (model.kind !== "graded" || items.length === 0) return model;
  const files = items.some(({ kind }) => kind === "file-upload")
    ? await listAnswerFiles(attemptId)
    : new Map<string, AnswerFileFacts[]>();
  const { rows } = await pool.query<{ itemKey: string; marks: Marks; feedback: string; releasedAt: Date }>({
    name: "released-grades",
    text: `select "itemKey", marks, feedback, "releasedAt" from "Grade" where "attemptId" = $1 and marks is not null`,
    values: [attemptId],
  });
  const released = new Map(rows.map((row) => [row.itemKey, row]));
  const reviewed = model.items.map((shown) => {
    const item = items.find(({ key }) => key === shown.key);
    if (!item) return shown;
    const grade = released.get(item.key);
    const own = files.get(item.key);
    // Levels have points: they are shown where the points of answers are. What somebody has written is there to be read.
    const levels = grade && model.review.marks && model.review.score ? levelsOf(item, grade.marks) : [];
    const read = grade && { levels, feedback: grade.feedback, at: grade.releasedAt };
    return { ...shown, ...(own && { files: own }), ...(read && { read }) };
  });
  return { ...model, items: reviewed };
}

function levelsOf({ rubric = [] }: ItemGradedByHand, marks: Marks): ReadWork["levels"] {
  if (!("levels" in marks)) return [];
  return rubric.flatMap(({ key, title, levels }) => {
    const level = levels.find((one) => one.key === marks.levels[key]);
    const most = Math.max(...levels.map(({ points }) => points));
    return level ? [{ criterion: title, level: level.title, points: level.points, most }] : [];
  });
}
