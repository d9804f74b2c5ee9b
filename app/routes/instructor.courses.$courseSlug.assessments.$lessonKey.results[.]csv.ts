import type { LoaderFunctionArgs } from "@remix-run/node";
import { findAssessmentKind } from "#app/features/insights/assessment-statistics.queries.server.ts";
import { resultsCsv } from "#app/features/insights/results-csv.server.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  const lessonKey = args.params.lessonKey ?? "";
  // For a profile there is no such file: what it says of a person is theirs alone.
  if (!course || (await findAssessmentKind(course, lessonKey)) !== "graded") throw notFound();
  return new Response(await resultsCsv(course, lessonKey), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="results-${course.key}-${lessonKey}.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}
