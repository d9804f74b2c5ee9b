import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Page } from "#app/components/page.tsx";
import { isOutboxPublic } from "#app/features/accounts/outbox.queries.server.ts";
import { LookAgain } from "#app/features/checkout/arriving-words.tsx";
import { CheckoutWords } from "#app/features/checkout/checkout-words.tsx";
import { type FinishedCheckout, finishCheckout } from "#app/features/checkout/finish-checkout.server.ts";
import { findGiftOfOrder } from "#app/features/checkout/gifts/gift.queries.server.ts";
import { finishGuestCheckout, resendClaimMail } from "#app/features/checkout/guests/finish-guest-checkout.server.ts";
import { GuestSuccess } from "#app/features/checkout/guests/guest-success.tsx";
import { findTeamOfOrder } from "#app/features/checkout/teams/team.queries.server.ts";
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
    const teamId = finished.purpose === "team" ? await findTeamOfOrder({ userId: viewer.id, orderNumber }) : null;
    return {
      kind: "own" as const,
      ...finished,
      giftId,
      teamId,
      here: hereIf(finished.state, request),
      looksAgain: waits(finished.state),
    };
  }
  if (!guest) throw notFound("There is no payment of yours at this address. Your orders are on your account's pages.");
  return {
    kind: "guest" as const,
    ...guest,
    outbox: isOutboxPublic(request),
    sentAgain: query.has("sent"),
    here: hereIf(guest.state, request),
    looksAgain: waits(guest.state),
  };
}

function waits(state: FinishedCheckout["state"]): boolean {
  return state === "opening" || state === "checking";
}

function hereIf(state: FinishedCheckout["state"], { url }: Request): string | null {
  const { pathname, search } = new URL(url);
  return waits(state) ? pathname + search : null;
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
  opening: "Your payment arrived",
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
  const { state, orderNumber, title, courseKeys, purpose, giftId, teamId, files } = finished;
  return (
    <Page title={TITLES[state]} width="text">
      <CheckoutWords state={state} title={title} purpose={purpose} />
      {finished.here !== null && <LookAgain here={finished.here} />}
      <p className="mt-8 flex flex-wrap gap-3">
        {teamId && <ButtonLink href={`/teams/${teamId}`}>Invite your team</ButtonLink>}
        {giftId && <ButtonLink href={`/gifts/${giftId}`}>See your gift</ButtonLink>}
        {state === "paid" && purpose === "own" && <Begin courseKeys={courseKeys} files={files} />}
        {(state === "open" || state === "failed" || state === "expired") &&
          courseKeys
            .slice(0, 1)
            .map((key) => (
              <CourseLink key={key} href={`/courses/${key}`} label={files ? "Back to the download" : "Back to the course"} />
            ))}
        <ButtonLink href={`/orders/${orderNumber}`} look="secondary">
          {state === "paid" ? "See the receipt" : `See order ${orderNumber}`}
        </ButtonLink>
      </p>
    </Page>
  );
}

function Begin({ courseKeys: [key, ...more], files }: { courseKeys: string[]; files: boolean }) {
  if (more.length > 0) return <CourseLink href="/learn" label="Go to your courses" />;
  return key === undefined ? null : <CourseLink href={`/learn/${key}`} label={files ? "Your files" : "Begin the course"} />;
}

function CourseLink({ href, label }: { href: string; label: string }) {
  return <ButtonLink href={href}>{label}</ButtonLink>;
}
