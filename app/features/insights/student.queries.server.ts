import { type Grade, type GradedAttempt, gradeOf } from "#app/features/assessment/grade-policy.ts";
import { findLessonRules } from "#app/features/assessment/lesson-rules.queries.server.ts";
import { lessonsOf, type ManifestLesson } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { evaluateProgress, type LessonState, type Tally } from "#app/features/learning/evaluate-progress.ts";
import { pool } from "#app/platform/db.server.ts";
import { RESULTS_FOR_STAFF } from "./staff-access.ts";
import { IS_LEARNER, type StaffCourse } from "./staff-course.queries.server.ts";

/** What staff see of one learner's work. Answers, and results of questionnaires, are not in it. */
export interface StudentPage {
  userId: string;
  name: string;
  email: string;
  enrolledAt: Date;
  lastSeenAt: Date | null;
  finishedAt: Date | null;
  /** The number of the release that the learner is on. */
  release: number;
  progress: Tally;
  modules: { key: string; title: string; done: number; total: number; lessons: StudentLesson[] }[];
  /** Completed on an earlier release, and no longer in theirs. */
  elsewhere: { key: string; completedAt: Date }[];
}

export interface StudentLesson extends Pick<ManifestLesson, "key" | "title" | "kind" | "required"> {
  state: LessonState;
  firstViewedAt: Date | null;
  completedAt: Date | null;
  /** Submitted attempts of a graded check with the grade that they come to; null where there are none. */
  check: Check | null;
}

interface Check extends Omit<Grade, "attemptId"> {
  lastAt: Date;
}

interface Row extends Pick<StudentPage, "userId" | "name" | "email" | "enrolledAt" | "lastSeenAt" | "finishedAt" | "release"> {
  releaseId: string;
  lessons: { key: string; firstViewedAt: string; completedAt: string | null }[];
  checks: { lessonKey: string; attempts: GradedAttempt[]; lastAt: string }[];
}

/** One learner of the course; null where nobody of this id learns in it. One SQL statement. */
export async function readStudent(course: StaffCourse, userId: string): Promise<StudentPage | null> {
  const { rows } = await pool.query<Row>(
    `select u.id as "userId", u.name, u.email, e."createdAt" as "enrolledAt", e."lastSeenAt", e."completedAt" as "finishedAt",
       e."releaseId", r.number as release,
       (select coalesce(json_agg(json_build_object(
           'key', p."lessonKey", 'firstViewedAt', p."firstViewedAt", 'completedAt', p."completedAt")), '[]'::json)
        from "LessonProgress" p where p."enrolmentId" = e.id) as lessons,
       (select coalesce(json_agg(c), '[]'::json) from (
          select a."lessonKey", max(a."submittedAt") as "lastAt", json_agg(json_build_object(
            'id', a.id, 'number', a.number, 'passed', s.passed, 'percent', (s.result ->> 'percent')::float8)) as attempts
          from "Attempt" a
          join lateral (
            select result, passed from "Score" where "attemptId" = a.id order by sequence desc limit 1
          ) s on s.result ->> 'kind' = any($3)
          where a."enrolmentId" = e.id and a."submittedAt" is not null group by a."lessonKey") c) as checks
     from "Enrolment" e join "User" u on u.id = e."userId" join "Release" r on r.id = e."releaseId"
     where e."courseId" = $1 and e."userId" = $2 and ${IS_LEARNER}`,
    [course.id, userId, RESULTS_FOR_STAFF],
  );
  return rows[0] ? toPage(course.id, rows[0]) : null;
}

async function toPage(courseId: string, { releaseId, lessons: records, checks, ...row }: Row): Promise<StudentPage> {
  const manifest = await loadManifest(releaseId);
  const byKey = new Map(records.map((record) => [record.key, record]));
  const checkOf = new Map<string, Check>();
  for (const { lessonKey, attempts, lastAt } of checks) {
    const rules = await findLessonRules({ courseId, releaseId, lessonKey });
    const graded = rules?.kind === "graded" ? rules : undefined;
    // What is no check any more was one by its own pass mark.
    const grade = gradeOf(graded?.grade ?? "highest", graded?.passMark ?? Number.POSITIVE_INFINITY, attempts);
    if (!grade) continue;
    const { attemptId: _attempt, ...check } = grade;
    checkOf.set(lessonKey, { ...check, lastAt: new Date(lastAt) });
  }
  const known = new Map(records.map(({ key, completedAt }) => [key, { viewed: true, completed: completedAt !== null }]));
  const { lessons, modules, ...whole } = evaluateProgress(manifest, known);
  const here = new Set(lessonsOf(manifest).map((lesson) => lesson.key));
  return {
    ...row,
    progress: { done: whole.done, total: whole.total, percent: whole.percent },
    modules: manifest.modules.map((module) => ({
      key: module.key,
      title: module.title,
      done: modules.get(module.key)?.done ?? 0,
      total: modules.get(module.key)?.total ?? 0,
      lessons: module.lessons.map(({ key, title, kind, required }) => ({
        key,
        title,
        kind,
        required,
        state: lessons.get(key) ?? "locked",
        firstViewedAt: moment(byKey.get(key)?.firstViewedAt),
        completedAt: moment(byKey.get(key)?.completedAt),
        check: checkOf.get(key) ?? null,
      })),
    })),
    elsewhere: records.flatMap(({ key, completedAt }) =>
      completedAt && !here.has(key) ? [{ key, completedAt: new Date(completedAt) }] : [],
    ),
  };
}

function moment(written: string | null | undefined): Date | null {
  return written ? new Date(written) : null;
}
