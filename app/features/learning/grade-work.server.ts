import type { FormGrade, GradeForm } from "#app/features/assessment/grading/grade-form.ts";
import { saveDrafts } from "#app/features/assessment/grading/save-drafts.server.ts";
import { releaseGrades } from "./release-grades.server.ts";

export type GradeWork =
  | { status: "done"; what: "saved" | "released" | "nothing"; incomplete: number }
  /** The page comes back with what was sent in its fields, and what is in the way beside them. Everything else is saved. */
  | { status: "asked"; reply: GradeReply }
  | { status: "refused" };

export interface GradeReply {
  /** What the grader sent, by item: only of the answers below. */
  yours: Record<string, Pick<FormGrade, "marks" | "feedback" | "note">>;
  /** Answers that somebody has saved something newer for. */
  conflicts: string[];
  /** Why marks could not be read. */
  errors: Record<string, string>;
}

/** Does what a grader's form says: saves what has changed as drafts and, where that is asked for, releases what it shows. */
export async function gradeWork(ask: {
  graderId: string;
  courseId: string;
  attemptId: string;
  form: GradeForm;
}): Promise<GradeWork> {
  const { form, ...work } = ask;
  const saved = await saveDrafts({ ...work, grades: form.grades });
  if (saved.status === "refused") return { status: "refused" };
  const { revisions, conflicts, bad } = saved;
  if (conflicts.length + bad.size > 0) {
    const inTheWay = form.grades.filter(({ itemKey }) => conflicts.includes(itemKey) || bad.has(itemKey));
    const yours = Object.fromEntries(inTheWay.map(({ itemKey, marks, feedback, note }) => [itemKey, { marks, feedback, note }]));
    return { status: "asked", reply: { yours, conflicts, errors: Object.fromEntries(bad) } };
  }
  if (form.intent === "save" || form.intent === "next") return { status: "done", what: "saved", incomplete: 0 };
  const drafts = new Map([...revisions].filter(([key]) => form.intent === "release" || key === form.only));
  const released = await releaseGrades({ ...work, drafts });
  if (released.status === "refused") return { status: "refused" };
  if (released.changed.length > 0) return { status: "asked", reply: { yours: {}, conflicts: released.changed, errors: {} } };
  return { status: "done", what: released.status, incomplete: released.incomplete.length };
}
