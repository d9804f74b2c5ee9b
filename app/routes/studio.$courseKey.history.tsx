import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { faultOfPath } from "#app/features/authoring/draft-path.ts";
import { readTextAt } from "#app/features/authoring/lesson/find-lesson.server.ts";
import { restoreFile } from "#app/features/authoring/restore-file.server.ts";
import { listRevisions } from "#app/features/authoring/revision.queries.server.ts";
import { StudioTrail } from "#app/features/authoring/studio-trail.tsx";
import { undoRevision } from "#app/features/authoring/undo-revision.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { found, notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "History", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { viewer, draft: found(await findDraft(viewer, args.params.courseKey)) };
}

/** The number of a revision as an address or a form has it; 0 for what is none. */
const numberIn = (text: unknown) => (/^[1-9]\d{0,8}$/.test(String(text)) ? Number(text) : 0);

export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await gate(args);
  const query = new URL(args.request.url).searchParams;
  const path = query.get("path");
  const at = numberIn(query.get("at"));
  const before = numberIn(query.get("before")) || undefined;
  const { draftId, courseKey } = draft;
  const revisions = await listRevisions({ draftId, ...(path !== null && { path }), before });
  const text = path !== null && at > 0 ? await readTextAt({ draftId, path, revision: at }) : null;
  return { courseKey, path, at, text, revisions, done: query.has("done") };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft } = await gate(args);
  const { draftId, courseKey } = draft;
  const fields = await readForm(args.request);
  const [path, number] = [fields.get("path"), numberIn(fields.get("revision"))];
  if (path !== null && faultOfPath(String(path)) !== null) throw notFound("There is no such file in this draft.");
  const ask = { draftId, authorId: viewer.id, number };
  const outcome =
    fields.get("intent") === "restore" ? await restoreFile({ ...ask, path: String(path) }) : await undoRevision(ask);
  const query = new URLSearchParams({ ...(path && { path: String(path) }), done: "" });
  if (outcome.status !== "refused") return redirect(`/studio/${courseKey}/history?${query}`, 303);
  const message =
    outcome.reason === "changed-since" || outcome.reason === "moved-on"
      ? "This cannot be taken back by itself: the same lines were changed since. Restore single files instead."
      : "This cannot be taken back.";
  return badForm({ values: {}, errors: { "": [message] } });
}

export default function StudioHistory() {
  const { courseKey, path, at, text, revisions, done } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const base = `/studio/${courseKey}`;
  const last = revisions.at(-1)?.number ?? 1;
  const here = path === null ? "" : `path=${encodeURIComponent(path)}&`;
  return (
    <>
      <StudioTrail steps={[{ href: base, label: "Outline" }]} />
      <Page title="History" lead={path ?? "Everything that was done to this draft, the newest first."}>
        {done && !reply && <Notice tone="done" title="Done, as a new revision" live />}
        {reply && <Notice tone="error" title={reply.errors[""]?.join(" ")} live />}
        {text !== null && (
          <section aria-label={`Revision ${at}`} className="mb-8">
            <h2 className="mb-3 font-serif text-large">As it was in revision {at}</h2>
            <pre className="max-h-96 overflow-auto whitespace-pre-wrap rounded bg-sunken p-4 text-small">{text}</pre>
          </section>
        )}
        <ol className="border-t border-line">
          {revisions.map((one) => (
            <li key={one.number} className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
              <div className="min-w-0">
                <p className="[overflow-wrap:anywhere]">{one.what}</p>
                <p className="text-small text-soft">
                  Revision {one.number}, {one.author ?? "somebody who is gone"}, <FormattedDate value={one.createdAt} time />
                </p>
              </div>
              <form method="post" className="flex flex-wrap items-center gap-2">
                <input type="hidden" name="revision" value={one.number} />
                {path !== null ? (
                  <>
                    <input type="hidden" name="path" value={path} />
                    <a href={`${base}/history?${here}at=${one.number}`} className="text-link">
                      Look<span className="sr-only"> at revision {one.number}</span>
                    </a>
                    <Button look="quiet" name="intent" value="restore">
                      Restore<span className="sr-only"> revision {one.number}</span>
                    </Button>
                  </>
                ) : (
                  one.number > 1 && (
                    <Button look="quiet" name="intent" value="undo">
                      Take back<span className="sr-only"> revision {one.number}</span>
                    </Button>
                  )
                )}
              </form>
            </li>
          ))}
        </ol>
        {revisions.length === 100 && (
          <p className="mt-5">
            <a href={`${base}/history?${here}before=${last}`} className="text-link">
              Older ones
            </a>
          </p>
        )}
      </Page>
    </>
  );
}
