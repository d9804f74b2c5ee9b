import { readAttemptsForFigures } from "#app/features/assessment/figures.queries.server.ts";
import { findLesson, lessonsOf } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { comparableForm } from "#app/features/instruments/comparable-forms.ts";
import { type CompiledInstrument, readCompiled } from "#app/features/instruments/compiled.ts";
import { pool } from "#app/platform/db.server.ts";
import { type AssessmentStatistics, summariseAttempts } from "./assessment-statistics.ts";
import { IS_LEARNER, type StaffCourse } from "./staff-course.queries.server.ts";

export interface AssessmentStatisticsPage {
  lessonKey: string;
  title: string;
  kind: CompiledInstrument["kind"];
  /** Revisions of the instrument that people have handed in, and how many of them ask the same as today's. */
  revisions: { used: number; compared: number };
  /** How many people the figures are about, by their first attempts at comparable revisions; without figures, how many there are so far. */
  people: number;
  /** Null where so few have handed in that a figure could be about somebody. */
  statistics: AssessmentStatistics | null;
}

interface RevisionRow {
  id: string;
  key: string;
  digest: string;
  definition: unknown;
  used: boolean;
}

/**
 * What the learners of a course have answered in one assessment lesson of its current release; null where that release
 * has no such lesson. Everybody counts once, with their first attempt, as only that was made without having seen results.
 * Two SQL statements beside the cached manifest; of a questionnaire three, and more when people come into the figures.
 */
export async function readAssessmentStatistics(course: StaffCourse, lessonKey: string): Promise<AssessmentStatisticsPage | null> {
  const lesson = findLesson(await loadManifest(course.currentReleaseId), lessonKey);
  if (!lesson?.assessment) return null;
  const { rows } = await pool.query<RevisionRow>(
    `select r.id, r.key, r.digest, r.definition,
       exists (select from "Attempt" a where a."revisionId" = r.id and a."lessonKey" = $3 and a."enrolmentId" is not null and a."submittedAt" is not null) as used
     from "InstrumentRevision" r where r."courseId" = $1 and r.key = $2`,
    [course.id, lesson.assessment.key, lessonKey],
  );
  const today = rows.find(({ digest }) => digest === lesson.assessment?.digest);
  if (!today) return null;
  const instrument = readCompiled(today.definition);
  const form = comparableForm(instrument);
  const used = rows.filter((row) => row.used);
  const compared = used.filter(({ definition }) => comparableForm(readCompiled(definition)) === form);
  const { people, attempts } = await readAttemptsForFigures({
    courseId: course.id,
    lessonKey,
    kind: instrument.kind,
    revisionIds: compared.map(({ id }) => id),
    isLearner: IS_LEARNER,
  });
  return {
    lessonKey,
    title: lesson.title,
    kind: instrument.kind,
    revisions: { used: used.length, compared: compared.length },
    people,
    statistics: attempts && summariseAttempts(instrument, attempts),
  };
}

/** An assessment lesson of a course's current release; null where it has none of this key. */
export async function findAssessment(course: StaffCourse, lessonKey: string) {
  const lesson = findLesson(await loadManifest(course.currentReleaseId), lessonKey);
  return lesson?.assessment ? { key: lesson.key, title: lesson.title, assessment: lesson.assessment } : null;
}

/** The assessment lessons of a course's current release, in its order. */
export async function listAssessments(course: StaffCourse): Promise<{ lessonKey: string; title: string }[]> {
  return lessonsOf(await loadManifest(course.currentReleaseId))
    .filter(({ assessment }) => assessment !== undefined)
    .map(({ key, title }) => ({ lessonKey: key, title }));
}

/** Whether an assessment lesson of a course's current release is a check or a profile; null where it has none of this key. */
export async function findAssessmentKind(course: StaffCourse, lessonKey: string): Promise<CompiledInstrument["kind"] | null> {
  const lesson = await findAssessment(course, lessonKey);
  if (!lesson) return null;
  const { key, digest } = lesson.assessment;
  const { rows } = await pool.query<{ kind: CompiledInstrument["kind"] }>(
    `select definition ->> 'kind' as kind from "InstrumentRevision" where "courseId" = $1 and key = $2 and digest = $3`,
    [course.id, key, digest],
  );
  return rows[0]?.kind ?? null;
}
