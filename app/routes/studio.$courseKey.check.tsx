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
import { pressPublish } from "#app/features/authoring/publishing/press-publish.server.ts";
import { PublishingEffects } from "#app/features/authoring/publishing/publishing-effects.tsx";
import { compareWithRelease } from "#app/features/authoring/publishing/release-diff.queries.server.ts";
import { ReleaseDiff } from "#app/features/authoring/publishing/release-diff.tsx";
import { readSchedule } from "#app/features/authoring/publishing/schedule.queries.server.ts";
import { FailedPublication, ScheduleForm, WaitingPublication } from "#app/features/authoring/publishing/schedule-parts.tsx";
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
  const { viewer, draft } = await gate(args);
  const published = new URL(args.request.url).searchParams.has("published");
  const [report, changes, schedule] = await Promise.all([checkDraft(draft), compareWithRelease(draft), readSchedule(draft)]);
  return { ...draft, published, report, changes, schedule, timeZone: viewer.timeZone ?? "UTC" };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft } = await gate(args);
  const fields = await readForm(args.request);
  const { answered, redirectTo } = await pressPublish({ viewer, draft, fields });
  return redirectTo === null ? badForm(answered) : redirect(redirectTo, 303);
}

export default function StudioCheck() {
  const { courseKey, revision, release, report, changes, schedule, timeZone, published } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const { faults, warnings, migration } = report;
  const path = `/studio/${courseKey}`;
  const later = reply?.values.intent === "later" ? reply : undefined;
  return (
    <>
      <StudioTrail steps={[{ href: path, label: report.title }]} />
      <Page title="Check and publish">
        {published && !reply && (
          <Notice tone="done" title={`Release ${release} is published`} live>
            <a href={`/courses/${courseKey}`}>See the course page</a>
          </Notice>
        )}
        {reply?.values.intent === "cancel" && <Notice tone="attention" title={reply.errors[""]?.join(" ")} live />}
        {schedule.waiting && <WaitingPublication waiting={schedule.waiting} revision={revision} />}
        {schedule.failed && <FailedPublication failed={schedule.failed} />}
        {faults.length > 0 ? (
          <Section id="faults" title={plural(faults.length, "fault")}>
            <p className="mb-4 max-w-measure">A draft with a fault is not published. Learners go on with what they have.</p>
            <FaultList courseKey={courseKey} faults={faults} />
          </Section>
        ) : report.isPublished ? (
          <Notice title="What is published is this draft as it is. There is nothing to publish." />
        ) : (
          <Section id="publish" title="Publish">
            {migration && <PublishingEffects migration={migration} />}
            <form method="post" className="mt-6 max-w-measure">
              <FormError errors={later ? undefined : reply?.errors[""]} />
              <input type="hidden" name="revision" value={revision} />
              <TextArea
                label="What has changed"
                name="notes"
                rows={3}
                maxLength={2000}
                defaultValue={later ? undefined : reply?.values.notes}
                hint="Learners read it when they come to the new release. You may leave it empty."
              />
              <Button>{schedule.waiting ? "Publish it now" : "Publish"}</Button>
            </form>
            {!schedule.waiting && <ScheduleForm revision={revision} timeZone={timeZone} reply={later} />}
          </Section>
        )}
        {warnings.length > 0 && (
          <Section id="warnings" title={plural(warnings.length, "warning")}>
            <FaultList courseKey={courseKey} faults={warnings} />
          </Section>
        )}
        {release !== null && !report.isPublished && (
          <Section id="changes" title={`What differs from release ${release}`}>
            <ReleaseDiff changes={changes} />
          </Section>
        )}
        <p className="mt-10 flex flex-wrap gap-3">
          {release !== null && (
            <ButtonLink href={`${path}/releases`} look="secondary">
              All releases
            </ButtonLink>
          )}
          <ButtonLink href={path} look="quiet">
            Back to the outline
          </ButtonLink>
        </p>
      </Page>
    </>
  );
}
