import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { listOwnCourses } from "#app/features/insights/own-courses.queries.server.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Courses you look after", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { courses: await listOwnCourses(viewer) };
}

export default function InstructorHome() {
  const { courses } = useLoaderData<typeof loader>();
  return (
    <Page title="Courses you look after" actions={<ButtonLink href="/studio">Studio</ButtonLink>}>
      {courses.length === 0 ? (
        <EmptyState title="No course is yours to look after yet">
          Make one in the <a href="/studio">studio</a>, or publish a course folder with{" "}
          <code>npm run course -- publish &lt;folder&gt;</code>. Its owner then finds the course, its releases and its students
          here. A course that is published already opens to you when its owner puts you on its staff.
        </EmptyState>
      ) : (
        <DataTable
          caption="Courses"
          rows={courses}
          rowKey={(course) => course.key}
          columns={[
            {
              heading: "Course",
              cell: ({ key, title }) => (
                <a href={`/instructor/courses/${key}`} className="text-link">
                  {title}
                </a>
              ),
            },
            {
              heading: "Students",
              align: "right",
              cell: ({ key, title, students }) => (
                <a href={`/instructor/courses/${key}/students`} className="text-link">
                  {students}
                  <span className="sr-only"> in {title}</span>
                </a>
              ),
            },
            { heading: "Finished", align: "right", cell: ({ finished }) => finished },
            { heading: "Release", align: "right", cell: ({ release }) => release.number },
            { heading: "Published", cell: ({ release }) => <FormattedDate value={release.publishedAt} /> },
            { heading: "You are", cell: ({ staffRole }) => staffRole ?? "admin" },
          ]}
        />
      )}
    </Page>
  );
}
