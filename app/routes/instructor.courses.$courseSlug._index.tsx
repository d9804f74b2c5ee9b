import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { mayGrade } from "#app/features/assessment/grading/may-grade.ts";
import { listAssessments } from "#app/features/insights/assessment-statistics.queries.server.ts";
import { readCourseOverview } from "#app/features/insights/course-overview.queries.server.ts";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { mayManageStaff, maySeeRevenue } from "#app/features/insights/staff-access.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta({ title: data?.title ?? "Course", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  const [overview, assessments] = await Promise.all([readCourseOverview(course), listAssessments(course)]);
  const may = {
    edits: viewer.role === "admin" || course.staffRole === "owner" || course.staffRole === "editor",
    grades: mayGrade({ viewer, ...course }),
    manages: mayManageStaff({ viewer, staffRole: course.staffRole }),
    sells: maySeeRevenue({ viewer, staffRole: course.staffRole }),
  };
  return { key: course.key, title: course.title, assessments, ...may, ...overview };
}

export default function InstructorCourse() {
  const { key, title, releases, staff, assessments, grades, sells, edits, manages } = useLoaderData<typeof loader>();
  return (
    <>
      <DeskTrail steps={[{ href: "/instructor", label: "Courses you look after" }]} />
      <Page
        title={title}
        actions={
          <div className="flex flex-wrap gap-3">
            <ButtonLink href={`/instructor/courses/${key}/students`}>Students</ButtonLink>
            {grades ? (
              <ButtonLink href={`/instructor/courses/${key}/grading`} look="secondary">
                Grading
              </ButtonLink>
            ) : null}
            {sells ? (
              <ButtonLink href={`/instructor/courses/${key}/revenue`} look="secondary">
                Revenue
              </ButtonLink>
            ) : null}
            {edits ? (
              <ButtonLink href={`/instructor/courses/${key}/media`} look="secondary">
                Media
              </ButtonLink>
            ) : null}
            {manages ? (
              <ButtonLink href={`/instructor/courses/${key}/staff`} look="secondary">
                Staff
              </ButtonLink>
            ) : null}
            <ButtonLink href={`/courses/${key}`} look="secondary">
              Public page
            </ButtonLink>
          </div>
        }
      >
        <Section id="releases" title="Releases">
          <DataTable
            caption="Releases, the newest first"
            rows={releases}
            rowKey={(release) => release.id}
            columns={[
              { heading: "Release", cell: ({ number, current }) => (current ? `${number}, current` : number) },
              { heading: "Learners on it", align: "right", cell: ({ learners }) => learners },
              { heading: "Published", cell: ({ publishedAt }) => <FormattedDate value={publishedAt} time /> },
              { heading: "By", cell: ({ publishedBy }) => publishedBy ?? "the command line" },
              { heading: "What changed", cell: ({ notes }) => notes },
            ]}
          />
        </Section>
        {assessments.length > 0 && (
          <Section id="assessments" title="Assessments">
            <ul className="space-y-2">
              {assessments.map(({ lessonKey, title }) => (
                <li key={lessonKey}>
                  <a href={`/instructor/courses/${key}/assessments/${lessonKey}`} className="text-link">
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section id="staff" title="Staff">
          {staff.length === 0 ? (
            <EmptyState title="Nobody is on the staff of this course">Admins look after it.</EmptyState>
          ) : (
            <DataTable
              caption="Staff of the course"
              rows={staff}
              rowKey={(person) => person.userId}
              columns={[
                { heading: "Name", cell: ({ name }) => name },
                { heading: "Role", cell: ({ role }) => role },
                { heading: "E-mail", cell: ({ email }) => email },
              ]}
            />
          )}
        </Section>
      </Page>
    </>
  );
}
