import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Page } from "#app/components/page.tsx";
import { AttemptForm } from "#app/features/assessment/attempt-form.tsx";
import type { FormOutcome } from "#app/features/assessment/attempt-outcome.tsx";
import { readPageNumber, titleOf } from "#app/features/assessment/attempt-pages.ts";
import { addressOfStep } from "#app/features/assessment/attempt-steps.ts";
import { leaveAttempt, openAttemptPage } from "#app/features/assessment/open-attempt-page.server.ts";
import { receiveUpload } from "#app/features/assessment/uploads/receive-upload.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { script: true };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? titleOf(data.page) : "Assessment", personal: true });

/** The page of the attempt again: with what was wrong with the files, and for who comes here by address. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const opened = await openAttemptPage(viewer, attemptId, readPageNumber(args.request.url));
  if (opened.status === "open") return opened;
  if (opened.status === "overdue") await finishAssessment({ userId: viewer.id, attemptId });
  const target = leaveAttempt(opened, attemptId);
  throw target ? redirect(target) : notFound("There is no such attempt, or it is not yours.");
}

/** Where every button of an attempt with files leads: the only form of the site that takes them. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const received = await receiveUpload({ viewer, attemptId, at: readPageNumber(args.request.url), request: args.request });
  if (received.status === "refused") {
    const target = leaveAttempt(received.because, attemptId);
    throw target ? redirect(target, 303) : notFound("There is no such attempt, or it is not yours.");
  }
  if (received.status === "bad") {
    // Everything is stored: the page that asks has an address of its own, which reload comes to without sending again.
    if (received.outcome.status === "unanswered") return redirect(`/attempts/${attemptId}?missing#notice`, 303);
    return data<FormOutcome>(received.outcome, { status: received.code });
  }
  const { step, lesson, itemKey } = received;
  if (step.to !== "result") {
    return redirect(addressOfStep(step, { attemptId, lesson, ...(itemKey && { place: `item-${itemKey}` }) }), 303);
  }
  await finishAssessment({ userId: viewer.id, attemptId });
  return redirect(`/attempts/${attemptId}/result`, 303);
}

export default function UploadRoute() {
  const { page } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  return (
    <Page title={page.title} width={page.kind === "graded" ? "text" : "wide"}>
      <AttemptForm page={page} outcome={outcome} />
    </Page>
  );
}
