import { type ItemGradedByHand, isGradedByHand } from "#app/features/instruments/marks.ts";
import { answerTo } from "#app/features/instruments/score.ts";
import type { RunStatement } from "#app/platform/db.server.ts";
import { loadRevision } from "../revision.queries.server.ts";
import { readAnswers } from "../submit-attempt.server.ts";
import { GRADE_COLUMNS, type GradeRow } from "./grade-content.server.ts";

/** A submitted attempt that somebody grades, locked: of two graders one waits for the other. */
export interface LockedWork {
  attemptId: string;
  userId: string;
  title: string;
  /** Items that a person grades and that have an answer. */
  items: Map<string, ItemGradedByHand>;
  grades: Map<string, GradeRow>;
}

const locking = {
  name: "lock-work",
  text: `
    select a."userId", a."revisionId" from "Attempt" a
    where a.id = $1 and a."courseId" = $2 and a."userId" <> $3 and a."submittedAt" is not null for update of a`,
};

const reading = {
  name: "grades",
  text: `select ${GRADE_COLUMNS} from "Grade" g where g."attemptId" = $1 order by g."itemKey" for update`,
};

/** Null where the course has no such submitted attempt, or it is the grader's own. */
export async function lockWork(
  run: RunStatement,
  ask: { attemptId: string; courseId: string; graderId: string },
): Promise<LockedWork | null> {
  const { attemptId, courseId, graderId } = ask;
  if (attemptId.includes("\0")) return null;
  const [row] = await run<{ userId: string; revisionId: string }>(locking, [attemptId, courseId, graderId]);
  if (!row) return null;
  const { instrument } = await loadRevision(row.revisionId, run);
  const answers = await readAnswers(attemptId, instrument, run);
  const items = new Map<string, ItemGradedByHand>();
  for (const item of instrument.items) {
    if (isGradedByHand(item) && answerTo(item, answers) !== null) items.set(item.key, item);
  }
  const grades = await run<GradeRow>(reading, [attemptId]);
  return {
    attemptId,
    userId: row.userId,
    title: instrument.title,
    items,
    grades: new Map(grades.map((grade) => [grade.itemKey, grade])),
  };
}
