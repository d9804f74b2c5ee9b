import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import type { Settings } from "#app/features/authoring/settings/course-settings.ts";
import { saveSettings } from "#app/features/authoring/settings/save-settings.server.ts";
import { MOST_OF_SETTINGS, readSettingsForm } from "#app/features/authoring/settings/settings.schema.ts";
import { SettingsForm } from "#app/features/authoring/settings/settings-form.tsx";
import { readSettingsPage } from "#app/features/authoring/settings/settings-page.queries.server.ts";
import { StudioTrail } from "#app/features/authoring/studio-trail.tsx";
import { found, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { STRIPE_CURRENCIES } from "#app/platform/stripe/currencies.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Settings", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { viewer, draft: found(await findDraft(viewer, args.params.courseKey)) };
}

export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await gate(args);
  const { draftId, courseKey, revision } = draft;
  const page = found(await readSettingsPage(draftId), "This draft has no course.yaml. See its history.");
  const currencies = [...STRIPE_CURRENCIES.keys()].sort();
  const saved = new URL(args.request.url).searchParams.has("saved");
  return { ...page, courseKey, basedOn: revision, currencies, saved };
}

interface Reply {
  settings: Settings;
  errors: Record<string, string[]>;
  basedOn?: number;
  title: string;
}

const answer = (reply: Reply, status: number) => data(reply, { status });

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft } = await gate(args);
  const fields = await readForm(args.request, MOST_OF_SETTINGS);
  const read = readSettingsForm(fields);
  const nothing = "Nothing was saved. See beside the fields why.";
  if (!read.ok) return answer({ settings: read.values, errors: read.errors, basedOn: read.basedOn, title: nothing }, 400);
  const { settings, basedOn } = read;
  const outcome = await saveSettings({ draftId: draft.draftId, authorId: viewer.id, basedOn, settings });
  if (outcome.status !== "refused") return redirect(`/studio/${draft.courseKey}/settings?saved`, 303);
  if (outcome.reason !== "moved-on") {
    return answer({ settings, errors: { "": [outcome.message] }, basedOn, title: "Nothing was saved." }, 409);
  }
  const errors: Reply["errors"] = {};
  for (const { part, theirs } of outcome.parts) {
    const field = part === "price" ? "amount" : part;
    errors[field] = [
      `Somebody has changed this since you opened the page, to: ${theirs} Save again to keep what you have written.`,
    ];
  }
  const title = "Somebody has changed the same settings since you opened this page. Nothing is lost, and nothing is saved yet.";
  return answer({ settings: outcome.settings, errors, basedOn: outcome.revision, title }, 409);
}

export default function StudioSettings() {
  const page = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>() as Reply | undefined;
  const base = `/studio/${page.courseKey}`;
  return (
    <>
      <StudioTrail steps={[{ href: base, label: "Outline" }]} />
      <Page
        title="Settings"
        lead="Of the draft: learners see them when you publish it."
        actions={
          <ButtonLink href={`${base}/files?path=course.yaml`} look="secondary">
            The file itself
          </ButtonLink>
        }
      >
        {reply && <Notice tone="attention" title={reply.title} live />}
        {page.saved && !reply && (
          <Notice tone="done" title="Saved" live>
            {Object.keys(page.faults).length > 0
              ? "Before it can be published, mend what stands beside the fields."
              : "Check and publish says whether the whole course is ready."}
          </Notice>
        )}
        <SettingsForm
          settings={reply?.settings ?? page.settings}
          errors={reply?.errors ?? page.faults}
          basedOn={reply?.basedOn ?? page.basedOn}
          pictures={page.pictures}
          lessons={page.lessons}
          currencies={page.currencies}
          closeTo={base}
        />
      </Page>
    </>
  );
}
