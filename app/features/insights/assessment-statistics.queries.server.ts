import { findLesson, lessonsOf } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { comparableForm } from "#app/features/instruments/comparable-forms.ts";
import { type CompiledInstrument, readCompiled } from "#app/features/instruments/compiled.ts";
import { pool } from "#app/platform/db.server.ts";
import { type AnsweredAttempt, type AssessmentStatistics, summariseAttempts } from "./assessment-statistics.ts";
import { IS_LEARNER, type StaffCourse } from "./staff-course.queries.server.ts";

export interface AssessmentStatisticsPage {
  lessonKey: string;
  title: string;
  kind: CompiledInstrument["kind"];
  /** Revisions of the instrument that people have handed in, and how many of them ask the same as today's. */
  revisions: { used: number; compared: number };
  /** First attempts at comparable revisions that learners have handed in. */
  people: number;
  /** Null where so few have handed in that a figure could be about somebody. */
  statistics: AssessmentStatistics | null;
}

/** With fewer people a figure could be traced to one of them. */
export const FEWEST_PEOPLE = 10;

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
 * Two SQL statements beside the cached manifest.
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
  const attempts = await readFirstAttempts(
    course.id,
    lessonKey,
    compared.map(({ id }) => id),
  );
  const people = attempts.length;
  return {
    lessonKey,
    title: lesson.title,
    kind: instrument.kind,
    revisions: { used: used.length, compared: compared.length },
    people,
    statistics: people < FEWEST_PEOPLE ? null : summariseAttempts(instrument, attempts),
  };
}

/** The first attempt of each learner that was handed in, where it was made on one of these revisions. */
async function readFirstAttempts(courseId: string, lessonKey: string, revisionIds: string[]): Promise<AnsweredAttempt[]> {
  const { rows } = await pool.query<{ seconds: number; seed: number; answers: Record<string, unknown> | null }>(
    `with first as (
       select distinct on (a."enrolmentId") a.id, a."revisionId", a.seed, a."startedAt", a."submittedAt"
       from "Attempt" a join "Enrolment" e on e.id = a."enrolmentId" join "User" u on u.id = e."userId"
       where a."courseId" = $1 and a."lessonKey" = $2 and a."submittedAt" is not null and ${IS_LEARNER}
       order by a."enrolmentId", a.number
     )
     select extract(epoch from f."submittedAt" - f."startedAt")::float8 as seconds, f.seed,
       (select json_object_agg(n."itemKey", n.value) from "Answer" n where n."attemptId" = f.id) as answers
     from first f where f."revisionId" = any ($3::text[])`,
    [courseId, lessonKey, revisionIds],
  );
  return rows.map(({ answers, ...facts }) => ({ ...facts, answers: answers ?? {} }));
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
