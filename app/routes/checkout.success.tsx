import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Page } from "#app/components/page.tsx";
import { type FinishedCheckout, finishCheckout } from "#app/features/checkout/finish-checkout.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? TITLES[data.state] : "No such payment", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const checkoutSessionId = new URL(args.request.url).searchParams.get("session_id") ?? "";
  const finished = await finishCheckout({ userId: viewer.id, checkoutSessionId });
  if (!finished) throw notFound("There is no payment of yours at this address. Your orders are on your account's pages.");
  return finished;
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
  const { state, orderNumber, title, courseKeys } = useLoaderData<typeof loader>();
  return (
    <Page title={TITLES[state]} width="text">
      <Explanation state={state} title={title} />
      <p className="mt-8 flex flex-wrap gap-3">
        {state === "paid" && courseKeys.length > 1 && <CourseLink href="/learn" label="Go to your courses" />}
        {state === "paid" && courseKeys.length === 1 && <CourseLink href={`/learn/${courseKeys[0]}`} label="Begin the course" />}
        {(state === "open" || state === "failed" || state === "expired") &&
          courseKeys.slice(0, 1).map((key) => <CourseLink key={key} href={`/courses/${key}`} label="Back to the course" />)}
        <ButtonLink href={`/orders/${orderNumber}`} look="secondary">
          {state === "paid" ? "See the receipt" : `See order ${orderNumber}`}
        </ButtonLink>
      </p>
    </Page>
  );
}

function CourseLink({ href, label }: { href: string; label: string }) {
  return <ButtonLink href={href}>{label}</ButtonLink>;
}

function Explanation({ state, title }: { state: FinishedCheckout["state"]; title: string }) {
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
