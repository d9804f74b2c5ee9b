import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { everyWords } from "./plan-words.ts";
import type { OwnPlanView } from "./plans.queries.server.ts";
import type { SubscriptionStatus } from "./settle-subscription.ts";

export const PLAN_STATUS_WORDS: Record<SubscriptionStatus, string> = {
  incomplete: "Not begun yet",
  trialing: "On trial",
  active: "Running",
  past_due: "A payment is missing",
  unpaid: "Closed, a payment is missing",
  paused: "Paused",
  paid_up: "All paid",
  disputed: "Your bank asks about a payment",
  canceled: "Ended",
  refunded: "Refunded",
  failed: "Payment taken back",
};

export function PlanTerms({ terms }: { terms: OwnPlanView["terms"] }) {
  const amount = <FormattedMoney amount={terms.amount} currency={terms.currency} />;
  if (terms.payments === null) {
    return (
      <>
        {amount} {everyWords(terms)}
      </>
    );
  }
  return (
    <>
      {terms.payments} payments of {amount}, one {everyWords(terms)}
    </>
  );
}

/** What comes next, in one line. */
export function PlanNext({ plan }: { plan: OwnPlanView }) {
  if (plan.endsByWish) {
    return (
      <>
        Cancelled, ends on <FormattedDate value={plan.endsByWish} />
      </>
    );
  }
  if (plan.nextPaymentAt) {
    return (
      <>
        Next payment on <FormattedDate value={plan.nextPaymentAt} />
      </>
    );
  }
  if (plan.open && plan.accessEndsAt) {
    return (
      <>
        Open until <FormattedDate value={plan.accessEndsAt} />
      </>
    );
  }
  return <>{plan.open ? "Nothing more to pay" : "Nothing more is charged"}</>;
}

/** What a person should know or do about their plan. */
export function PlanNotice({ plan }: { plan: OwnPlanView }) {
  if (plan.inReview) {
    return (
      <Notice tone="attention" title="We are looking at this plan">
        <p>Something about it is not as we expected. You need do nothing; we will write to you.</p>
      </Notice>
    );
  }
  if (plan.missing) {
    return (
      <Notice tone="error" title="A payment did not go through">
        <p>
          <FormattedMoney amount={plan.missing.amount} currency={plan.missing.currency} /> is missing.{" "}
          {plan.open && plan.accessEndsAt ? (
            <>
              The course stays open to you until <FormattedDate value={plan.accessEndsAt} />.
            </>
          ) : (
            "The course is closed until it is paid. Your progress is kept."
          )}
          {plan.missing.nextAttemptAt && (
            <>
              {" "}
              We try again on <FormattedDate value={plan.missing.nextAttemptAt} />.
            </>
          )}
        </p>
        {plan.missing.payUrl && (
          <p>
            <a href={plan.missing.payUrl}>Pay it now</a>
          </p>
        )}
      </Notice>
    );
  }
  if (plan.endsByWish) {
    return (
      <Notice title="You have cancelled">
        <p>
          Nothing more is charged. It stays open to you until <FormattedDate value={plan.endsByWish} />, and until then you can go
          on with it.
        </p>
      </Notice>
    );
  }
  return null;
}
