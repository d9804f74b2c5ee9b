import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { SavedResultList } from "#app/features/assessment/saved-result-list.tsx";
import { listSavedResults } from "#app/features/assessment/saved-results.queries.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "My results", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  return { results: await listSavedResults({ userId: viewer.id }) };
}

export default function MyResults() {
  const { results } = useLoaderData<typeof loader>();
  return (
    <Page title="My results">
      <AccountNav here="/account/results" />
      <p className="mb-6 max-w-measure text-soft">
        Assessments that you took outside of a course. Those of your courses stand in their lessons.
      </p>
      {results.length === 0 ? (
        <EmptyState
          title="You have saved no result yet"
          action={<ButtonLink href="/assessments">Look at the assessments</ButtonLink>}
        >
          Take an assessment, and save its result to your account.
        </EmptyState>
      ) : (
        <SavedResultList results={results} />
      )}
    </Page>
  );
}
