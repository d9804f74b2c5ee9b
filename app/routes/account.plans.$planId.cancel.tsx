import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { cancelPlan } from "#app/features/checkout/recurring/cancel-plan.server.ts";
import { readOwnPlan } from "#app/features/checkout/recurring/plans.queries.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

const NO_PLAN = "You have no membership at this address.";

export const meta: MetaFunction = () => pageMeta({ title: "Cancel your membership", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const plan = await readOwnPlan({ userId: viewer.id, planId: args.params.planId ?? "" });
  if (!plan) throw notFound(NO_PLAN);
  const { id, title, missing, nextPaymentAt, over, endsByWish, terms } = plan;
  if (over || endsByWish !== null || terms.payments !== null) throw redirect(`/account/plans/${id}`, 303);
  return { id, title, endsNow: missing !== null, endsAt: nextPaymentAt };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const planId = args.params.planId ?? "";
  const outcome = await cancelPlan({ userId: viewer.id, planId });
  if (outcome.status === "refused" && outcome.reason === "no-such-plan") throw notFound(NO_PLAN);
  const word = outcome.status === "refused" ? `error=${outcome.reason}` : "done=cancelled";
  return redirect(`/account/plans/${encodeURIComponent(planId)}?${word}`, 303);
}

export default function CancelPlan() {
  const { id, title, endsNow, endsAt } = useLoaderData<typeof loader>();
  return (
    <Page title="Cancel your membership" width="text">
      <p className="mb-4">
        <strong>{title}</strong>{" "}
        {endsNow || !endsAt ? (
          "closes at once, because a payment is missing. The missing payment is not asked for any more."
        ) : (
          <>
            stays open to you until <FormattedDate value={endsAt} />, and nothing more is charged. Until that day you can take the
            cancellation back.
          </>
        )}
      </p>
      <p className="mb-8">Your progress and your answers are kept, so you can come back later and go on where you were.</p>
      <form method="post" className="flex flex-wrap gap-3">
        <Button look="danger">Cancel the membership</Button>
        <ButtonLink href={`/account/plans/${id}`} look="secondary">
          Keep it
        </ButtonLink>
      </form>
    </Page>
  );
}
