import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { joinTeam } from "#app/features/checkout/teams/join-team.server.ts";
import { readSeatPage, type SeatPage } from "#app/features/checkout/teams/team.queries.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { withReturnTo } from "#app/platform/http/redirect-target.ts";

export const meta: MetaFunction = () => pageMeta({ title: "A seat for you", personal: true });

export async function loader({ context, params }: LoaderFunctionArgs) {
  const viewer = await context.readViewer();
  const token = params.token ?? "";
  const seat = await readSeatPage({ token, userId: viewer?.id ?? null });
  const status = seat.status === "refused" ? (seat.reason === "unknown-link" ? 404 : 410) : 200;
  const here = `/seat/${token}`;
  const ways = { signIn: withReturnTo("/sign-in", here), signUp: withReturnTo("/sign-up", here) };
  return data({ seat, ways, signedInAs: viewer?.email ?? null }, { status });
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const outcome = await joinTeam({ userId: viewer.id, token: args.params.token ?? "" });
  const [courseKey, more] = outcome.status === "joined" ? outcome.courseKeys : [];
  if (courseKey) return redirect(more ? "/learn" : `/learn/${courseKey}`, 303);
  // The page itself says what is the matter.
  return redirect(new URL(args.request.url).pathname, 303);
}

const REFUSALS: Record<(SeatPage & { status: "refused" })["reason"], { title: string; lead: string }> = {
  "unknown-link": {
    title: "This link opens nothing",
    lead: "It may have been cut off on its way: copy the whole of it from the mail. Or a newer invitation has replaced it, or the seat was given to somebody else.",
  },
  taken: {
    title: "This seat has been taken",
    lead: "The link works once. If it was you, sign in with the account you took it with.",
  },
  withdrawn: { title: "This seat is closed", lead: "It was paid back to whoever runs the team. Ask them." },
};

const HINDRANCES = {
  "already-owned": {
    title: "You have this already",
    words: "So no seat was taken. Tell whoever runs the team that they can take it back and give it to somebody else.",
  },
  "already-in-team": { title: "You have a seat in this team already", words: "Nobody takes two. The course is open to you." },
};

export default function SeatLink() {
  const { seat, ways, signedInAs } = useLoaderData<typeof loader>();
  if (seat.status === "refused") {
    const { title, lead } = REFUSALS[seat.reason];
    return (
      <Page title={title} lead={lead} width="form">
        <ButtonLink href={signedInAs ? "/learn" : ways.signIn}>{signedInAs ? "My courses" : "Sign in"}</ButtonLink>
      </Page>
    );
  }
  if (seat.status === "yours") {
    return (
      <Page title={seat.title} lead="You have taken your seat." width="form">
        <ButtonLink href={seat.courseKeys.length === 1 ? `/learn/${seat.courseKeys[0]}` : "/learn"}>Begin</ButtonLink>
      </Page>
    );
  }
  const { hindrance } = seat;
  return (
    <Page title={seat.title} lead={`A seat for you in the team “${seat.teamName}”`} width="form">
      <p className="mb-4 text-soft">
        Whoever runs the team sees that you joined, and by which name. They do not see what you read, answer or find out about
        yourself.
      </p>
      {hindrance ? (
        <Notice tone="attention" title={HINDRANCES[hindrance].title}>
          <p>{HINDRANCES[hindrance].words}</p>
        </Notice>
      ) : signedInAs ? (
        <form method="post">
          <p className="mb-4 [overflow-wrap:anywhere]">You are signed in as {signedInAs}. The seat goes to this account.</p>
          <Button wide>Take the seat</Button>
        </form>
      ) : (
        <p className="flex flex-wrap gap-3">
          <ButtonLink href={ways.signUp}>Make an account</ButtonLink>
          <ButtonLink href={ways.signIn} look="secondary">
            Sign in
          </ButtonLink>
        </p>
      )}
    </Page>
  );
}
