import { pool } from "#app/platform/db.server.ts";
import type { StaffRole } from "./staff-access.ts";
import { IS_LEARNER, type StaffCourse } from "./staff-course.queries.server.ts";

export interface CourseOverview {
  /** The newest first. */
  releases: {
    id: string;
    number: number;
    publishedAt: Date;
    /** Null: from the command line, or by somebody who is gone. */
    publishedBy: string | null;
    notes: string;
    current: boolean;
    /** Learners who are on it now. */
    learners: number;
  }[];
  staff: { userId: string; name: string; email: string; role: StaffRole }[];
}

/** What is published of a course, who is on which release, and who looks after it. Two SQL statements. */
export async function readCourseOverview(course: StaffCourse): Promise<CourseOverview> {
  const releases = pool.query<CourseOverview["releases"][number]>(
    `select r.id, r.number, r."publishedAt", r.notes, p.name as "publishedBy", r.id = $2 as current,
       (select count(*)::int from "Enrolment" e join "User" u on u.id = e."userId" where e."releaseId" = r.id and ${IS_LEARNER})
       as learners
     from "Release" r left join "User" p on p.id = r."publishedById"
     where r."courseId" = $1 order by r.number desc`,
    [course.id, course.currentReleaseId],
  );
  const staff = pool.query<CourseOverview["staff"][number]>(
    `select s."userId", u.name, u.email, s.role::text as role
     from "CourseStaff" s join "User" u on u.id = s."userId" where s."courseId" = $1 order by s.role, u.name, u.id`,
    [course.id],
  );
  return { releases: (await releases).rows, staff: (await staff).rows };
}
