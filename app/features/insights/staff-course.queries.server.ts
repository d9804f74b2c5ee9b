import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { maySeeCourse, type StaffRole } from "./staff-access.ts";

/** A course as the instructor area's pages begin with it. */
export interface StaffCourse {
  id: string;
  key: string;
  title: string;
  /** Null for an admin who is not on the staff. */
  staffRole: StaffRole | null;
  currentReleaseId: string;
  /** Releases that somebody learns on. */
  releasesInUse: { id: string; number: number }[];
}

type Row = Omit<StaffCourse, "title">;

/**
 * Who counts as a learner, for statements that know the enrolment as `e` and its person as `u`: whoever may open the
 * course without an entitlement, to look after it, is no student of it.
 */
export const IS_LEARNER = `(u.role <> 'admin' and not exists (
  select 1 from "CourseStaff" s where s."courseId" = e."courseId" and s."userId" = e."userId"))`;

// One step in the index for each release. Asked with "exists", the database may count all learners of the site instead.
const RELEASES_IN_USE = `
  (select coalesce(json_agg(json_build_object('id', r.id, 'number', r.number) order by r.number), '[]'::json)
   from "Release" r
   where r."courseId" = c.id
     and r.id = (select e."releaseId" from "Enrolment" e where e."releaseId" >= r.id order by e."releaseId" limit 1))
  as "releasesInUse"`;

const statement = {
  name: "staff-course",
  text: `
    select c.id, c.key, c."currentReleaseId", s.role::text as "staffRole", ${RELEASES_IN_USE}
    from "Course" c left join "CourseStaff" s on s."courseId" = c.id and s."userId" = $2
    where c.key = $1 and c."currentReleaseId" is not null`,
};

/** The course where the viewer may see it from behind the desk; null where not, as where there is none. One SQL statement. */
export async function readStaffCourse(
  viewer: Pick<Viewer, "id" | "role">,
  courseKey: string | undefined,
): Promise<StaffCourse | null> {
  if (!courseKey || !/^[a-z0-9-]{1,64}$/.test(courseKey)) return null;
  const { rows } = await pool.query<Row>({ ...statement, values: [courseKey, viewer.id] });
  const [row] = rows;
  if (!row || !maySeeCourse({ viewer, staffRole: row.staffRole })) return null;
  return { ...row, title: (await loadManifest(row.currentReleaseId)).title };
}

/** The releases of a course that somebody learns on at this moment. */
export async function findReleasesInUse(courseId: string): Promise<StaffCourse["releasesInUse"]> {
  const { rows } = await pool.query<Pick<StaffCourse, "releasesInUse">>(
    `select ${RELEASES_IN_USE} from "Course" c where c.id = $1`,
    [courseId],
  );
  return rows[0]?.releasesInUse ?? [];
}
