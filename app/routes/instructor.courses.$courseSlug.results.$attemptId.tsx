import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { readStudentResult } from "#app/features/insights/student-result.queries.server.ts";
import { StudentResult } from "#app/features/insights/student-result.tsx";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `${data.page.student.name}: ${data.page.title}` : "Result", personal: true });

/** What is not theirs to see is as little there as what is not there. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  const page = course && (await readStudentResult(viewer, course, args.params.attemptId ?? ""));
  if (!course || !page) throw notFound("There is no such result, or it is not shared.");
  return { course: { key: course.key, title: course.title }, page };
}

export default function StudentResultRoute() {
  const { course, page } = useLoaderData<typeof loader>();
  const path = `/instructor/courses/${course.key}`;
  const lead = (
    <>
      {page.student.name}, attempt {page.number}, <FormattedDate value={page.submittedAt} time />
    </>
  );
  return (
    <>
      <DeskTrail
        steps={[
          { href: path, label: course.title },
          { href: `${path}/students`, label: "Students" },
          { href: `${path}/students/${page.student.userId}`, label: page.student.name },
        ]}
      />
      <Page title={page.title} lead={lead} width="wide">
        <StudentResult page={page} />
      </Page>
    </>
  );
}
