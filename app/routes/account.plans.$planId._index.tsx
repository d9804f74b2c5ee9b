import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { changeCard } from "#app/features/checkout/recurring/change-card.server.ts";
import { keepPlan } from "#app/features/checkout/recurring/keep-plan.server.ts";
import { PLAN_STATUS_WORDS, PlanNext, PlanNotice, PlanTerms } from "#app/features/checkout/recurring/plan-view.tsx";
import { readOwnPlan } from "#app/features/checkout/recurring/plans.queries.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

const NO_PLAN = "You have no membership and no instalment plan at this address.";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? data.plan.title : "No such plan", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const plan = await readOwnPlan({ userId: viewer.id, planId: args.params.planId ?? "" });
  if (!plan) throw notFound(NO_PLAN);
  const query = new URL(args.request.url).searchParams;
  return { plan, done: query.get("done"), error: query.get("error"), backFromPortal: query.has("card") };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const ask = { userId: viewer.id, planId: args.params.planId ?? "" };
  const intent = (await readForm(args.request)).get("intent");
  if (intent !== "keep" && intent !== "card") {
    throw new Response("This form is not known here. Open the page again.", { status: 400 });
  }
  const here = `/account/plans/${encodeURIComponent(ask.planId)}`;
  const outcome = intent === "keep" ? await keepPlan(ask) : await changeCard(ask);
  if (outcome.status === "refused") {
    if (outcome.reason === "no-such-plan") throw notFound(NO_PLAN);
    return redirect(`${here}?error=${outcome.reason}`, 303);
  }
  return redirect(outcome.status === "redirect" ? outcome.url : `${here}?done=kept`, 303);
}

const DONE: Record<string, string> = {
  cancelled: "It is cancelled.",
  kept: "It goes on as before.",
  switched: "Your plan is changed.",
};

const ERRORS: Record<string, string> = {
  ended: "It has ended already, so it cannot go on. You can begin again on the page of the course.",
  instalments: "An instalment plan is paid to its end. If you want to give the course back, write to us.",
  "not-now": "The plan cannot be changed now: it has ended, is cancelled, or waits for a payment.",
  "no-such-way": "This way to pay is no longer offered.",
  "card-declined": "Your bank declined the payment, so nothing was changed. Choose another card and try again.",
  "payment-service": "The payment service did not answer, so nothing was changed. Please try again in a minute.",
};

export default function Plan() {
  const { plan, done, error, backFromPortal } = useLoaderData<typeof loader>();
  const { terms } = plan;
  const running = !plan.over && plan.status !== "paid_up";
  const mayCancel = running && terms.payments === null && plan.endsByWish === null;
  return (
    <Page title={plan.title} lead={<PlanTerms terms={terms} />}>
      <AccountNav here="/account/plans" />
      {done && Object.hasOwn(DONE, done) && <Notice tone="done" title={DONE[done]} live />}
      {error && Object.hasOwn(ERRORS, error) && <Notice tone="error" title={ERRORS[error]} live />}
      {backFromPortal && <Notice title="If you chose another card, it pays from now on" live />}
      <PlanNotice plan={plan} />
      <dl className="mb-8 grid gap-x-8 gap-y-3 sm:grid-cols-[auto_1fr]">
        <dt className="text-soft">State</dt>
        <dd>
          {PLAN_STATUS_WORDS[plan.status]}
          {terms.payments !== null && `, ${plan.paid} of ${terms.payments} paid`}
        </dd>
        <dt className="text-soft">Next</dt>
        <dd>
          <PlanNext plan={plan} />
        </dd>
        {running && plan.cardLast4 && (
          <>
            <dt className="text-soft">Card</dt>
            <dd>ends in {plan.cardLast4}</dd>
          </>
        )}
      </dl>
      <form method="post" className="mb-10 flex flex-wrap gap-3">
        {plan.open && plan.courseKeys[0] && <ButtonLink href={`/learn/${plan.courseKeys[0]}`}>Go to the course</ButtonLink>}
        {running && plan.endsByWish && (
          <Button name="intent" value="keep">
            Go on with it
          </Button>
        )}
        {running && (
          <Button name="intent" value="card" look="secondary">
            Change the card
          </Button>
        )}
        {mayCancel && (
          <ButtonLink href={`/account/plans/${plan.id}/cancel`} look="secondary">
            Cancel
          </ButtonLink>
        )}
      </form>
      {plan.others.length > 0 && (
        <section className="mb-10">
          <h2 className="mb-3 font-serif text-title">Pay in another rhythm</h2>
          <ul className="flex flex-wrap gap-3">
            {plan.others.map((other) => (
              <li key={other.key}>
                <ButtonLink href={`/account/plans/${plan.id}/switch/${other.key}`} look="secondary">
                  <span>
                    <PlanTerms terms={other} />
                  </span>
                </ButtonLink>
              </li>
            ))}
          </ul>
        </section>
      )}
      <h2 className="mb-3 font-serif text-title">Payments</h2>
      {plan.payments.length === 0 ? (
        <p>Nothing has been charged yet.</p>
      ) : (
        <ul className="max-w-measure">
          {plan.payments.map((payment) => (
            <li key={payment.orderNumber} className="flex flex-wrap justify-between gap-x-6 border-b border-line py-2">
              <a href={`/orders/${payment.orderNumber}`} className="text-link">
                <FormattedDate value={payment.at} />, order {payment.orderNumber}
              </a>
              <FormattedMoney amount={payment.amount} currency={payment.currency} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
