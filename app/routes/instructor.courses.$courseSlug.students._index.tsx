import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { SelectField, TextField } from "#app/components/form-field.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { dayFormat } from "#app/features/insights/day-format.ts";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { ListFilter } from "#app/features/insights/list-filter.tsx";
import { Pager } from "#app/features/insights/pager.tsx";
import { listAddress, readQuery } from "#app/features/insights/read-query.ts";
import { mayEnrol } from "#app/features/insights/staff-access.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { STUDENT_ORDERS, studentListAddress, studentListQuery } from "#app/features/insights/student-list.ts";
import { readStudentPage } from "#app/features/insights/student-progress.queries.server.ts";
import { StudentTable, toStudentLine } from "#app/features/insights/student-table.tsx";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { preferredLocale } from "#app/platform/http/locale.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Students of ${data.title}` : "Students", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  const asked = readQuery(args.request.url, studentListQuery);
  if (!asked.ok) throw new Response(asked.message, { status: 400 });
  const { students, hasMore } = await readStudentPage(course, asked.query);
  const day = dayFormat(preferredLocale(args.request.headers.get("Accept-Language")), viewer.timeZone ?? "UTC");
  const lines = students.map((student) => toStudentLine(student, day));
  const enrolled = Number(/^\d{1,3}$/.exec(new URL(args.request.url).searchParams.get("enrolled") ?? "")?.[0] ?? 0);
  const enrols = mayEnrol({ viewer, staffRole: course.staffRole });
  return { key: course.key, title: course.title, query: asked.query, students: lines, hasMore, enrols, enrolled };
}

const orders = Object.entries(STUDENT_ORDERS).map(([value, label]) => ({ value, label }));

export default function Students() {
  const { key, title, query, students, hasMore, enrols, enrolled } = useLoaderData<typeof loader>();
  const path = `/instructor/courses/${key}/students`;
  const pageAt = (page: number) => studentListAddress(path, { ...query, page });
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: `/instructor/courses/${key}`, label: title },
        ]}
      />
      <Page
        title="Students"
        actions={
          <div className="flex flex-wrap gap-3">
            {enrols && <ButtonLink href={`${path}/enrol`}>Enrol people</ButtonLink>}
            <ButtonLink href={listAddress(`${path}.csv`, { q: query.q })} look="secondary">
              Download as CSV
            </ButtonLink>
          </div>
        }
      >
        {enrolled > 0 && (
          <Notice tone="done" title={`${plural(enrolled, "person has", "people have")} the course now`} live>
            Each of them gets a mail that says how they get in.
          </Notice>
        )}
        <ListFilter path={path} button="Show">
          <TextField label="Name or e-mail" name="q" type="search" defaultValue={query.q} maxLength={100} />
          <SelectField label="Order" name="sort" defaultValue={query.sort} options={orders} />
        </ListFilter>
        {students.length === 0 ? (
          <NoStudents searched={query.q !== ""} path={path} paged={query.page > 1} courseKey={key} />
        ) : (
          <StudentTable students={students} path={path} />
        )}
        <Pager
          label="Pages of students"
          links={[
            { label: "Previous page", href: query.page > 1 ? pageAt(query.page - 1) : null },
            { label: "Next page", href: hasMore ? pageAt(query.page + 1) : null },
          ]}
        />
      </Page>
    </>
  );
}

function NoStudents({
  searched,
  paged,
  path,
  courseKey,
}: {
  searched: boolean;
  paged: boolean;
  path: string;
  courseKey: string;
}) {
  if (searched || paged) {
    return (
      <EmptyState
        title={searched ? "Nobody was found" : "This page of the list is empty"}
        action={
          <ButtonLink href={path} look="secondary">
            Show all students
          </ButtonLink>
        }
      />
    );
  }
  return (
    <EmptyState
      title="Nobody learns in this course yet"
      action={
        <ButtonLink href={`/courses/${courseKey}`} look="secondary">
          See its public page
        </ButtonLink>
      }
    >
      Students appear here when they are enrolled, or open the course for the first time.
    </EmptyState>
  );
}
