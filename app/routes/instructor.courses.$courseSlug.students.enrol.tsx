import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Page, Section } from "#app/components/page.tsx";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { confirmEnrolForm, enrolForm } from "#app/features/insights/enrol/enrol.schema.ts";
import { EnrolForm } from "#app/features/insights/enrol/enrol-form.tsx";
import {
  type EnrolmentPreview,
  enrolPeople,
  isOver,
  previewEnrolment,
} from "#app/features/insights/enrol/enrol-people.server.ts";
import { EnrolPreview } from "#app/features/insights/enrol/enrol-preview.tsx";
import { readEnrolForm } from "#app/features/insights/enrol/read-enrol-form.server.ts";
import { isId } from "#app/features/insights/read-query.ts";
import { mayEnrol } from "#app/features/insights/staff-access.ts";
import { readStaffCourse, type StaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { readStudent } from "#app/features/insights/student.queries.server.ts";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { type FormReply, parseForm } from "#app/platform/http/parse-form.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Enrol people", personal: true });

interface Shown extends FormReply {
  preview?: EnrolmentPreview["effects"];
  again?: boolean;
}

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  if (!course || !mayEnrol({ viewer, staffRole: course.staffRole })) throw notFound();
  return { viewer, course };
}

export async function loader(args: LoaderFunctionArgs) {
  const { course } = await gate(args);
  // Somebody of the list of students, whose access is to last longer.
  const userId = new URL(args.request.url).searchParams.get("student") ?? undefined;
  const student = isId(userId) ? await readStudent(course, userId) : null;
  return { course: { key: course.key, title: course.title }, people: student?.email };
}

/** What was found, with what is sent once more to do it. */
function show(values: Record<string, string>, { effects, seen }: EnrolmentPreview, again: boolean) {
  const { people = "", until = "", reason = "" } = values;
  const shown: Shown = { values: { people, until, reason, seen, requestId: randomUUID() }, errors: {}, preview: effects, again };
  return data(shown, { status: again ? 409 : 200 });
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, course } = await gate(args);
  const { form: fields, fileFault } = await readEnrolForm(args.request);
  if (fileFault) return badForm({ values: textOf(fields), errors: { file: [fileFault] } });
  if (fields.get("intent") === "enrol") return enrol(viewer, course, fields);
  if (fields.get("intent") !== "look") throw new Response("This form is not known here. Open the page again.", { status: 400 });
  const form = parseForm(fields, enrolForm);
  if (!form.ok) return badForm(form.reply);
  const { people, until = null } = form.value;
  if (isOver(until)) return badForm(form.refuse(OVER));
  return show(textOf(fields), await previewEnrolment({ course, people, until }), false);
}

const OVER = { until: "This day is over. Choose today or a later one, or leave it empty." };

async function enrol(viewer: Viewer, course: StaffCourse, fields: FormData) {
  const form = parseForm(fields, confirmEnrolForm);
  if (!form.ok) return badForm(form.reply);
  const { until = null, ...rest } = form.value;
  const outcome = await enrolPeople({ actor: viewer, course, until, ...rest });
  if (outcome.status === "enrolled") return redirect(`/instructor/courses/${course.key}/students?enrolled=${outcome.count}`, 303);
  switch (outcome.reason) {
    case "moved-on":
      return show(textOf(fields), outcome.preview, true);
    case "too-many-tries":
      return tooManyTriesForm({ values: textOf(fields), errors: {} }, outcome.retryAt);
    case "nobody":
      return badForm(form.refuse({ people: "Everybody of this list has the course at least as long already." }));
    case "day-is-over":
      return badForm(form.refuse(OVER));
    case "not-allowed":
      throw notFound();
  }
}

function textOf(fields: FormData): Record<string, string> {
  return Object.fromEntries([...fields].filter((field): field is [string, string] => typeof field[1] === "string"));
}

export default function EnrolStudents() {
  const { course, people } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>() as Shown | undefined;
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
      <Page title="Enrol people" lead="Give the course to somebody without a payment, or keep it open to them for longer.">
        {reply?.preview && <EnrolPreview effects={reply.preview} again={reply.again ?? false} given={reply.values} />}
        <Section id="list" title={reply?.preview ? "Change the list" : "Who, until when, and why"}>
          <EnrolForm people={people} reply={reply} looked={reply?.preview !== undefined} />
        </Section>
      </Page>
    </>
  );
}
