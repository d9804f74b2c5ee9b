import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { changeOutline } from "#app/features/authoring/outline/change-outline.server.ts";
import { readOutlinePage } from "#app/features/authoring/outline/outline.queries.server.ts";
import { outlineForm, readOutlineEdit } from "#app/features/authoring/outline/outline-form.ts";
import { OutlineView } from "#app/features/authoring/outline/outline-view.tsx";
import { findRevision } from "#app/features/authoring/revision.queries.server.ts";
import { StudioTrail } from "#app/features/authoring/studio-trail.tsx";
import { undoRevision } from "#app/features/authoring/undo-revision.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { found, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data?.outline.title ?? "Draft", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { viewer, draft: found(await findDraft(viewer, args.params.courseKey)) };
}

export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await gate(args);
  const query = new URL(args.request.url).searchParams;
  const [outline, did] = await Promise.all([
    readOutlinePage(draft.draftId),
    query.has("did") ? findRevision(draft.draftId, Number(query.get("did"))) : null,
  ]);
  return { courseKey: draft.courseKey, release: draft.release, outline, did, open: query.get("open") };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft } = await gate(args);
  const { draftId, courseKey } = draft;
  const self = `/studio/${courseKey}`;
  const fields = await readForm(args.request);
  if (fields.get("intent") === "undo") {
    const outcome = await undoRevision({ draftId, authorId: viewer.id, number: Number(fields.get("revision")) });
    if (outcome.status !== "refused") return redirect(self, 303);
    const message =
      "This cannot be taken back by itself any more: the same lines were changed since. The history has every file.";
    return badForm({ values: {}, errors: { "": [message] } });
  }
  const form = parseForm(fields, outlineForm);
  if (!form.ok) return badForm(form.reply);
  const edit = readOutlineEdit(form.value);
  if (!edit) throw new Response("This form is not known here. Open the page again.", { status: 400 });
  const outcome = await changeOutline({ draftId, authorId: viewer.id, edit });
  if (outcome.status === "refused") return badForm(form.refuse({ "": outcome.message }));
  return redirect(outcome.status === "changed" ? `${self}?did=${outcome.revision}` : self, 303);
}

export default function StudioOutline() {
  const { courseKey, release, outline, did, open } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const path = `/studio/${courseKey}`;
  return (
    <>
      <StudioTrail steps={[]} />
      <Page
        title={outline.title}
        lead={
          release === null
            ? "Not published yet."
            : `Release ${release} is published. Learners see it until you publish this draft.`
        }
        actions={
          <div className="flex flex-wrap gap-3">
            <ButtonLink href={`${path}/check`}>Check and publish</ButtonLink>
            <ButtonLink href={`${path}/settings`} look="secondary">
              Settings
            </ButtonLink>
            <ButtonLink href={`${path}/history`} look="secondary">
              History
            </ButtonLink>
            <ButtonLink href={`${path}/tokens`} look="secondary">
              Files and git
            </ButtonLink>
          </div>
        }
      >
        {reply?.errors[""] && <Notice tone="error" title={reply.errors[""].join(" ")} live />}
        {did && !reply && (
          <Notice tone="done" title={did.what} live>
            <form method="post">
              <input type="hidden" name="revision" value={did.number} />
              <Button look="quiet" name="intent" value="undo">
                Undo
              </Button>
            </form>
          </Notice>
        )}
        {outline.modules.length === 0 && (
          <EmptyState title="This course has no modules yet">
            A module is a chapter that holds lessons. Add the first below.
          </EmptyState>
        )}
        <OutlineView courseKey={courseKey} outline={outline} open={open} reply={reply} />
      </Page>
    </>
  );
}
