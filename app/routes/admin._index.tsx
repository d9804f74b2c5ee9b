import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { plural } from "#app/components/formatted.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { readAdminHome } from "#app/features/insights/admin-home.queries.server.ts";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { OrderTable } from "#app/features/insights/order-table.tsx";
import { PeopleTable } from "#app/features/insights/people-table.tsx";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Admin", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  return readAdminHome();
}

export default function AdminHome() {
  const { ordersToLookAt, events, mails, newestOrders, newestPeople } = useLoaderData<typeof loader>();
  return (
    <>
      <AdminNav here="/admin" />
      <Page title="Admin">
        <ul className="border-t border-line">
          <Matter count={ordersToLookAt} href="/admin/orders?attention=1" urgent>
            {ordersToLookAt === 0 ? "No order needs a person." : `${plural(ordersToLookAt, "order")} for a person to look at.`}
          </Matter>
          <Matter count={events.waiting} href="/admin/events" urgent={events.failed > 0}>
            {events.waiting === 0
              ? "Every Stripe event has been acted on."
              : `${plural(events.waiting, "Stripe event")} not acted on yet, ${events.failed} of them tried and failed.`}
          </Matter>
          <Matter count={mails.unsent} href="/admin/mail?show=unsent" urgent={mails.failed > 0}>
            {!mails.sending
              ? `This site has no mail server: ${plural(mails.unsent, "mail")} kept in the outbox.`
              : mails.unsent === 0
                ? "Every mail has been sent."
                : `${plural(mails.unsent, "mail")} not sent yet, ${mails.failed} of them tried and failed.`}
          </Matter>
        </ul>
        <Section id="orders" title="Newest orders">
          {newestOrders.length === 0 ? (
            <p className="text-soft">Nobody has bought anything yet.</p>
          ) : (
            <OrderTable orders={newestOrders} />
          )}
        </Section>
        <Section id="people" title="Newest people">
          <PeopleTable people={newestPeople} />
        </Section>
      </Page>
    </>
  );
}

function Matter({ count, href, urgent, children }: { count: number; href: string; urgent: boolean; children: string }) {
  const look = count > 0 && urgent;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 border-b border-line py-3">
      <span className={look ? "font-semibold text-attention" : ""}>
        {look && <span aria-hidden="true">! </span>}
        {children}
      </span>
      {count > 0 && (
        <a href={href} className="text-link">
          Look at them
        </a>
      )}
    </li>
  );
}
