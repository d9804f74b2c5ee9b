import { mayGrade } from "#app/features/assessment/grading/may-grade.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { readStaffCourse, type StaffCourse } from "./staff-course.queries.server.ts";

/** The course where the viewer may grade in it; null where not, as where there is none. */
export async function readGradedCourse(
  viewer: Pick<Viewer, "id" | "role">,
  courseKey: string | undefined,
): Promise<StaffCourse | null> {
  const course = await readStaffCourse(viewer, courseKey);
  return course && mayGrade({ viewer, staffRole: course.staffRole }) ? course : null;
}
