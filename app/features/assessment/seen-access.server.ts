import { LRUCache } from "lru-cache";
import {
  COURSE_ACCESS_COLUMNS,
  type CourseAccess,
  type CourseAccessRow,
  readCourseAccess,
} from "#app/features/access/lesson-access.server.ts";

/**
 * What opens a course to a person, as it was when the database was last asked. It may be of yesterday: a decision that
 * rests on it holds only in a statement that finds the database saying the same, word for word, and does nothing else.
 */
export interface SeenAccess {
  course: CourseAccess;
  written: string;
}

/** A column, `SeenAccess.written`, for a statement that selects from `"Attempt" a` and whose `$1` is the viewer's id. */
export const ACCESS_COLUMN = `
  (select row_to_json(facts)::text
   from (select ${COURSE_ACCESS_COLUMNS} from "Course" c where c.id = a."courseId") as facts) as access`;

const seen = new LRUCache<string, SeenAccess>({ max: 5_000 });

export function recallAccess(ask: { userId: string; courseId: string }): SeenAccess | undefined {
  return seen.get(`${ask.userId} ${ask.courseId}`);
}

/** Takes what `ACCESS_COLUMN` gave. */
export function rememberAccess(userId: string, written: string): SeenAccess {
  const course = readCourseAccess(JSON.parse(written) as CourseAccessRow);
  const access = { course, written };
  seen.set(`${userId} ${course.courseId}`, access);
  return access;
}
