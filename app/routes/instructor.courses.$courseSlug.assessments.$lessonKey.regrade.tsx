import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { mayGrade } from "#app/features/assessment/grading/may-grade.ts";
import { previewRegrade } from "#app/features/assessment/regrading/regrade-preview.queries.server.ts";
import { findAssessment } from "#app/features/insights/assessment-statistics.queries.server.ts";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { regradeForm } from "#app/features/insights/regrade.schema.ts";
import { RegradeView } from "#app/features/insights/regrade-view.tsx";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { MOST_AT_ONCE, regradeAssessment } from "#app/features/learning/regrade-assessment.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Score again: ${data.title}` : "Score again", personal: true });

/** The course and lesson for who may grade in it; for everybody else there is no such page. */
async function openDesk(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  const lesson = course && (await findAssessment(course, args.params.lessonKey ?? ""));
  if (!course || !lesson || !mayGrade({ viewer, staffRole: course.staffRole })) throw notFound();
  return { viewer, course, lesson };
}

export async function loader(args: LoaderFunctionArgs) {
  const { course, lesson } = await openDesk(args);
  const preview = await previewRegrade({ courseId: course.id, lessonKey: lesson.key, instrument: lesson.assessment });
  if (!preview) throw notFound();
  const done = new URL(args.request.url).searchParams.get("done");
  return {
    course: { key: course.key, title: course.title },
    lessonKey: lesson.key,
    title: lesson.title,
    preview,
    done: done && /^\d{1,4}$/.test(done) ? Number(done) : null,
    most: MOST_AT_ONCE,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, course, lesson } = await openDesk(args);
  const form = parseForm(await readForm(args.request), regradeForm);
  if (!form.ok) return badForm(form.reply);
  const preview = await previewRegrade({ courseId: course.id, lessonKey: lesson.key, instrument: lesson.assessment });
  const { keyRevisionId, attemptIds, reason } = form.value;
  // What was shown before is not what would be done now.
  if (preview?.keyRevisionId !== keyRevisionId)
    return badForm(
      form.refuse({ attemptIds: "A new release has come out meanwhile. Look at what it changes, and choose again." }),
    );
  const ask = { courseId: course.id, lessonKey: lesson.key, keyRevisionId, attemptIds, actorId: viewer.id, reason };
  const { regraded } = await regradeAssessment(ask);
  return redirect(`/instructor/courses/${course.key}/assessments/${lesson.key}/regrade?done=${regraded}`, 303);
}

export default function Regrade() {
  const { course, lessonKey, title, preview, done, most } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const path = `/instructor/courses/${course.key}`;
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: path, label: course.title },
          { href: `${path}/assessments/${lessonKey}`, label: title },
        ]}
      />
      <Page title="Score again" lead="What the key of the current release would change for attempts that were handed in before.">
        {done !== null && !reply && (
          <Notice tone="done" title={`${plural(done, "attempt has", "attempts have")} another result now.`} live />
        )}
        <RegradeView preview={preview} most={most} reply={reply} />
      </Page>
    </>
  );
}
