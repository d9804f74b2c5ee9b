import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { type GiftPage, readGiftPage } from "#app/features/checkout/gifts/gift.queries.server.ts";
import { redeemGift } from "#app/features/checkout/gifts/redeem-gift.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { withReturnTo } from "#app/platform/http/redirect-target.ts";

export const meta: MetaFunction = () => pageMeta({ title: "A gift", personal: true });

export async function loader({ context, params }: LoaderFunctionArgs) {
  const viewer = await context.readViewer();
  const token = params.token ?? "";
  const gift = await readGiftPage({ token, userId: viewer?.id ?? null });
  const status = gift.status === "refused" ? (gift.reason === "unknown-link" ? 404 : 410) : 200;
  const here = `/gift/${token}`;
  const ways = { signIn: withReturnTo("/sign-in", here), signUp: withReturnTo("/sign-up", here) };
  return data({ gift, ways, signedInAs: viewer?.email ?? null }, { status });
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const outcome = await redeemGift({ userId: viewer.id, token: args.params.token ?? "" });
  const [courseKey, more] = outcome.status === "redeemed" ? outcome.courseKeys : [];
  if (courseKey) return redirect(more ? "/learn" : `/learn/${courseKey}`, 303);
  // The page itself says what is the matter.
  return redirect(new URL(args.request.url).pathname, 303);
}

const REFUSALS: Record<(GiftPage & { status: "refused" })["reason"], { title: string; lead: string }> = {
  "unknown-link": {
    title: "This link opens nothing",
    lead: "It may have been cut off on its way: copy the whole of it from the mail. Or the gift was sent again, and a newer mail has another link.",
  },
  taken: {
    title: "This gift has been taken",
    lead: "Its link works once. If it was you, sign in with the account you took it with.",
  },
  withdrawn: {
    title: "This gift was withdrawn",
    lead: "Its payment went back to the one who paid, so it can no longer be taken.",
  },
};

export default function GiftLink() {
  const { gift, ways, signedInAs } = useLoaderData<typeof loader>();
  if (gift.status === "refused") {
    const { title, lead } = REFUSALS[gift.reason];
    return (
      <Page title={title} lead={lead} width="form">
        <ButtonLink href={signedInAs ? "/learn" : ways.signIn}>{signedInAs ? "My courses" : "Sign in"}</ButtonLink>
      </Page>
    );
  }
  if (gift.status === "yours") {
    return (
      <Page title={gift.title} lead="You have taken this gift. It is yours." width="form">
        <ButtonLink href={gift.courseKeys.length === 1 ? `/learn/${gift.courseKeys[0]}` : "/learn"}>Begin</ButtonLink>
      </Page>
    );
  }
  return (
    <Page title={gift.title} lead={gift.senderName ? `A gift from ${gift.senderName}` : "A gift for you"} width="form">
      {gift.message && (
        <blockquote className="mb-6 whitespace-pre-wrap border-l-2 border-edge pl-4 [overflow-wrap:anywhere]">
          {gift.message}
        </blockquote>
      )}
      {gift.owned ? (
        <Notice tone="attention" title="You have this already">
          <p>So nothing was taken, and the gift stays free. Pass its link on to somebody else: it works for any account.</p>
        </Notice>
      ) : signedInAs ? (
        <form method="post">
          <p className="mb-4 [overflow-wrap:anywhere]">You are signed in as {signedInAs}. The gift opens in this account.</p>
          <Button wide>Take the gift</Button>
        </form>
      ) : (
        <>
          <p className="mb-4">Sign in, or make an account with any address. You come back here and take it.</p>
          <p className="flex flex-wrap gap-3">
            <ButtonLink href={ways.signUp}>Make an account</ButtonLink>
            <ButtonLink href={ways.signIn} look="secondary">
              Sign in
            </ButtonLink>
          </p>
        </>
      )}
    </Page>
  );
}
