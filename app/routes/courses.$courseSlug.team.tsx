import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormError, firstInvalid, TextField } from "#app/components/form-field.tsx";
import { FormattedMoney } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { findPlainOffer, offerInShort } from "#app/features/checkout/offer.queries.server.ts";
import { FEWEST_SEATS, MOST_SEATS } from "#app/features/checkout/teams/seat-rules.ts";
import { startTeam } from "#app/features/checkout/teams/start-team.server.ts";
import { teamForm } from "#app/features/checkout/teams/team.schema.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `${data.title} for a team` : "Seats for a team", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireViewer(args);
  const courseKey = args.params.courseSlug ?? "";
  const found = await findPlainOffer(courseKey);
  if (found.status === "refused") throw cannotSell(found.reason, courseKey);
  const { title, amount, currency } = offerInShort(found.offer);
  return { courseKey, title, amount, currency, requestId: randomUUID() };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const courseKey = args.params.courseSlug ?? "";
  const form = parseForm(await readForm(args.request), teamForm);
  if (!form.ok) return badForm(form.reply);
  const { requestId, ...team } = form.value;
  const started = await startTeam({ userId: viewer.id, courseKey, requestId, team });
  if (started.status === "redirect") return redirect(started.url, 303);
  if (started.status === "bought") return redirect(`/teams/${started.teamId}`, 303);
  switch (started.reason) {
    case "bad-number":
    case "too-much":
      return badForm(form.refuse({ seats: "One payment cannot be that large. Choose fewer seats, and buy twice." }));
    case "payment-service":
      return badForm(
        form.refuse({ "": "The payment service did not answer, so nothing was bought. Please try again in a minute." }),
      );
    case "awaiting-payment":
    case "needs-attention":
      return redirect(`/orders/${started.orderNumber}`, 303);
    default:
      throw cannotSell(started.reason, courseKey);
  }
}

function cannotSell(reason: "no-such-course" | "free" | "not-for-sale", courseKey: string): Response {
  if (reason === "no-such-course") return notFound("There is no course at this address.");
  return redirect(`/courses/${courseKey}${reason === "not-for-sale" ? "?error=not-for-sale" : ""}`, 303);
}

export default function BuySeats() {
  const { courseKey, title, amount, currency, requestId } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <Page
      title={`${title} for a team`}
      lead="Buy seats, then invite whom you like by mail. You see who has joined; what they read and answer stays theirs."
      width="form"
    >
      <form method="post">
        <FormError errors={reply?.errors[""]} />
        <TextField
          label="Name of the team"
          name="name"
          required
          maxLength={100}
          autoComplete="organization"
          hint="It stands in the invitations."
          defaultValue={reply?.values.name}
          autoFocus={firstInvalid(reply?.errors) === "name"}
          errors={reply?.errors.name}
        />
        <TextField
          label="Seats"
          name="seats"
          type="number"
          inputMode="numeric"
          required
          min={FEWEST_SEATS}
          max={MOST_SEATS}
          hint={`${FEWEST_SEATS} to ${MOST_SEATS}. If you learn too, count yourself.`}
          defaultValue={reply?.values.seats ?? "5"}
          autoFocus={firstInvalid(reply?.errors) === "seats"}
          errors={reply?.errors.seats}
        />
        {/* The same sending is the same team: what was sent with it counts, also on the page that comes back. */}
        <input type="hidden" name="requestId" value={reply?.values.requestId ?? requestId} />
        <p className="mb-4">
          <span className="font-serif text-title">
            <FormattedMoney amount={amount} currency={currency} />
          </span>{" "}
          a seat. The payment page shows the total before you pay.
        </p>
        <Button wide>Go to payment</Button>
      </form>
      <p className="mt-6">
        <ButtonLink href={`/courses/${courseKey}`} look="quiet">
          Back to the course
        </ButtonLink>
      </p>
    </Page>
  );
}
