import type { LoaderFunctionArgs } from "@remix-run/node";
import { readQuery } from "#app/features/insights/read-query.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { studentListQuery } from "#app/features/insights/student-list.ts";
import { studentsCsv } from "#app/features/insights/students-csv.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  const asked = readQuery(args.request.url, studentListQuery);
  if (!asked.ok) throw new Response(asked.message, { status: 400 });
  return new Response(studentsCsv(course, asked.query.q), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="students-${course.key}.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}
