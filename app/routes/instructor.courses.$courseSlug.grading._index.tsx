import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { GradingQueueView } from "#app/features/assessment/grading/grading-queue.tsx";
import { listGradingQueue } from "#app/features/assessment/grading/queue.queries.server.ts";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { readGradedCourse } from "#app/features/insights/graded-course.queries.server.ts";
import { releaseLesson } from "#app/features/learning/release-grades.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Grading: ${data.course.title}` : "Grading", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readGradedCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  const queue = await listGradingQueue({ courseId: course.id, currentReleaseId: course.currentReleaseId, graderId: viewer.id });
  const count = (name: string) => Math.max(0, Math.trunc(Number(new URL(args.request.url).searchParams.get(name)) || 0));
  const done = new URL(args.request.url).searchParams.has("released")
    ? { answers: count("released"), incomplete: count("incomplete") }
    : null;
  return { course: { key: course.key, title: course.title }, queue, done };
}

/** Releases every whole draft of one lesson. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readGradedCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  const form = await readForm(args.request);
  const lessonKey = form.get("lesson");
  if (form.get("intent") !== "release-lesson" || typeof lessonKey !== "string" || !/^[a-z0-9-]{1,64}$/.test(lessonKey)) {
    throw new Response("The form did not say what to release. Go back to the list, and press the button once more.", {
      status: 400,
    });
  }
  const { answers, incomplete } = await releaseLesson({ graderId: viewer.id, courseId: course.id, lessonKey });
  return redirect(`/instructor/courses/${course.key}/grading?released=${answers}&incomplete=${incomplete}`, 303);
}

export default function Grading() {
  const { course, queue, done } = useLoaderData<typeof loader>();
  const base = `/instructor/courses/${course.key}`;
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: base, label: course.title },
        ]}
      />
      <Page
        title="Grading"
        lead="What students have written and sent in, for a person to read. They see nothing of it before you release it."
        actions={queue.first ? <ButtonLink href={`${base}/grading/${queue.first}`}>Begin with the oldest</ButtonLink> : undefined}
      >
        {done ? (
          <Notice tone={done.answers > 0 ? "done" : "attention"} live title={releasedWords(done)}>
            {done.incomplete > 0 ? (
              <p>{plural(done.incomplete, "draft is", "drafts are")} not complete yet, and stay drafts.</p>
            ) : null}
          </Notice>
        ) : null}
        {queue.lessons.length === 0 ? (
          <EmptyState
            title="Nothing to grade"
            action={
              <ButtonLink href={base} look="secondary">
                Back to the course
              </ButtonLink>
            }
          >
            When a student hands in a long text or a file, it appears here.
          </EmptyState>
        ) : (
          <GradingQueueView queue={queue} base={`${base}/grading`} />
        )}
      </Page>
    </>
  );
}

function releasedWords({ answers }: { answers: number }): string {
  return answers > 0 ? `${plural(answers, "answer is", "answers are")} released.` : "Nothing was released.";
}
