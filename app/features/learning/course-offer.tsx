import { Button, ButtonLink } from "#app/components/button.tsx";
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
}: {
  courseKey: string;
  price: Price | null;
  standing: Standing | null;
  /** The number of an order whose money has not arrived yet. */
  orderUnderWay: number | null;
  signedIn: boolean;
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
      <p className="mb-4 font-serif text-title">
        {price ? <FormattedMoney amount={price.amount} currency={price.currency} /> : "Free"}
      </p>
      <form method="post" action={`/courses/${courseKey}/${price ? "buy" : "enrol"}`}>
        <Button wide>{price ? "Buy this course" : "Begin for free"}</Button>
      </form>
      <p className="mt-3 text-small text-soft">
        {price ? "One payment. The course stays yours." : "No card needed."}
        {!signedIn && " You will sign in or sign up first, and come back here."}
      </p>
    </>
  );
}
