import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { listOwnTeams } from "#app/features/checkout/teams/team.queries.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Your teams", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  return { teams: await listOwnTeams(viewer.id) };
}

export default function Teams() {
  const { teams } = useLoaderData<typeof loader>();
  return (
    <Page title="Your teams">
      <AccountNav here="/teams" />
      {teams.length === 0 ? (
        <EmptyState title="You have no teams" action={<ButtonLink href="/courses">Look at the courses</ButtonLink>}>
          On the page of a course that costs money you can buy seats for a team. Here you invite it.
        </EmptyState>
      ) : (
        <DataTable
          caption="Your teams, the newest first"
          rows={teams}
          rowKey={(team) => team.id}
          columns={[
            {
              heading: "Team",
              cell: (team) => (
                <>
                  <a href={`/teams/${team.id}`} className="text-link [overflow-wrap:anywhere]">
                    {team.name}
                  </a>
                  <span className="block text-soft">{team.title}</span>
                </>
              ),
            },
            { heading: "Joined", align: "right", cell: (team) => `${team.joined} of ${team.seats}` },
          ]}
        />
      )}
    </Page>
  );
}
