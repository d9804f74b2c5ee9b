import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Page } from "#app/components/page.tsx";
import { isOutboxPublic } from "#app/features/accounts/outbox.queries.server.ts";
import { type FinishedCheckout, finishCheckout } from "#app/features/checkout/finish-checkout.server.ts";
import { findGiftOfOrder } from "#app/features/checkout/gifts/gift.queries.server.ts";
import { finishGuestCheckout, resendClaimMail } from "#app/features/checkout/guests/finish-guest-checkout.server.ts";
import { GuestSuccess } from "#app/features/checkout/guests/guest-success.tsx";
import { tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readGuestToken } from "#app/platform/sessions/guest-cookie.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? TITLES[data.state] : "No such payment", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const { request, context } = args;
  const query = new URL(request.url).searchParams;
  const checkoutSessionId = query.get("session_id") ?? "";
  const token = readGuestToken(request.headers.get("Cookie"), "checkout");
  const guest = await finishGuestCheckout({ token, checkoutSessionId });
  const viewer = guest ? await context.readViewer() : await requireViewer(args);
  const finished = viewer && (await finishCheckout({ userId: viewer.id, checkoutSessionId }));
  if (finished) {
    const { orderNumber } = finished;
    const giftId = finished.purpose === "gift" ? await findGiftOfOrder({ userId: viewer.id, orderNumber }) : null;
    return { kind: "own" as const, ...finished, giftId };
  }
  if (!guest) throw notFound("There is no payment of yours at this address. Your orders are on your account's pages.");
  return { kind: "guest" as const, ...guest, outbox: isOutboxPublic(request), sentAgain: query.has("sent") };
}

/** Sends the link again, for the browser that paid. */
export async function action({ request }: ActionFunctionArgs) {
  const { pathname, searchParams } = new URL(request.url);
  const checkoutSessionId = searchParams.get("session_id") ?? "";
  const token = readGuestToken(request.headers.get("Cookie"), "checkout");
  const outcome = await resendClaimMail({ token, checkoutSessionId });
  if (outcome.status === "refused" && outcome.reason === "not-yours")
    throw notFound("There is no payment of yours at this address.");
  if (outcome.status === "refused") return tooManyTriesForm({ values: {}, errors: {} }, outcome.retryAt);
  return redirect(`${pathname}?${new URLSearchParams({ session_id: checkoutSessionId, sent: "" })}`, 303);
}

const TITLES: Record<FinishedCheckout["state"], string> = {
  paid: "Your payment has arrived",
  "awaiting-payment": "Your payment is on its way",
  checking: "We are checking your payment",
  "in-review": "We are looking at your payment",
  open: "Nothing has been paid yet",
  failed: "The payment did not go through",
  expired: "The payment page has expired",
  refunded: "This order was refunded",
};

export default function CheckoutSuccess() {
  const finished = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  if (finished.kind === "guest")
    return <GuestSuccess {...finished} title={TITLES[finished.state]} bought={finished.title} reply={reply} />;
  const { state, orderNumber, title, courseKeys, purpose, giftId } = finished;
  return (
    <Page title={TITLES[state]} width="text">
      <Explanation state={state} title={title} purpose={purpose} />
      <p className="mt-8 flex flex-wrap gap-3">
        {giftId && <ButtonLink href={`/gifts/${giftId}`}>See your gift</ButtonLink>}
        {state === "paid" &&
          purpose === "own" &&
          courseKeys.map((key) => <CourseLink key={key} href={`/learn/${key}`} label="Begin the course" />)}
        {(state === "open" || state === "failed" || state === "expired") &&
          courseKeys.slice(0, 1).map((key) => <CourseLink key={key} href={`/courses/${key}`} label="Back to the course" />)}
        <ButtonLink href={`/orders/${orderNumber}`} look="secondary">
          {state === "paid" ? "See the receipt" : `See order ${orderNumber}`}
        </ButtonLink>
      </p>
    </Page>
  );
}

/** Where something was bought for others, nothing opens to the buyer. */
const FOR_OTHERS: Partial<Record<FinishedCheckout["state"], string>> = {
  paid: "Thank you. The gift goes out by mail on the day you chose, and we have sent you the receipt.",
  "awaiting-payment":
    "Your bank has been told, and the money takes some days. The gift goes out when it has arrived, not before.",
  checking:
    "The payment service did not answer us just now. If you have paid, all goes on by itself in a few minutes. Please do not pay again.",
  failed: "Your bank has not paid, so nothing was taken and nothing is sent. You can try again at any time.",
  refunded: "We have sent the money back to you, so the gift can no longer be taken.",
};

function CourseLink({ href, label }: { href: string; label: string }) {
  return <ButtonLink href={href}>{label}</ButtonLink>;
}

function Explanation({ state, title, purpose }: Pick<FinishedCheckout, "state" | "title" | "purpose">) {
  if (purpose !== "own" && Object.hasOwn(FOR_OTHERS, state)) return <p>{FOR_OTHERS[state]}</p>;
  switch (state) {
    case "paid":
      return (
        <p>
          Thank you. <strong>{title}</strong> is open to you, and we have sent the receipt by mail.
        </p>
      );
    case "awaiting-payment":
      return (
        <p>
          Your bank has been told, and the money takes some days. <strong>{title}</strong> opens by itself when it arrives, and we
          will mail you then. There is nothing more for you to do.
        </p>
      );
    case "checking":
      return (
        <p>
          The payment service did not answer us just now. If you have paid, <strong>{title}</strong> opens by itself in a few
          minutes, and we will mail you. Please do not pay again.
        </p>
      );
    case "in-review":
      return (
        <p>
          Something about it is not as we expected, so a person looks at it first. We will write to you; please do not pay again.
        </p>
      );
    case "open":
      return <p>You have not finished on the payment page. You can go on from the course page.</p>;
    case "failed":
      return <p>Your bank has not paid, so nothing was taken and the course is not open. You can buy it again at any time.</p>;
    case "expired":
      return <p>Nothing was paid. You can start again from the course page.</p>;
    case "refunded":
      return <p>We have sent the money back to you, so this order no longer opens its course. Your progress is kept.</p>;
  }
}
