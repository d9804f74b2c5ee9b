import { Button, ButtonLink } from "#app/components/button.tsx";
import { TextField } from "#app/components/form-field.tsx";
import { FormattedMoney } from "#app/components/formatted.tsx";
import type { Price } from "#app/features/courseware/manifest.ts";
import type { Standing } from "./course-standing.queries.server.ts";

/** Price and the one button that fits: go on, begin for free, look at the payment that is on its way, or buy. */
export function CourseOffer({
  courseKey,
  price,
  standing,
  orderUnderWay,
  signedIn,
  codes,
}: {
  courseKey: string;
  price: Price | null;
  standing: Standing | null;
  /** The number of an order whose money has not arrived yet. */
  orderUnderWay: number | null;
  signedIn: boolean;
  /** Null where no code takes anything off; `refusal` is why the last one did not. */
  codes: { refusal: string | null } | null;
}) {
  if (standing?.open) {
    return (
      <>
        <p className="mb-4 font-semibold">
          {standing.started ? `You are ${standing.percent} % through.` : "This course is yours."}
        </p>
        <ButtonLink href={`/learn/${courseKey}`} wide>
          {standing.started ? "Continue" : "Begin"}
        </ButtonLink>
      </>
    );
  }
  if (orderUnderWay !== null) {
    return (
      <>
        <p className="mb-4 font-semibold">Your payment is on its way. The course opens as soon as it has arrived.</p>
        <ButtonLink href={`/orders/${orderUnderWay}`} wide>
          See your order
        </ButtonLink>
      </>
    );
  }
  return (
    <>
      <p id="offer" className="mb-4 font-serif text-title">
        {price ? <FormattedMoney amount={price.amount} currency={price.currency} /> : "Free"}
      </p>
      <form method="post" action={`/courses/${courseKey}/${price ? "buy" : "enrol"}`}>
        {price && codes && (
          <details className="mb-4" open={codes.refusal !== null}>
            <summary className="min-h-11 py-2">I have a code</summary>
            <TextField label="Code" name="code" autoComplete="off" errors={codes.refusal ? [codes.refusal] : undefined} />
          </details>
        )}
        <Button wide>{price ? "Buy this course" : "Begin for free"}</Button>
      </form>
      <p className="mt-3 text-small text-soft">
        {price ? "One payment. The course stays yours." : "No card needed."}
        {!signedIn && (price ? <GuestWords courseKey={courseKey} codes={codes !== null} /> : SIGN_UP_FIRST)}
      </p>
    </>
  );
}

const SIGN_UP_FIRST = " You will sign in or sign up first, and come back here.";

function GuestWords({ courseKey, codes }: { courseKey: string; codes: boolean }) {
  return (
    <>
      {" "}
      No account needed: after paying you get a link by mail.{" "}
      <a href={`/sign-in?returnTo=${encodeURIComponent(`/courses/${courseKey}`)}`} className="text-link">
        Sign in
      </a>{" "}
      first if you have an account{codes ? ", or a code" : ""}.
    </>
  );
}
