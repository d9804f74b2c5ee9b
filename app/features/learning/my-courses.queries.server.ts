import {
  COURSE_ACCESS_COLUMNS,
  type CourseAccessRow,
  decideLesson,
  readCourseAccess,
} from "#app/features/access/lesson-access.server.ts";
import { downloadsOf, findLesson, type Manifest } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { evaluateProgress } from "./evaluate-progress.ts";

/** A course on the learner's own page. */
export interface MyCourse {
  key: string;
  title: string;
  /** Of a download, how many it is; null for what is learned lesson by lesson. */
  files: number | null;
  done: number;
  total: number;
  finished: boolean;
  /** Where "continue" leads: the lesson last open, while it is unfinished, else the next one. */
  continueAt: { key: string; title: string } | null;
  started: boolean;
  lastSeenAt: Date | null;
  /** False where the learner's work is kept and the course is closed to them now. */
  open: boolean;
}

interface Row extends CourseAccessRow {
  releaseId: string | null;
  lastLessonKey: string | null;
  lastSeenAt: Date | null;
  progress: [string, boolean][] | null;
}

/** What a person owns or has begun, last seen first. One SQL statement. */
export async function listMyCourses(viewer: Viewer): Promise<MyCourse[]> {
  const { rows } = await pool.query<Row>(
    `select ${COURSE_ACCESS_COLUMNS}, e."releaseId", e."lastLessonKey", e."lastSeenAt",
       (select json_agg(json_build_array(p."lessonKey", p."completedAt" is not null))
        from "LessonProgress" p where p."enrolmentId" = e.id) as progress
     from "Course" c
     left join "Enrolment" e on e."courseId" = c.id and e."userId" = $1::text
     where c."currentReleaseId" is not null
       and (e.id is not null or exists (select 1 from "Entitlement" g where g."courseId" = c.id and g."userId" = $1::text))
     order by e."lastSeenAt" desc nulls last, c.key`,
    [viewer.id],
  );
  const courses = await Promise.all(rows.map((row) => toMyCourse(viewer, row)));
  return courses.filter((course) => course.open || course.started);
}

async function toMyCourse(viewer: Viewer, row: Row): Promise<MyCourse> {
  const manifest = await loadManifest(row.releaseId ?? row.currentReleaseId!);
  const records = new Map((row.progress ?? []).map(([key, completed]) => [key, { viewed: true, completed }]));
  const progress = evaluateProgress(manifest, records);
  const { key, title } = manifest;
  const decision = decideLesson(viewer, readCourseAccess(row), { preview: false }, now());
  return {
    key,
    title,
    files: manifest.kind === "download" ? downloadsOf(manifest).length : null,
    done: progress.done,
    total: progress.total,
    finished: progress.finished,
    continueAt: continueAt(manifest, progress.lessons, row.lastLessonKey, progress.next),
    started: records.size > 0,
    lastSeenAt: row.lastSeenAt,
    open: decision.allowed,
  };
}

/** The lesson to go on with. */
export function continueAt(
  manifest: Manifest,
  states: ReadonlyMap<string, "completed" | "open" | "locked">,
  lastLessonKey: string | null,
  next: string | null,
): { key: string; title: string } | null {
  const last = lastLessonKey ? findLesson(manifest, lastLessonKey) : undefined;
  const lesson = last && states.get(last.key) === "open" ? last : next ? findLesson(manifest, next) : undefined;
  return lesson ? { key: lesson.key, title: lesson.title } : null;
}
