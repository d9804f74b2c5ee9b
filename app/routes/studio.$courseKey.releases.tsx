import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormError, TextArea } from "#app/components/form-field.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { PublishingEffects } from "#app/features/authoring/publishing/publishing-effects.tsx";
import { compareReleases } from "#app/features/authoring/publishing/release-diff.queries.server.ts";
import { ReleaseDiff } from "#app/features/authoring/publishing/release-diff.tsx";
import { describeRollBack, listReleases } from "#app/features/authoring/publishing/releases.queries.server.ts";
import { StudioTrail } from "#app/features/authoring/studio-trail.tsx";
import { rollBack } from "#app/features/courseware/roll-back.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { found, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Releases", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { viewer, draft: found(await findDraft(viewer, args.params.courseKey)) };
}

/** The number of a release as an address or a form has it; 0 for what is none. */
const numberIn = (text: unknown) => (/^[1-9]\d{0,5}$/.test(String(text)) ? Number(text) : 0);

export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await gate(args);
  const { courseId, courseKey } = draft;
  const query = new URL(args.request.url).searchParams;
  const [back, of, to] = ["back", "of", "to"].map((name) => numberIn(query.get(name))) as [number, number, number];
  const [releases, effects, changes] = await Promise.all([
    listReleases(courseId),
    back > 0 ? describeRollBack({ courseId, courseKey, number: back }) : null,
    of > 0 && to > 0 ? compareReleases({ courseId, number: of, earlier: to }) : null,
  ]);
  return { courseKey, releases, back, effects, of, to, changes, done: query.has("done") };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft } = await gate(args);
  const { courseKey } = draft;
  const fields = await readForm(args.request);
  const notes = String(fields.get("notes") ?? "").slice(0, 2_000);
  const [number, current] = [numberIn(fields.get("number")), numberIn(fields.get("current"))];
  const outcome = await rollBack({ courseKey, number, current, notes, publishedById: viewer.id });
  // Pressed twice, the second finds the release that the first has made.
  if (outcome.status === "published") return redirect(`/studio/${courseKey}/releases?done`, 303);
  const message =
    outcome.reason === "moved-on"
      ? "Another release was published since you looked. See below what is current now."
      : outcome.reason === "is-current"
        ? "This release is the current one."
        : "There is no such release.";
  return badForm({ values: { notes }, errors: { "": [message] } });
}

export default function StudioReleases() {
  const { courseKey, releases, back, effects, of, to, changes, done } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const base = `/studio/${courseKey}`;
  const current = releases.find(({ isCurrent }) => isCurrent)?.number ?? 0;
  return (
    <>
      <StudioTrail steps={[{ href: base, label: "Outline" }]} />
      <Page title="Releases" lead="Everything that was published of this course, the newest first.">
        {done && !reply && (
          <Notice tone="done" title={`Release ${current} is published`} live>
            The draft is as it was: what you were working on is still there.
          </Notice>
        )}
        {reply && !effects && <Notice tone="error" title={reply.errors[""]?.join(" ")} live />}
        {effects && back !== current && (
          <Section id="back" title={`Go back to release ${back}`}>
            <p className="mb-4 max-w-measure">
              Release {back} is published again, as the next one. Nothing is deleted, and your draft stays as it is.
            </p>
            <PublishingEffects migration={effects} />
            <form method="post" className="mt-6 max-w-measure">
              <FormError errors={reply?.errors[""]} />
              <input type="hidden" name="number" value={back} />
              <input type="hidden" name="current" value={current} />
              <TextArea
                label="Why"
                name="notes"
                rows={2}
                maxLength={2000}
                defaultValue={reply?.values.notes}
                hint="Learners read it when they come to the release. You may leave it empty."
              />
              <div className="flex flex-wrap gap-3">
                <Button>Publish release {back} again</Button>
                <ButtonLink href={`${base}/releases`} look="quiet">
                  Leave it
                </ButtonLink>
              </div>
            </form>
          </Section>
        )}
        {changes && (
          <Section id="changes" title={`Release ${of} beside release ${to}`}>
            <ReleaseDiff changes={changes} />
          </Section>
        )}
        {releases.length === 0 ? (
          <EmptyState title="Nothing is published yet" action={<ButtonLink href={`${base}/check`}>Check and publish</ButtonLink>}>
            The first release appears here when you publish the draft.
          </EmptyState>
        ) : (
          <ol className="border-t border-line">
            {releases.map(({ number, publishedAt, notes, author, learners, isCurrent }) => (
              <li key={number} className="flex flex-wrap items-start justify-between gap-3 border-b border-line py-4">
                <div className="min-w-0">
                  <h2 className="font-semibold">
                    Release {number}
                    {isCurrent && <span className="ml-2 text-small text-done">✓ Current</span>}
                  </h2>
                  {notes && <p className="max-w-measure whitespace-pre-line [overflow-wrap:anywhere]">{notes}</p>}
                  <p className="text-small text-soft">
                    <FormattedDate value={publishedAt} time />, {author ?? "the command line"}, {plural(learners, "learner")} on
                    it
                  </p>
                </div>
                <p className="flex flex-wrap gap-x-4">
                  {number > 1 && (
                    <a href={`${base}/releases?of=${number}&to=${number - 1}#changes`} className="text-link">
                      What changed<span className="sr-only"> in release {number}</span>
                    </a>
                  )}
                  {!isCurrent && (
                    <a href={`${base}/releases?back=${number}#back`} className="text-link">
                      Go back to it<span className="sr-only">: release {number}</span>
                    </a>
                  )}
                </p>
              </li>
            ))}
          </ol>
        )}
      </Page>
    </>
  );
}
