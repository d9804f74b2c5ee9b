import type { AttemptStanding } from "#app/features/assessment/attempt-standing.ts";
import { type HistoryEntry, readAttemptStanding } from "#app/features/assessment/results.queries.server.ts";
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
  standing: AttemptStanding;
  open: { attemptId: string } | null;
  passed: boolean;
  /** It is passed by a rule that has changed since, and the lesson is still to be completed by that. */
  settles: boolean;
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
  completed: boolean;
}): Promise<AssessmentPanelModel | null> {
  const { lesson, courseId, enrolmentId, userId } = ask;
  if (!lesson.assessment) return null;
  const { definition } = await loadInstrument(courseId, lesson.assessment.key, lesson.assessment.digest);
  const read = await readAttemptStanding({ userId, enrolmentId, lessonKey: lesson.key, rules: definition });
  if (!read) return null;
  const { standing, history } = read;
  const open = history.find((entry) => entry.submittedAt === null);
  return {
    title: definition.title,
    kind: definition.kind,
    items: definition.items.length,
    passMark: standing.limits.passMark,
    minutes: standing.limits.minutes,
    standing,
    open: open ? { attemptId: open.attemptId } : null,
    passed: standing.passed,
    settles: standing.refusal === "already-passed" && !ask.completed,
    history: history.filter((entry) => entry.submittedAt !== null),
    outside: definition.kind === "profile" ? await listSavedResults({ userId, of: { courseId, key: definition.key } }) : [],
  };
}
