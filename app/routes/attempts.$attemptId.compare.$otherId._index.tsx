import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Page } from "#app/components/page.tsx";
import { readComparison } from "#app/features/assessment/comparison.queries.server.ts";
import { ComparisonView } from "#app/features/assessment/comparison-view.tsx";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  return pageMeta({ title: data ? `Before and after: ${data.page.title}` : "Before and after", personal: true });
};

/** Two results of one's own beside each other. They stay readable when access to the course has ended. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "", otherId = "" } = args.params;
  const page = await readComparison({ userId: viewer.id, attemptIds: [attemptId, otherId] });
  if (page.status === "open") throw redirect(`/attempts/${page.attemptId}`);
  if (page.status === "no-such-attempt") throw notFound("There is no such attempt, or it is not yours.");
  return { page };
}

export default function ComparisonRoute() {
  const { page } = useLoaderData<typeof loader>();
  return (
    <Page title={page.title} lead="Before and after" width="text">
      <ComparisonView page={page} />
    </Page>
  );
}
