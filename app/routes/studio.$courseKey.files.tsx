import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { TextArea } from "#app/components/form-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { checkFile } from "#app/features/authoring/check-file.queries.server.ts";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { readTextAt } from "#app/features/authoring/lesson/find-lesson.server.ts";
import { MOST_OF_LESSON } from "#app/features/authoring/lesson/lesson.schema.ts";
import { saveWords } from "#app/features/authoring/lesson/save-words.ts";
import { saveText } from "#app/features/authoring/save-text.server.ts";
import { StudioTrail } from "#app/features/authoring/studio-trail.tsx";
import { found, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta({ title: data?.path ?? "File", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const draft = found(await findDraft(viewer, args.params.courseKey));
  const query = new URL(args.request.url).searchParams;
  const path = query.get("path") ?? "course.yaml";
  return { viewer, draft, path, saved: query.has("saved") };
}

export async function loader(args: LoaderFunctionArgs) {
  const { draft, path, saved } = await gate(args);
  const { draftId, courseKey, revision } = draft;
  const text = found(await readTextAt({ draftId, path }), "There is no such text in this draft.");
  const faults = await checkFile({ draftId, path });
  return { courseKey, path, text: text.replace(/^\ufeff/, ""), basedOn: revision, faults, saved };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft, path } = await gate(args);
  const fields = await readForm(args.request, MOST_OF_LESSON);
  const typed = String(fields.get("source") ?? "");
  const basedOn = /^[1-9]\d{0,8}$/.test(String(fields.get("basedOn"))) ? Number(fields.get("basedOn")) : 0;
  const outcome = await saveText({ draftId: draft.draftId, authorId: viewer.id, path, basedOn, typed });
  const self = `/studio/${draft.courseKey}/files?path=${encodeURIComponent(path)}`;
  if (outcome.status !== "refused") return redirect(`${self}&saved`, 303);
  if (outcome.reason !== "moved-on") {
    return data({ text: typed, basedOn, words: saveWords(outcome) }, { status: 409 });
  }
  const { text, revision, conflicts } = outcome;
  return data({ text, basedOn: revision, words: saveWords({ reason: "moved-on", conflicts }) }, { status: 409 });
}

export default function StudioFile() {
  const page = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const { courseKey, path, faults, saved } = page;
  const { text, basedOn } = reply ?? page;
  const base = `/studio/${courseKey}`;
  return (
    <>
      <StudioTrail steps={[{ href: base, label: "Outline" }]} />
      <Page
        title={path === "course.yaml" ? "Course page" : "File"}
        lead={path}
        actions={
          <ButtonLink href={`${base}/history?path=${encodeURIComponent(path)}`} look="secondary">
            History
          </ButtonLink>
        }
      >
        {reply && (
          <Notice tone="attention" title={reply.words.title} live>
            <p>{reply.words.text}</p>
          </Notice>
        )}
        {saved && !reply && <Notice tone="done" title="Saved" live />}
        <form method="post">
          <input type="hidden" name="basedOn" value={basedOn} />
          <TextArea
            label="The file as it is"
            name="source"
            rows={28}
            defaultValue={text}
            hint="Fields and their meaning are in docs/course-folder.md."
            errors={
              faults.length > 0 ? faults.map(({ line, message, remedy }) => `Line ${line}: ${message} ${remedy}`) : undefined
            }
          />
          <div className="flex flex-wrap gap-3">
            <Button>Save</Button>
            <ButtonLink href={base} look="quiet">
              Back to the outline
            </ButtonLink>
          </div>
        </form>
      </Page>
    </>
  );
}
