import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { findLesson, readTextAt } from "#app/features/authoring/lesson/find-lesson.server.ts";
import { lessonForm, MOST_OF_LESSON } from "#app/features/authoring/lesson/lesson.schema.ts";
import { PlainLessonForm } from "#app/features/authoring/lesson/lesson-form.tsx";
import { readLessonPage } from "#app/features/authoring/lesson/lesson-page.queries.server.ts";
import { saveLesson } from "#app/features/authoring/lesson/save-lesson.server.ts";
import { saveWords } from "#app/features/authoring/lesson/save-words.ts";
import { StudioTrail } from "#app/features/authoring/studio-trail.tsx";
import { found, notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta({ title: data?.form.title || "Lesson", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const draft = found(await findDraft(viewer, args.params.courseKey));
  return { viewer, draft, lesson: await findLesson(draft.draftId, args.params.lessonKey ?? "") };
}

export async function loader(args: LoaderFunctionArgs) {
  const { draft, lesson } = await gate(args);
  const page = lesson && (await readLessonPage({ draft, lesson }));
  if (!page) throw notFound("There is no such lesson in this draft.");
  return { ...page, saved: new URL(args.request.url).searchParams.has("saved") };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft, lesson } = await gate(args);
  const parsed = lessonForm.safeParse(Object.fromEntries(await readForm(args.request, MOST_OF_LESSON)));
  if (!parsed.success) throw new Response("This form is not known here. Open the page again.", { status: 400 });
  const { intent, openedPath, basedOn, ...form } = parsed.data;
  const { draftId, courseKey } = draft;
  // Whoever may edit the draft may see all of it; a lesson that never was is no lesson.
  if (!lesson && (await readTextAt({ draftId, path: openedPath, revision: basedOn })) === null) throw notFound();
  if (intent === "preview" && lesson) {
    return data({ ...(await readLessonPage({ draft, lesson, form })), openedPath, basedOn, words: null, theirs: null });
  }
  const outcome = await saveLesson({
    draftId,
    authorId: viewer.id,
    path: lesson?.lesson.path ?? null,
    openedPath,
    basedOn,
    form,
  });
  if (outcome.status !== "refused") return redirect(`/studio/${courseKey}/lessons/${args.params.lessonKey}?saved`, 303);
  const words = saveWords(outcome);
  if (outcome.reason !== "moved-on") return data({ form, openedPath, basedOn, words, theirs: null }, { status: 409 });
  const { path, revision, theirs } = outcome;
  return data({ form: outcome.form, openedPath: path, basedOn: revision, words, theirs }, { status: 409 });
}

export default function StudioLesson() {
  const page = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const { form, preview, openedPath, basedOn } = { ...page, ...(reply && { ...reply }) };
  const { courseKey, moduleTitle, saved } = page;
  const path = `/studio/${courseKey}`;
  return (
    <>
      <StudioTrail steps={[{ href: path, label: page.courseTitle }]} />
      <Page
        width="page"
        title={form.title || "Lesson without a title"}
        lead={moduleTitle}
        actions={
          <ButtonLink href={`${path}/history?path=${encodeURIComponent(page.openedPath)}`} look="secondary">
            History
          </ButtonLink>
        }
      >
        {reply?.words && (
          <Notice tone="attention" title={reply.words.title} live>
            <p>{reply.words.text}</p>
          </Notice>
        )}
        {saved && !reply && <Notice tone="done" title="Saved" live />}
        <div className="grid gap-10 lg:grid-cols-2">
          <div className="min-w-0">
            <PlainLessonForm {...{ form, openedPath, basedOn, faults: preview.faults, closeTo: path }} />
          </div>
          <section aria-labelledby="preview-title" className="min-w-0">
            {reply?.theirs ? (
              <>
                <h2 id="preview-title" className="mb-3 font-serif text-title">
                  As it was saved by somebody else
                </h2>
                <pre className="overflow-x-auto whitespace-pre-wrap rounded bg-sunken p-4 text-small">{reply.theirs.source}</pre>
              </>
            ) : (
              <>
                <h2 id="preview-title" className="mb-3 font-serif text-title">
                  Preview
                </h2>
                <p className="mb-4 text-small text-soft tabular-nums">
                  {preview.words} words, {preview.minutes} min
                </p>
                <RenderedHtml html={preview.html} />
              </>
            )}
          </section>
        </div>
      </Page>
    </>
  );
}
