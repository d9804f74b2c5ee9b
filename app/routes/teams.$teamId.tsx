import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormError, TextArea } from "#app/components/form-field.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { inviteToTeam } from "#app/features/checkout/teams/invite-to-team.server.ts";
import { resendSeat } from "#app/features/checkout/teams/resend-seat.server.ts";
import { SeatTable } from "#app/features/checkout/teams/seat-table.tsx";
import { takeBackSeat } from "#app/features/checkout/teams/take-back-seat.server.ts";
import { readTeam } from "#app/features/checkout/teams/team.queries.server.ts";
import { inviteForm, seatForm } from "#app/features/checkout/teams/team.schema.ts";
import { isId } from "#app/features/insights/read-query.ts";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { found, notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta({ title: data?.team.name ?? "A team", personal: true });

const NONE = "You have no team at this address.";
const NOTICES: Record<string, string> = {
  invited: "The invitations are on their way.",
  sent: "Sent again. The link that was sent before opens nothing any more.",
  "taken-back": "The seat is free again.",
  entered: "Nothing was changed: who has this seat has begun by now, so it stays theirs.",
  late: "Nothing was changed: see below how the team stands.",
};

/** What has not the form of an id is nobody's team. */
const teamIdOf = ({ params }: { params: { teamId?: string } }) => (isId(params.teamId) ? params.teamId : "");

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const team = found(await readTeam({ userId: viewer.id, teamId: teamIdOf(args) }), NONE);
  const done = new URL(args.request.url).searchParams.get("done");
  return { team, notice: done !== null && Object.hasOwn(NOTICES, done) ? { done, words: NOTICES[done] } : null };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const about = { userId: viewer.id, teamId: teamIdOf(args) };
  found(await readTeam(about), NONE);
  const here = (done: string) => redirect(`/teams/${encodeURIComponent(about.teamId)}?done=${done}`, 303);
  const fields = await readForm(args.request);
  const intent = fields.get("intent");
  if (intent === "resend" || intent === "take-back") {
    const form = parseForm(fields, seatForm);
    if (!form.ok) return badForm(form.reply);
    const ask = { ...about, seatId: form.value.seatId };
    const outcome = intent === "resend" ? await resendSeat(ask) : await takeBackSeat(ask);
    if (outcome.status !== "refused") return here(outcome.status);
    if (outcome.reason === "no-such-seat") throw notFound("There is no such seat in this team.");
    if (outcome.reason === "too-many-tries") return tooManyTriesForm({ values: {}, errors: {} }, outcome.retryAt);
    return here(outcome.reason === "entered" ? "entered" : "late");
  }
  const form = parseForm(fields, inviteForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await inviteToTeam({ ...about, ...form.value });
  if (outcome.status === "invited") return here("invited");
  switch (outcome.reason) {
    case "no-such-team":
      throw notFound(NONE);
    case "nobody-new":
      return badForm(form.refuse({ emails: "Everybody here has a seat already. You can send it again below." }));
    case "too-few-seats":
      return badForm(
        form.refuse({ emails: `These are more people than there are free seats (${outcome.free}), so nobody was invited.` }),
      );
    case "too-many-tries":
      return tooManyTriesForm(form.refuse({}), outcome.retryAt);
    case "withdrawn":
      return here("late");
  }
}

export default function Team() {
  const { team, notice } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const good = notice?.done !== "late" && notice?.done !== "entered";
  return (
    <Page title={team.name} lead={team.title} width="text">
      {notice && !reply && <Notice tone={good ? "done" : "attention"} title={notice.words} live />}
      {team.state === "not-paid" && (
        <Notice tone="attention" title="The payment has not arrived yet. You can invite your team when it has." />
      )}
      {team.state === "withdrawn" && <Notice tone="attention" title="The order was refunded, so its seats are closed." />}
      {team.closed > 0 && team.state === "open" && <Notice title={`${plural(team.closed, "seat")} closed: paid back to you.`} />}
      {team.state === "open" && (
        <Section title={plural(team.free, "free seat")} id="invite">
          {team.free > 0 ? (
            <form method="post" className="max-w-form">
              <FormError errors={reply?.errors[""]} />
              <TextArea
                label="Invite by e-mail"
                name="emails"
                required
                rows={4}
                hint="One address a line. Each gets a mail with a link of its own; write your own to take a seat yourself."
                defaultValue={reply?.values.emails}
                errors={reply?.errors.emails}
              />
              <Button name="intent" value="invite">
                Invite
              </Button>
            </form>
          ) : (
            <p className="text-soft">All seats are given away. You can take back one that nobody has begun to use.</p>
          )}
        </Section>
      )}
      <Section title="Your team" id="seats">
        {team.seats.length === 0 ? (
          <EmptyState title="Nobody is invited yet" />
        ) : (
          <SeatTable seats={team.seats} locked={team.state !== "open"} />
        )}
      </Section>
      <p className="mt-8 flex flex-wrap gap-3">
        <ButtonLink href={`/orders/${team.orderNumber}`} look="secondary">
          See the order
        </ButtonLink>
        <ButtonLink href="/teams" look="secondary">
          All your teams
        </ButtonLink>
      </p>
    </Page>
  );
}
