import { lessonsOf, type Manifest, type ManifestLesson } from "#app/features/courseware/manifest.ts";

/** What is known of one person's work on a lesson. A completion is never taken back. */
export interface LessonRecord {
  viewed: boolean;
  completed: boolean;
}

export type LessonState = "completed" | "open" | "locked";

export interface Tally {
  /** Required lessons that are completed. */
  done: number;
  /** Required lessons. */
  total: number;
  /** 0 to 100, whole, rounded down: 100 means that nothing is missing. */
  percent: number;
}

export interface CourseProgress extends Tally {
  lessons: Map<string, LessonState>;
  modules: Map<string, Tally>;
  /** The first open lesson that is not completed, required ones first; null where none is left. */
  next: string | null;
  finished: boolean;
}

/**
 * The one progress evaluator: every percentage, lock and "continue" comes from here, derived from the release that
 * the learner is on and what they did, and is stored nowhere.
 *
 * Where the course asks for its order, a lesson opens when every required lesson before it is completed. What was
 * opened once stays open, whatever a newer release puts before it, and so does a free preview.
 */
export function evaluateProgress(manifest: Manifest, records: ReadonlyMap<string, LessonRecord>): CourseProgress {
  const lessons = new Map<string, LessonState>();
  let wayIsFree = true;
  for (const lesson of lessonsOf(manifest)) {
    const record = records.get(lesson.key);
    const open = manifest.order === "free" || wayIsFree || lesson.preview || record?.viewed === true;
    lessons.set(lesson.key, record?.completed ? "completed" : open ? "open" : "locked");
    if (lesson.required && !record?.completed) wayIsFree = false;
  }
  const modules = new Map(manifest.modules.map((module) => [module.key, tally(module.lessons, lessons)]));
  const whole = tally(lessonsOf(manifest), lessons);
  const isNext = (lesson: ManifestLesson) => lessons.get(lesson.key) === "open";
  const next = lessonsOf(manifest).find((lesson) => lesson.required && isNext(lesson)) ?? lessonsOf(manifest).find(isNext);
  return { ...whole, lessons, modules, next: next?.key ?? null, finished: whole.done === whole.total };
}

/** The same once this lesson is completed, too. */
export function progressAfter(manifest: Manifest, records: ReadonlyMap<string, LessonRecord>, lessonKey: string): CourseProgress {
  return evaluateProgress(manifest, new Map(records).set(lessonKey, { viewed: true, completed: true }));
}

function tally(lessons: readonly ManifestLesson[], states: Map<string, LessonState>): Tally {
  let total = 0;
  let done = 0;
  for (const lesson of lessons) {
    if (!lesson.required) continue;
    total += 1;
    if (states.get(lesson.key) === "completed") done += 1;
  }
  return { done, total, percent: total === 0 ? 100 : Math.floor((100 * done) / total) };
}

/** The lesson before and the lesson after, in reading order. */
export function neighboursOf(
  manifest: Manifest,
  lessonKey: string,
): { previous: ManifestLesson | null; next: ManifestLesson | null } {
  const lessons = lessonsOf(manifest);
  const at = lessons.findIndex((lesson) => lesson.key === lessonKey);
  if (at < 0) return { previous: null, next: null };
  return { previous: lessons[at - 1] ?? null, next: lessons[at + 1] ?? null };
}
