import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { readResultPrivacy } from "#app/features/assessment/result-privacy.queries.server.ts";
import { ResultPrivacy } from "#app/features/assessment/result-privacy.tsx";
import { ResultView } from "#app/features/assessment/result-view.tsx";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  return pageMeta({ title: data ? `Your result: ${data.page.title}` : "Your result", personal: true });
};

/** A person's own result. It stays readable when access to the course has ended. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const page = await readResultPage({ userId: viewer.id, attemptId });
  if (page.status === "open") throw redirect(`/attempts/${attemptId}`);
  if (page.status === "deleted") throw redirect(`/attempts/${attemptId}/delete`);
  if (page.status === "no-such-attempt") throw notFound("There is no such attempt, or it is not yours.");
  // Of a check there is nothing to share or delete: one statement less.
  const privacy = page.model.kind === "profile" ? await readResultPrivacy({ userId: viewer.id, attemptId }) : null;
  return { page, privacy, sharingChanged: new URL(args.request.url).searchParams.has("sharing") };
}

export default function ResultRoute() {
  const { page, privacy, sharingChanged } = useLoaderData<typeof loader>();
  const lead = (
    <>
      Attempt {page.number}, <FormattedDate value={page.submittedAt} time />
    </>
  );
  return (
    <Page title={page.title} lead={lead} width="text">
      <ResultView page={page} />
      <ResultPrivacy privacy={privacy} changed={sharingChanged} />
    </Page>
  );
}
