import { db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { mayManageStaff, type StaffRole } from "../staff-access.ts";
import { readStaffCourse } from "../staff-course.queries.server.ts";

export interface StaffPage {
  course: { id: string; key: string; title: string };
  /** Owners first, then by name. */
  people: { userId: string; name: string; email: string; role: StaffRole }[];
}

/** The staff of a course, for who may change it; null for everybody else, as where there is no such course. */
export async function readStaffPage(
  viewer: Pick<Viewer, "id" | "role">,
  courseKey: string | undefined,
): Promise<StaffPage | null> {
  const course = await readStaffCourse(viewer, courseKey);
  if (!course || !mayManageStaff({ viewer, staffRole: course.staffRole })) return null;
  const rows = await db.courseStaff.findMany({
    where: { courseId: course.id },
    orderBy: [{ role: "asc" }, { user: { name: "asc" } }, { userId: "asc" }],
    select: { userId: true, role: true, user: { select: { name: true, email: true } } },
  });
  const { id, key, title } = course;
  return { course: { id, key, title }, people: rows.map(({ userId, role, user }) => ({ userId, role, ...user })) };
}
