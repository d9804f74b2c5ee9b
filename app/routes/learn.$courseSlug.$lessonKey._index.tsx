import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Notice } from "#app/components/notice.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { readAssessmentPanel } from "#app/features/learning/assessment-panel.queries.server.ts";
import { AssessmentPanel } from "#app/features/learning/assessment-panel.tsx";
import { completeLesson } from "#app/features/learning/complete-lesson.server.ts";
import { Downloads, LessonMedia } from "#app/features/learning/lesson-media.tsx";
import { openLessonPage } from "#app/features/learning/lesson-page.queries.server.ts";
import { LessonTurn } from "#app/features/learning/lesson-turn.tsx";
import { kindWords } from "#app/features/learning/outline.tsx";
import { PlayerFrame } from "#app/features/learning/player-frame.tsx";
import { refusePage } from "#app/features/learning/refuse-visit.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const handle = { frame: "player", script: true };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data?.page.lesson.title ?? "Lesson", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { courseSlug = "", lessonKey = "" } = args.params;
  const page = await openLessonPage({ viewer, courseKey: courseSlug, lessonKey });
  if (page.status !== "open") {
    const refusal = refusePage(page, courseSlug);
    throw refusal.redirectTo ? redirect(refusal.redirectTo) : notFound(refusal.message);
  }
  const query = new URL(args.request.url).searchParams;
  const waitedFor = page.outline.modules
    .flatMap((module) => module.lessons)
    .find((lesson) => lesson.key === query.get("waited-for"));
  const assessment = page.lesson.assessment ? await readAssessmentPanel({ userId: viewer.id, ...page }) : null;
  return { page, assessment, waitedFor: waitedFor?.title ?? null, finishedNow: query.has("finished") };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const { courseSlug = "", lessonKey = "" } = args.params;
  const form = await readForm(args.request);
  const readTranscript = form.get("by") === "transcript";
  const outcome = await completeLesson({ viewer, courseKey: courseSlug, lessonKey, readTranscript });
  if (outcome.status === "completed") {
    if (outcome.courseFinished) return redirect(`/learn/${courseSlug}/${lessonKey}?finished`, 303);
    return redirect(outcome.next ? `/learn/${courseSlug}/${outcome.next.key}` : `/learn/${courseSlug}`, 303);
  }
  if (outcome.status === "not-by-hand") {
    const what =
      outcome.rule === "watched"
        ? "This lesson is completed by watching its video."
        : "This lesson is completed by its assessment.";
    return data({ error: what }, { status: 409 });
  }
  const refusal = refusePage(outcome, courseSlug);
  if (refusal.redirectTo) return redirect(refusal.redirectTo, 303);
  throw notFound(refusal.message);
}

export default function LessonPage() {
  const { page, assessment, waitedFor, finishedNow } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { lesson, courseKey } = page;
  const place = { courseKey, lessonKey: lesson.key, media: page.media, language: page.language };
  return (
    <PlayerFrame outline={page.outline} current={lesson.key} care={page.care}>
      <article
        data-enhance="player"
        data-course={courseKey}
        data-lesson={lesson.key}
        data-previous={page.previous?.key}
        data-next={page.next?.open ? page.next.key : undefined}
      >
        <header className="mb-8">
          <p className="text-small text-soft">{page.moduleTitle}</p>
          <h1 className="mt-1 font-serif text-display">{lesson.title}</h1>
          <p className="mt-2 text-small text-soft">
            {kindWords[lesson.kind]}, {lesson.minutes} min{page.completed ? " · " : ""}
            {page.completed && <span className="font-semibold text-done">✓ Completed</span>}
          </p>
        </header>
        {refused && "error" in refused && <Notice tone="attention" title={refused.error} live />}
        {waitedFor && <Notice tone="plain" title={`“${waitedFor}” opens when this lesson is completed.`} live />}
        {finishedNow && page.finished && (
          <Notice tone="done" title="That was the last lesson. You have finished the course." live />
        )}
        <LessonMedia lesson={lesson} place={place} position={page.position} playedShare={page.playedShare} />
        <RenderedHtml html={page.html} className="prose lesson-text" lang={page.language} />
        <Downloads lesson={lesson} place={place} />
        {assessment && <AssessmentPanel panel={assessment} action={`/learn/${courseKey}/${lesson.key}/attempt`} />}
        <LessonTurn
          courseKey={courseKey}
          lesson={lesson}
          completed={page.completed}
          previous={page.previous}
          next={page.next}
          finished={page.finished}
        />
      </article>
    </PlayerFrame>
  );
}
