import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { listAttemptsForStaff } from "#app/features/assessment/answers.queries.server.ts";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { Facts } from "#app/features/insights/facts.tsx";
import { isId } from "#app/features/insights/read-query.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { readStudent } from "#app/features/insights/student.queries.server.ts";
import { StudentLessons } from "#app/features/insights/student-lessons.tsx";
import { StudentResults } from "#app/features/insights/student-results.tsx";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data?.student.name ?? "Student", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  const student = course && isId(args.params.userId) ? await readStudent(course, args.params.userId) : null;
  if (!course || !student) throw notFound();
  const results = await listAttemptsForStaff({ viewer, course, userId: student.userId });
  return { course: { key: course.key, title: course.title }, student, results, isAdmin: viewer.role === "admin" };
}

export default function Student() {
  const { course, student, results, isAdmin } = useLoaderData<typeof loader>();
  const { progress } = student;
  const path = `/instructor/courses/${course.key}`;
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: path, label: course.title },
          { href: `${path}/students`, label: "Students" },
        ]}
      />
      <Page
        title={student.name}
        actions={
          isAdmin && (
            <ButtonLink href={`/admin/people/${student.userId}`} look="secondary">
              Account and access
            </ButtonLink>
          )
        }
      >
        <div className="mb-5 flex max-w-measure items-center gap-3">
          <progress value={progress.percent} max="100" aria-label={`Progress of ${student.name}`} />
          <span className="shrink-0 tabular-nums">
            {progress.done} of {progress.total}, {progress.percent} %
          </span>
        </div>
        <Facts
          facts={[
            { term: "E-mail", value: student.email },
            { term: "Joined", value: <FormattedDate value={student.enrolledAt} time /> },
            { term: "Last active", value: student.lastSeenAt ? <FormattedDate value={student.lastSeenAt} time /> : "not yet" },
            { term: "Finished", value: student.finishedAt ? <FormattedDate value={student.finishedAt} time /> : "not yet" },
            { term: "Release", value: student.release },
          ]}
        />
        <p className="mt-5 mb-10 max-w-measure text-small text-soft">
          What {student.name} answers in questionnaires, and what comes of it, is theirs: you see it only where they share it with
          you, and for as long as they do. Of checks you see results and answers.
        </p>
        <StudentResults results={results} courseKey={course.key} />
        <StudentLessons modules={student.modules} elsewhere={student.elsewhere} />
      </Page>
    </>
  );
}
