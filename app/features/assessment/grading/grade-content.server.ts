import { createHash } from "node:crypto";
import type { DraftMarks } from "#app/features/instruments/marks.ts";

/** What a grader gives to one answer. */
export interface GradeContent {
  marks: DraftMarks;
  /** Plain text for the student. */
  feedback: string;
  /** Plain text for graders alone. */
  note: string;
}

export const NOTHING_GIVEN: GradeContent = { marks: {}, feedback: "", note: "" };

/** A row of `Grade`, as commands and pages read it. */
export interface GradeRow {
  itemKey: string;
  marks: DraftMarks | null;
  feedback: string;
  releasedAt: Date | null;
  draftMarks: DraftMarks | null;
  draftFeedback: string;
  note: string;
  revision: number;
  graderId: string;
  updatedAt: Date;
}

export const GRADE_COLUMNS = `g."itemKey", g.marks, g.feedback, g."releasedAt", g."draftMarks", g."draftFeedback", g.note, g.revision, g."graderId", g."updatedAt"`;

/** What graders see of a row: the draft where there is one, else what is released. */
export function contentOf(row: GradeRow | undefined): GradeContent {
  if (!row) return NOTHING_GIVEN;
  const { note } = row;
  if (row.draftMarks) return { marks: row.draftMarks, feedback: row.draftFeedback, note };
  return { marks: row.marks ?? {}, feedback: row.feedback, note };
}

export function sameGiven(a: Omit<GradeContent, "note">, b: Omit<GradeContent, "note">): boolean {
  return a.feedback === b.feedback && canonical(a.marks) === canonical(b.marks);
}

/** A short name for a content: a form says by it what its page showed. */
export function digestOf({ marks, feedback, note }: GradeContent): string {
  return createHash("sha256")
    .update(JSON.stringify([canonical(marks), feedback, note]))
    .digest("base64url")
    .slice(0, 16);
}

/** The same text for the same marks, whatever order the database gives their fields in; no level is as good as no marks. */
function canonical(marks: DraftMarks): string {
  if ("levels" in marks) return JSON.stringify(Object.entries(marks.levels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return "points" in marks && marks.points !== undefined ? String(marks.points) : "[]";
}
