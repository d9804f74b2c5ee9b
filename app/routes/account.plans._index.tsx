import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { PLAN_STATUS_WORDS, PlanNext, PlanTerms } from "#app/features/checkout/recurring/plan-view.tsx";
import { listOwnPlans } from "#app/features/checkout/recurring/plans.queries.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Memberships and instalments", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  return { plans: await listOwnPlans(viewer.id) };
}

export default function Plans() {
  const { plans } = useLoaderData<typeof loader>();
  return (
    <Page title="Memberships and instalments">
      <AccountNav here="/account/plans" />
      {plans.length === 0 ? (
        <EmptyState
          title="You have no memberships or instalments"
          action={<ButtonLink href="/courses">Look at the courses</ButtonLink>}
        >
          What you pay month by month appears here, with the next payment and the way to cancel.
        </EmptyState>
      ) : (
        <DataTable
          caption="Your memberships and instalment plans, the newest first"
          rows={plans}
          rowKey={(plan) => plan.id}
          columns={[
            {
              heading: "What",
              cell: (plan) => (
                <>
                  <a href={`/account/plans/${plan.id}`} className="text-link">
                    {plan.title}
                  </a>
                  <span className="block text-soft">
                    <PlanTerms terms={plan.terms} />
                  </span>
                </>
              ),
            },
            {
              heading: "State",
              cell: (plan) => (
                <>
                  {PLAN_STATUS_WORDS[plan.status]}
                  {plan.terms.payments !== null && `, ${plan.paid} of ${plan.terms.payments} paid`}
                  <span className="block text-soft">
                    <PlanNext plan={plan} />
                  </span>
                </>
              ),
            },
          ]}
        />
      )}
    </Page>
  );
}
