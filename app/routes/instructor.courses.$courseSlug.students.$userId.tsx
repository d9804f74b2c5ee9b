import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { accommodateStudent } from "#app/features/assessment/accommodate-student.server.ts";
import { listAttemptsForStaff } from "#app/features/assessment/answers.queries.server.ts";
import { withdrawAccommodation } from "#app/features/assessment/withdraw-accommodation.server.ts";
import { accommodationForm, withdrawalForm } from "#app/features/insights/accommodation.schema.ts";
import { AccommodationForm, AccommodationList } from "#app/features/insights/accommodation-parts.tsx";
import { accommodationRefusal } from "#app/features/insights/accommodation-refusal.ts";
import { readAccommodations } from "#app/features/insights/accommodations.queries.server.ts";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { Facts } from "#app/features/insights/facts.tsx";
import { isId } from "#app/features/insights/read-query.ts";
import { mayAccommodate, mayEnrol } from "#app/features/insights/staff-access.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { readStudent } from "#app/features/insights/student.queries.server.ts";
import { StudentLessons } from "#app/features/insights/student-lessons.tsx";
import { StudentResults } from "#app/features/insights/student-results.tsx";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data?.student.name ?? "Student", personal: true });

const notices = { granted: "It is granted", withdrawn: "It is taken back" };

/** The course and the student, for whoever may see them. */
async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  const student = course && isId(args.params.userId) ? await readStudent(course, args.params.userId) : null;
  if (!course || !student) throw notFound();
  return { viewer, course, student, may: mayAccommodate({ viewer, staffRole: course.staffRole }) };
}

export async function loader(args: LoaderFunctionArgs) {
  const { viewer, course, student, may } = await gate(args);
  const accommodations = await readAccommodations(course.id, student.userId);
  const results = await listAttemptsForStaff({ viewer, course, userId: student.userId });
  const done = new URL(args.request.url).searchParams.get("done");
  const notice = done === "granted" || done === "withdrawn" ? notices[done] : null;
  const { key, title } = course;
  const enrols = mayEnrol({ viewer, staffRole: course.staffRole });
  const isAdmin = viewer.role === "admin";
  return { course: { key, title }, student, results, isAdmin, enrols, accommodations, may, notice };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, course, student, may } = await gate(args);
  if (!may) throw new Response("You may look at this course, and not change anything in it.", { status: 403 });
  const about = { actorId: viewer.id, courseId: course.id, userId: student.userId };
  const fields = await readForm(args.request);
  const self = `/instructor/courses/${course.key}/students/${student.userId}`;
  if (fields.get("intent") === "accommodate") {
    const form = parseForm(fields, accommodationForm);
    if (!form.ok) return badForm(form.reply);
    const { extraAttempts = 0, extraMinutes = 0, closes = null, ...rest } = form.value;
    const outcome = await accommodateStudent({ ...about, ...rest, extraAttempts, extraMinutes, closes });
    if (outcome.status === "refused") return badForm(form.refuse(accommodationRefusal(outcome.reason)));
    return redirect(`${self}?done=granted`, 303);
  }
  if (fields.get("intent") === "withdraw") {
    const form = parseForm(fields, withdrawalForm);
    if (!form.ok) return badForm(form.reply);
    const outcome = await withdrawAccommodation({ ...about, ...form.value });
    if (outcome.status === "withdrawn") return redirect(`${self}?done=withdrawn`, 303);
    throw notFound("Nothing is granted to this student for this assessment.");
  }
  throw new Response("This form is not known here. Open the page again.", { status: 400 });
}

export default function Student() {
  const { course, student, results, isAdmin, enrols, accommodations, may, notice } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const replyTo = (intent: string) => (reply?.values.intent === intent ? reply : undefined);
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
          <div className="flex flex-wrap gap-3">
            {enrols && (
              <ButtonLink href={`${path}/students/enrol?student=${student.userId}`} look="secondary">
                Extend access
              </ButtonLink>
            )}
            {isAdmin && (
              <ButtonLink href={`/admin/people/${student.userId}`} look="secondary">
                Account and access
              </ButtonLink>
            )}
          </div>
        }
      >
        {notice && !reply && <Notice tone="done" title={notice} live />}
        {reply && <Notice tone="error" title="Nothing was changed. See beside the field what is missing." live />}
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
        {(accommodations.assessments.length > 0 || accommodations.granted.length > 0) && (
          <Section id="accommodations" title="More attempts, more time">
            <AccommodationList granted={accommodations.granted} may={may} reply={replyTo("withdraw")} />
            {may && accommodations.assessments.length > 0 && (
              <div className="mt-6">
                <AccommodationForm options={accommodations} reply={replyTo("accommodate")} />
              </div>
            )}
          </Section>
        )}
      </Page>
    </>
  );
}
