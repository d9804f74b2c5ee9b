import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Page } from "#app/components/page.tsx";
import { AttemptForm } from "#app/features/assessment/attempt-form.tsx";
import type { FormOutcome } from "#app/features/assessment/attempt-outcome.tsx";
import { readPageNumber, titleOf } from "#app/features/assessment/attempt-pages.ts";
import { addressOfStep, readStep } from "#app/features/assessment/attempt-steps.ts";
import { leaveAttempt, openAttemptPage } from "#app/features/assessment/open-attempt-page.server.ts";
import { receiveForm } from "#app/features/assessment/receive-form.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { MOST_OF_ATTEMPT, readForm } from "#app/platform/http/read-form.server.ts";

export const handle = { script: true };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? titleOf(data.page) : "Assessment", personal: true });

/** The page of the attempt again: with the answers that could not be taken, and for who comes here by address. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const opened = await openAttemptPage(viewer, attemptId, readPageNumber(args.request.url));
  if (opened.status === "open") return opened;
  if (opened.status === "overdue") await finishAssessment({ userId: viewer.id, attemptId });
  const target = leaveAttempt(opened, attemptId);
  throw target ? redirect(target) : notFound("There is no such attempt, or it is not yours.");
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const form = await readForm(args.request, MOST_OF_ATTEMPT);
  const step = readStep(form.get("intent") ?? "submit", readPageNumber(args.request.url));
  if (!step)
    throw new Response("The form did not say what to do. Go back to the questions, and press the button once more.", {
      status: 400,
    });
  const received = await receiveForm({ viewer, attemptId, form, step });
  if (received.status === "kept") {
    // What was given is stored: a page with an address of its own, which Back and reload come to without sending again.
    if (received.outcome.status === "unanswered") return redirect(`/attempts/${attemptId}?missing#notice`, 303);
    return data<FormOutcome>(received.outcome, { status: 422 });
  }
  if (received.status === "refused") {
    const target = leaveAttempt(received.because, attemptId);
    throw target ? redirect(target, 303) : notFound("There is no such attempt, or it is not yours.");
  }
  if (received.status === "saved") return redirect(addressOfStep(received.step, { attemptId, lesson: received.lesson }), 303);
  await finishAssessment({ userId: viewer.id, attemptId });
  return redirect(`/attempts/${attemptId}/result`, 303);
}

export default function SubmitRoute() {
  const { page } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  return (
    <Page title={page.title} width={page.kind === "graded" ? "text" : "wide"}>
      <AttemptForm page={page} outcome={outcome} />
    </Page>
  );
}
