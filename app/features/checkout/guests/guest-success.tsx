import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormError } from "#app/components/form-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { LookAgain } from "../arriving-words.tsx";
import type { FinishedGuestCheckout } from "./finish-guest-checkout.server.ts";

/** What somebody without an account reads who comes back from paying. The same whether or not their address has one. */
export function GuestSuccess({
  state,
  title,
  bought,
  courseKeys,
  sentTo,
  sentAgain,
  outbox,
  here,
  reply,
}: Pick<FinishedGuestCheckout, "state" | "courseKeys" | "sentTo"> & {
  title: string;
  /** The title of what was bought. */
  bought: string;
  sentAgain: boolean;
  /** Mails of this site are read on a page. */
  outbox: boolean;
  /** The address of the page, where it is worth looking again. */
  here: string | null;
  reply: { errors: Record<string, string[]> } | undefined;
}) {
  const [courseKey] = courseKeys;
  const again = state === "open" || state === "failed" || state === "expired";
  return (
    <Page title={title} width="text">
      <FormError errors={reply?.errors[""]} />
      {sentAgain && !reply && <Notice tone="done" title="Sent again" live />}
      {state === "paid" && sentTo ? (
        <>
          <p>
            Thank you. We have sent a link to <strong className="[overflow-wrap:anywhere]">{sentTo}</strong>: follow it to open{" "}
            <strong>{bought}</strong>. The receipt comes by mail as well.
          </p>
          {outbox && (
            <Notice tone="attention" title="This site sends no mail yet">
              Every mail is kept in the <a href="/outbox">mail outbox</a>. You find yours there.
            </Notice>
          )}
          <p className="mt-4 text-soft">No mail after a few minutes? Look among the unwanted mail, or have it sent again.</p>
          <form method="post" className="mt-4">
            <Button look="secondary">Send the link again</Button>
          </form>
        </>
      ) : (
        <>
          <p>{WORDS[state]}</p>
          {here !== null && <LookAgain here={here} />}
        </>
      )}
      {again && courseKey && (
        <p className="mt-8">
          <ButtonLink href={`/courses/${courseKey}`}>Back to the course</ButtonLink>
        </p>
      )}
    </Page>
  );
}

const WORDS: Record<FinishedGuestCheckout["state"], string> = {
  opening: "Thank you. Your payment arrived, we are opening the course, and we send you a link by mail. Please do not pay again.",
  paid: "Thank you. Your payment has arrived, and we send the link to your course by mail.",
  "awaiting-payment":
    "Your bank has been told, and the money takes some days. When it has arrived we send a link to the address that you gave. There is nothing more for you to do.",
  checking:
    "The payment service did not answer us just now. If you have paid, we send you a link by mail in a few minutes. Please do not pay again.",
  "in-review":
    "Something about it is not as we expected, so a person looks at it first. We will write to you; please do not pay again.",
  open: "You have not finished on the payment page. You can go on from the course page.",
  failed: "Your bank has not paid, so nothing was taken and the course is not open. You can buy it again at any time.",
  expired: "Nothing was paid. You can start again from the course page.",
  refunded: "We have sent the money back to you, so this order no longer opens its course.",
};
