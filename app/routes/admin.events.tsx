import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { EventTable } from "#app/features/insights/event-table.tsx";
import { eventListQuery, listEvents } from "#app/features/insights/events.queries.server.ts";
import { ListChoices } from "#app/features/insights/list-choices.tsx";
import { Pager } from "#app/features/insights/pager.tsx";
import { listAddress, readQuery } from "#app/features/insights/read-query.ts";
import { rerunStripeEvent } from "#app/features/insights/rerun-stripe-event.server.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Stripe events", personal: true });

const PATH = "/admin/events";

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const asked = readQuery(args.request.url, eventListQuery);
  if (!asked.ok) throw new Response(asked.message, { status: 400 });
  const outcome = new URL(args.request.url).searchParams.get("outcome");
  return {
    query: asked.query,
    ...(await listEvents(asked.query)),
    ran: outcome !== null && /^[a-z-]{1,40}$/.test(outcome) ? outcome.replaceAll("-", " ") : null,
  };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "admin");
  const form = await readForm(args.request);
  const run = await rerunStripeEvent({ eventId: String(form.get("eventId") ?? ""), actorId: viewer.id });
  if (run.status === "processed") return redirect(`${PATH}?show=all&outcome=${run.outcome}`, 303);
  if (run.status === "failed") return data({ error: `It failed again: ${run.message}` }, { status: 502 });
  if (run.reason === "already-processed") return redirect(`${PATH}?show=all&outcome=already-processed`, 303);
  throw new Response("There is no such event.", { status: 400 });
}

export default function StripeEvents() {
  const { query, events, older, ran } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <>
      <AdminNav here={PATH} />
      <Page
        title="Stripe events"
        lead="What Stripe has told us. An event is a hint to ask Stripe again, so running one twice does no harm."
      >
        {reply && "error" in reply && <Notice tone="error" title={reply.error} live />}
        {ran && !reply && <Notice tone="done" title={`The event was run: ${ran}`} live />}
        <ListChoices
          label="Which events"
          choices={[
            { label: "Not acted on yet", href: PATH, chosen: query.show === "waiting" },
            { label: "Failed", href: `${PATH}?show=failed`, chosen: query.show === "failed" },
            { label: "All", href: `${PATH}?show=all`, chosen: query.show === "all" },
          ]}
        />
        {events.length === 0 ? (
          <EmptyState title={query.show === "all" ? "No event has come yet" : "Nothing is left to do"}>
            {query.show === "all" ? "Stripe tells us here what becomes of a payment." : "Every event that has come was acted on."}
          </EmptyState>
        ) : (
          <EventTable events={events} rerun />
        )}
        <Pager
          label="Pages of events"
          links={[
            { label: "Newest events", href: query.before ? listAddress(PATH, { show: query.show }) : null },
            { label: "Older events", href: older && listAddress(PATH, { show: query.show, before: older }) },
          ]}
        />
      </Page>
    </>
  );
}
