import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Page } from "#app/components/page.tsx";
import { askBeforeHandingIn } from "#app/features/assessment/ask-before-handing-in.ts";
import { AttemptForm } from "#app/features/assessment/attempt-form.tsx";
import { pageAddress, readPageNumber, titleOf } from "#app/features/assessment/attempt-pages.ts";
import { leaveAttempt, openAttemptPage } from "#app/features/assessment/open-attempt-page.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { script: true };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? (data.outcome ? data.page.title : titleOf(data.page)) : "Assessment", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const asked = readPageNumber(args.request.url);
  const opened = await openAttemptPage(viewer, attemptId, asked);
  if (opened.status === "open") {
    const { page } = opened;
    // Somebody has pressed "Hand in" with questions open, and was sent back here to be asked about them.
    const missing = new URL(args.request.url).searchParams.has("missing");
    const outcome = missing ? askBeforeHandingIn(page) : undefined;
    // Where there are several pages each has an address of its own, which stays when its questions are answered.
    if (!outcome && page.pages.length > 1 && page.at !== asked) throw redirect(pageAddress(attemptId, page.at));
    return { page, outcome };
  }
  // The time ran out while nobody was looking: the server hands in what it has.
  if (opened.status === "overdue") await finishAssessment({ userId: viewer.id, attemptId });
  const target = leaveAttempt(opened, attemptId);
  throw target ? redirect(target) : notFound("There is no such attempt, or it is not yours.");
}

export default function AttemptRoute() {
  const { page, outcome } = useLoaderData<typeof loader>();
  return (
    <Page title={page.title} width={page.kind === "graded" ? "text" : "wide"}>
      <AttemptForm page={page} outcome={outcome} />
    </Page>
  );
}
