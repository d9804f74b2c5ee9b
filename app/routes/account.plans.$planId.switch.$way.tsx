import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedMoney } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { PlanTerms } from "#app/features/checkout/recurring/plan-view.tsx";
import { readOwnPlan } from "#app/features/checkout/recurring/plans.queries.server.ts";
import { previewSwitch, switchPlan } from "#app/features/checkout/recurring/switch-plan.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

const NO_PLAN = "You have no membership at this address, or it cannot be changed to this.";

export const meta: MetaFunction = () => pageMeta({ title: "Change your membership", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const ask = { userId: viewer.id, planId: args.params.planId ?? "" };
  const plan = await readOwnPlan(ask);
  if (!plan) throw notFound(NO_PLAN);
  const preview = await previewSwitch({ ...ask, way: args.params.way ?? "" });
  if (preview.status === "refused" && preview.reason === "no-such-way") throw notFound(NO_PLAN);
  if (preview.status === "refused") throw redirect(`/account/plans/${plan.id}?error=${preview.reason}`, 303);
  const { id, title, terms } = plan;
  const { dueNow, credit, currency } = preview;
  const { amount, interval, intervalCount } = preview.to;
  const to = { amount, currency, interval, intervalCount, payments: null };
  return { id, title, from: terms, to, dueNow, credit, currency, requestKey: randomUUID() };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const planId = args.params.planId ?? "";
  const written = String((await readForm(args.request)).get("requestKey") ?? "");
  const requestKey = /^[0-9a-f-]{36}$/.test(written) ? written : randomUUID();
  const outcome = await switchPlan({ userId: viewer.id, planId, way: args.params.way ?? "", requestKey });
  if (outcome.status === "refused" && outcome.reason === "no-such-plan") throw notFound(NO_PLAN);
  const word = outcome.status === "refused" ? `error=${outcome.reason}` : "done=switched";
  return redirect(`/account/plans/${encodeURIComponent(planId)}?${word}`, 303);
}

export default function SwitchPlan() {
  const { id, title, from, to, dueNow, credit, currency, requestKey } = useLoaderData<typeof loader>();
  return (
    <Page title="Change your membership" lead={title} width="text">
      <p className="mb-4">
        Today you pay <PlanTerms terms={from} />. From now on it would be <PlanTerms terms={to} />.
      </p>
      <p className="mb-8">
        What is left of the time you have paid for is counted.{" "}
        {dueNow > 0 ? (
          <>
            <strong>
              <FormattedMoney amount={dueNow} currency={currency} />
            </strong>{" "}
            is charged to your card now.
          </>
        ) : (
          "Nothing is charged now."
        )}
        {credit > 0 && (
          <>
            {" "}
            <FormattedMoney amount={credit} currency={currency} /> is kept as credit for your next payments.
          </>
        )}
      </p>
      <form method="post" className="flex flex-wrap gap-3">
        <input type="hidden" name="requestKey" value={requestKey} />
        <Button>Change it</Button>
        <ButtonLink href={`/account/plans/${id}`} look="secondary">
          Leave it as it is
        </ButtonLink>
      </form>
    </Page>
  );
}
