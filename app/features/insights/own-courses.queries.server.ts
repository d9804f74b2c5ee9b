import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { maySeeCourse, type StaffRole } from "./staff-access.ts";
import { IS_LEARNER } from "./staff-course.queries.server.ts";

/** A course in the list of those that somebody looks after. */
export interface OwnCourse {
  key: string;
  title: string;
  /** Null for an admin who is not on the staff. */
  staffRole: StaffRole | null;
  release: { number: number; publishedAt: Date };
  students: number;
  /** Of them, who have completed all that was required. */
  finished: number;
}

interface Row {
  id: string;
  key: string;
  staffRole: StaffRole | null;
  releaseId: string;
  number: number;
  publishedAt: Date;
}

/** The courses that the viewer may see from behind the desk, the last published first. Two SQL statements. */
export async function listOwnCourses(viewer: Pick<Viewer, "id" | "role">): Promise<OwnCourse[]> {
  const { rows } = await pool.query<Row>(
    `select c.id, c.key, s.role::text as "staffRole", r.id as "releaseId", r.number, r."publishedAt"
     from "Course" c
     join "Release" r on r.id = c."currentReleaseId"
     left join "CourseStaff" s on s."courseId" = c.id and s."userId" = $1
     order by r."publishedAt" desc, c.key`,
    [viewer.id],
  );
  const own = rows.filter(({ staffRole }) => maySeeCourse({ viewer, staffRole }));
  const counts = await countStudents(own.map(({ id }) => id));
  return Promise.all(
    own.map(async ({ id, key, staffRole, releaseId, number, publishedAt }) => {
      const { title } = await loadManifest(releaseId);
      const { students, finished } = counts.get(id) ?? { students: 0, finished: 0 };
      return { key, title, staffRole, release: { number, publishedAt }, students, finished };
    }),
  );
}

async function countStudents(courseIds: string[]): Promise<Map<string, { students: number; finished: number }>> {
  if (courseIds.length === 0) return new Map();
  const { rows } = await pool.query<{ courseId: string; students: number; finished: number }>(
    `select e."courseId", count(*)::int as students, count(e."completedAt")::int as finished
     from "Enrolment" e join "User" u on u.id = e."userId"
     where e."courseId" = any($1) and ${IS_LEARNER} group by 1`,
    [courseIds],
  );
  return new Map(rows.map(({ courseId, ...counts }) => [courseId, counts]));
}
