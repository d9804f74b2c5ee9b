import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormError, TextArea } from "#app/components/form-field.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { checkDraft } from "#app/features/authoring/check-draft.queries.server.ts";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { FaultList } from "#app/features/authoring/fault-list.tsx";
import { publishDraft } from "#app/features/authoring/publish-draft.server.ts";
import { StudioTrail } from "#app/features/authoring/studio-trail.tsx";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { found, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Check and publish", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { viewer, draft: found(await findDraft(viewer, args.params.courseKey)) };
}

export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await gate(args);
  const published = new URL(args.request.url).searchParams.has("published");
  return { ...draft, published, report: await checkDraft(draft) };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft } = await gate(args);
  const fields = await readForm(args.request);
  const notes = String(fields.get("notes") ?? "").slice(0, 2_000);
  const outcome = await publishDraft({ ...draft, publishedById: viewer.id, revision: Number(fields.get("revision")), notes });
  if (outcome.status !== "refused") return redirect(`/studio/${draft.courseKey}/check?published`, 303);
  const message =
    outcome.reason === "moved-on"
      ? "Somebody has changed the draft since you looked at it. See below what there is now, and publish it then."
      : "The draft has faults, so it is not published.";
  return badForm({ values: { notes }, errors: { "": [message] } });
}

export default function StudioCheck() {
  const { courseKey, revision, release, report, published } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const { faults, warnings, migration } = report;
  const path = `/studio/${courseKey}`;
  return (
    <>
      <StudioTrail steps={[{ href: path, label: report.title }]} />
      <Page title="Check and publish">
        {published && !reply && (
          <Notice tone="done" title={`Release ${release} is published`} live>
            <a href={`/courses/${courseKey}`}>See the course page</a>
          </Notice>
        )}
        {faults.length > 0 ? (
          <Section id="faults" title={plural(faults.length, "fault")}>
            <p className="mb-4 max-w-measure">A draft with a fault is not published. Learners go on with what they have.</p>
            <FaultList courseKey={courseKey} faults={faults} />
          </Section>
        ) : report.isPublished ? (
          <Notice title="What is published is this draft as it is. There is nothing to publish." />
        ) : (
          <Section id="publish" title="Publish">
            {migration && <Changes {...{ migration }} />}
            <form method="post" className="mt-6 max-w-measure">
              <FormError errors={reply?.errors[""]} />
              <input type="hidden" name="revision" value={revision} />
              <TextArea
                label="What has changed"
                name="notes"
                rows={3}
                maxLength={2000}
                defaultValue={reply?.values.notes}
                hint="For the list of releases. You may leave it empty."
              />
              <Button>Publish</Button>
            </form>
          </Section>
        )}
        {warnings.length > 0 && (
          <Section id="warnings" title={plural(warnings.length, "warning")}>
            <FaultList courseKey={courseKey} faults={warnings} />
          </Section>
        )}
        <p className="mt-10">
          <ButtonLink href={path} look="quiet">
            Back to the outline
          </ButtonLink>
        </p>
      </Page>
    </>
  );
}

type Migration = NonNullable<Awaited<ReturnType<typeof checkDraft>>["migration"]>;

function Changes({ migration }: { migration: Migration }) {
  const { current, learners, moving, falling, lessons } = migration;
  return (
    <ul className="list-disc space-y-1 pl-5">
      <li>{current === null ? "It is the first release." : `It follows release ${current}.`}</li>
      {lessons.added.length > 0 && <li>New: {lessons.added.map(({ title }) => title).join(", ")}</li>}
      {lessons.removed.length > 0 && <li>No longer there: {lessons.removed.map(({ title }) => title).join(", ")}</li>}
      {lessons.renamed.length > 0 && <li>Renamed: {lessons.renamed.map(({ from, to }) => `${from} to ${to}`).join(", ")}</li>}
      <li>
        {learners === 0
          ? "Nobody is enrolled yet."
          : `${plural(learners, "learner")} enrolled; ${moving} of them move at their next visit. Every completion is kept.`}
        {falling > 0 && ` For ${falling} the percentage falls, because more is asked.`}
      </li>
    </ul>
  );
}
