import { attemptsLeft, limitsOf } from "#app/features/assessment/attempt-rules.ts";
import { type HistoryEntry, readAttemptHistory } from "#app/features/assessment/results.queries.server.ts";
import { listSavedResults, type SavedResult } from "#app/features/assessment/saved-results.queries.server.ts";
import type { ManifestLesson } from "#app/features/courseware/manifest.ts";
import { loadInstrument } from "#app/features/courseware/release.queries.server.ts";

/** What a lesson's page says of its assessment before it is begun, and of the attempts so far. */
export interface AssessmentPanelModel {
  title: string;
  kind: "graded" | "profile";
  items: number;
  /** Percent. */
  passMark: number | null;
  minutes: number | null;
  /** Null: as many as one likes. */
  attemptsLeft: number | null;
  open: { attemptId: string } | null;
  passed: boolean;
  history: HistoryEntry[];
  /** Results of the same questionnaire that were taken outside of the course: to compare with, and no attempts of the lesson. */
  outside: SavedResult[];
}

/** One SQL statement beside the cached instrument, and one more for a profile. */
export async function readAssessmentPanel(ask: {
  userId: string;
  courseId: string;
  enrolmentId: string;
  lesson: Pick<ManifestLesson, "key" | "assessment">;
}): Promise<AssessmentPanelModel | null> {
  const { lesson, courseId, enrolmentId, userId } = ask;
  if (!lesson.assessment) return null;
  const [{ definition }, history] = await Promise.all([
    loadInstrument(courseId, lesson.assessment.key, lesson.assessment.digest),
    readAttemptHistory({ userId, enrolmentId, lessonKey: lesson.key }),
  ]);
  const limits = limitsOf(definition);
  const open = history.find((entry) => entry.submittedAt === null);
  return {
    title: definition.title,
    kind: definition.kind,
    items: definition.items.length,
    passMark: definition.kind === "graded" ? definition.passMark : null,
    minutes: limits.minutes,
    attemptsLeft: attemptsLeft(limits.attempts, history.length),
    open: open ? { attemptId: open.attemptId } : null,
    passed: history.some((entry) => entry.passed),
    history: history.filter((entry) => entry.submittedAt !== null),
    outside: definition.kind === "profile" ? await listSavedResults({ userId, of: { courseId, key: definition.key } }) : [],
  };
}
