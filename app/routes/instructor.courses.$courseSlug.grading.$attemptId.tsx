import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { readGradeForm } from "#app/features/assessment/grading/grade-form.ts";
import { GradingForm } from "#app/features/assessment/grading/grading-form.tsx";
import { readGradingPage } from "#app/features/assessment/grading/grading-page.queries.server.ts";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { readGradedCourse } from "#app/features/insights/graded-course.queries.server.ts";
import { type GradeReply, gradeWork } from "#app/features/learning/grade-work.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const handle = { script: true };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Grading ${data.page.who}: ${data.page.title}` : "Grading", personal: true });

const DONE = {
  saved: "Saved as a draft. The student sees nothing of it yet.",
  released: "Released. The student can read it now.",
  nothing: "There was nothing new to release.",
};

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readGradedCourse(viewer, args.params.courseSlug);
  const page =
    course &&
    (await readGradingPage({
      courseId: course.id,
      currentReleaseId: course.currentReleaseId,
      graderId: viewer.id,
      attemptId: args.params.attemptId ?? "",
    }));
  if (!course || !page) throw notFound();
  const said = new URL(args.request.url).searchParams.get("done") ?? "";
  const done = Object.hasOwn(DONE, said) ? DONE[said as keyof typeof DONE] : null;
  return { course: { key: course.key, title: course.title }, page, done };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readGradedCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  const { attemptId = "" } = args.params;
  const form = readGradeForm(await readForm(args.request));
  if (!form) throw new Response("The form did not say what to do. Go back, and press the button once more.", { status: 400 });
  const ask = { courseId: course.id, graderId: viewer.id, attemptId };
  const graded = await gradeWork({ ...ask, form });
  if (graded.status === "refused") throw notFound();
  if (graded.status === "asked") {
    const code = graded.reply.conflicts.length > 0 ? 409 : 422;
    return data<GradeReply>(graded.reply, { status: code });
  }
  const queue = `/instructor/courses/${course.key}/grading`;
  if (form.intent !== "next") return redirect(`${queue}/${attemptId}?done=${graded.what}`, 303);
  const page = await readGradingPage({ ...ask, currentReleaseId: course.currentReleaseId });
  return redirect(page?.next ? `${queue}/${page.next}` : queue, 303);
}

export default function GradeRoute() {
  const { course, page, done } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const base = `/instructor/courses/${course.key}`;
  const { score } = page;
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: base, label: course.title },
          { href: `${base}/grading`, label: "Grading" },
        ]}
      />
      <Page
        title={page.who}
        lead={
          <>
            {page.title}, attempt {page.number}, handed in <FormattedDate value={page.submittedAt} time />.{" "}
            {score.waiting > 0
              ? `${plural(score.waiting, "answer waits", "answers wait")}; ${score.points} of ${score.max} points so far.`
              : `${score.points} of ${score.max} points, ${score.passed ? "passed" : "not passed"}.`}
            {page.hidden ? " The name is hidden until everything is released." : ""}
          </>
        }
      >
        {done && !reply ? <Notice tone="done" live title={done} /> : null}
        <GradingForm page={page} base={`${base}/grading`} reply={reply} />
      </Page>
    </>
  );
}
