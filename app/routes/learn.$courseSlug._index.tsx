import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { findLesson } from "#app/features/courseware/manifest.ts";
import { filesOf } from "#app/features/learning/files-of.server.ts";
import { FilesPage } from "#app/features/learning/files-page.tsx";
import { continueAt } from "#app/features/learning/my-courses.queries.server.ts";
import { outlineOf } from "#app/features/learning/outline.server.tsx";
import { Outline } from "#app/features/learning/outline.tsx";
import { refusePage } from "#app/features/learning/refuse-visit.ts";
import { putAwayReleaseNotes, readReleaseNotes } from "#app/features/learning/release-notes.server.ts";
import { ReleaseNotesPanel } from "#app/features/learning/release-notes.tsx";
import { visitCourse } from "#app/features/learning/visit.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta({ title: data?.title ?? "Course", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const courseKey = args.params.courseSlug ?? "";
  const visit = await visitCourse(viewer, courseKey);
  if (visit.status === "open") return { viewer, courseKey, visit };
  const refusal = refusePage(visit, courseKey);
  throw refusal.redirectTo ? redirect(refusal.redirectTo) : notFound(refusal.message);
}

export async function loader(args: LoaderFunctionArgs) {
  const { viewer, visit } = await gate(args);
  const { manifest, progress, enrolment, learner } = visit;
  const notes = await readReleaseNotes({ userId: viewer.id, courseId: visit.courseId });
  if (manifest.kind === "download") return { kind: "files" as const, title: manifest.title, files: filesOf(manifest), notes };
  const care = manifest.careLesson ? findLesson(manifest, manifest.careLesson) : undefined;
  return {
    kind: "lessons" as const,
    title: manifest.title,
    notes,
    outline: outlineOf(manifest, progress),
    tagline: manifest.tagline,
    finished: progress.finished,
    started: learner.records.size > 0,
    continueAt: continueAt(manifest, progress.lessons, enrolment.lastLessonKey, progress.next),
    care: care ? { key: care.key, title: care.title } : null,
  };
}

/** What is new was read. */
export async function action(args: ActionFunctionArgs) {
  const { viewer, courseKey } = await gate(args);
  const written = String((await readForm(args.request)).get("number"));
  if (!/^[1-9]\d{0,5}$/.test(written)) throw new Response("This form is not whole. Open the page again.", { status: 400 });
  await putAwayReleaseNotes({ userId: viewer.id, courseKey, number: Number(written) });
  return redirect(`/learn/${courseKey}`, 303);
}

/** The course's own page for its learner: one button to go on, and the whole outline. */
export default function CourseHome() {
  const page = useLoaderData<typeof loader>();
  const news = <ReleaseNotesPanel notes={page.notes} />;
  if (page.kind === "files") return <FilesPage files={page.files} news={news} />;
  const { outline, tagline, finished, started, continueAt, care } = page;
  const first = outline.modules[0]?.lessons[0];
  const target = continueAt ?? first;
  return (
    <Page title={outline.courseTitle} lead={tagline} width="text">
      {news}
      <div className="mb-8 flex items-center gap-3 text-small">
        <progress value={outline.done} max={outline.total || 1} aria-label="Course progress" />
        <span className="shrink-0 text-soft tabular-nums">
          {outline.done} of {plural(outline.total, "lesson")}, {outline.percent} %
        </span>
      </div>
      {finished && (
        <p className="mb-4 text-large">You have finished every lesson. They stay open, to read again whenever you like.</p>
      )}
      {target && (
        <p className="mb-12">
          <ButtonLink href={`/learn/${outline.courseKey}/${target.key}`}>
            {started ? (finished ? "Read again" : "Continue") : "Begin"}
          </ButtonLink>
          <span className="mt-2 block text-small text-soft">{target.title}</span>
        </p>
      )}
      <h2 className="mb-4 font-serif text-title">Outline</h2>
      <Outline outline={outline} />
      {care && (
        <p className="mt-8 border-t border-line pt-4 text-small text-soft">
          This course is education, not therapy.{" "}
          <a href={`/learn/${outline.courseKey}/${care.key}`} className="text-link">
            {care.title}
          </a>
        </p>
      )}
    </Page>
  );
}
