import {
  COURSE_ACCESS_COLUMNS,
  type CourseAccess,
  type CourseAccessRow,
  readCourseAccess,
} from "#app/features/access/lesson-access.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { LessonRecord } from "./evaluate-progress.ts";

export interface Enrolment {
  id: string;
  /** The release that the learner is on. */
  releaseId: string;
  lastLessonKey: string | null;
  completedAt: Date | null;
}

/** One line of progress, with the place where a video or recording stands. */
export interface LearnerLesson extends LessonRecord {
  /** Seconds. */
  position: number;
  /** 0 to 1. */
  playedShare: number;
}

/** One person in one course: what opens it, and how far they are. */
export interface Learner {
  access: CourseAccess;
  enrolment: Enrolment | null;
  records: Map<string, LearnerLesson>;
  /** Key of the attachment profile of their last submitted questionnaire; null where there is none. */
  profile: string | null;
}

interface Row extends CourseAccessRow {
  enrolmentId: string | null;
  releaseId: string | null;
  lastLessonKey: string | null;
  completedAt: Date | null;
  profile: string | null;
  /** [lesson key, completed, position, played share] */
  progress: [string, boolean, number, number][] | null;
}

// A name makes the driver prepare the statement once a connection: it is asked at every page of the player.
const statement = {
  name: "learner",
  text: `
    select ${COURSE_ACCESS_COLUMNS},
      e.id as "enrolmentId", e."releaseId", e."lastLessonKey", e."completedAt",
      (select json_agg(json_build_array(p."lessonKey", p."completedAt" is not null, p."positionSeconds", p."playedShare"))
       from "LessonProgress" p where p."enrolmentId" = e.id) as progress,
      (select s.result -> 'profile' ->> 'key'
       from "Attempt" a join "Score" s on s."attemptId" = a.id
       where a."userId" = $1::text and a."submittedAt" is not null and s.result -> 'profile' ->> 'key' is not null
       order by a."submittedAt" desc, s.sequence desc limit 1) as profile
    from "Course" c
    left join "Enrolment" e on e."courseId" = c.id and e."userId" = $1::text
    where c.key = $2`,
};

/** One SQL statement; null where there is no such course. */
export async function readLearner(ask: { userId: string; courseKey: string }): Promise<Learner | null> {
  if (ask.courseKey.includes("\0")) return null;
  const { rows } = await pool.query<Row>({ ...statement, values: [ask.userId, ask.courseKey] });
  const row = rows[0];
  if (!row) return null;
  const { enrolmentId, releaseId, lastLessonKey, completedAt } = row;
  return {
    access: readCourseAccess(row),
    enrolment: enrolmentId && releaseId ? { id: enrolmentId, releaseId, lastLessonKey, completedAt } : null,
    records: new Map(
      (row.progress ?? []).map(([key, completed, position, playedShare]) => [
        key,
        { viewed: true, completed, position, playedShare },
      ]),
    ),
    profile: row.profile,
  };
}
