import { attemptsLeft, limitsOf } from "#app/features/assessment/attempt-rules.ts";
import { hasConsented } from "#app/features/assessment/record-consent.server.ts";
import { type HistoryEntry, readAttemptHistory } from "#app/features/assessment/results.queries.server.ts";
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
  /** Whether the words of consent come before the first statement: of a questionnaire that the person has not agreed to. */
  asksConsent: boolean;
  history: HistoryEntry[];
}

/** One SQL statement beside the cached instrument, and another for a questionnaire. */
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
  const about = { userId, courseId, instrumentKey: lesson.assessment.key };
  const asksConsent = definition.kind === "profile" && !(await hasConsented(about));
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
    asksConsent,
    history: history.filter((entry) => entry.submittedAt !== null),
  };
}
