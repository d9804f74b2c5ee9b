import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { SelectField, TextField } from "#app/components/form-field.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { mailState } from "#app/features/accounts/mail-state.ts";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { ListFilter } from "#app/features/insights/list-filter.tsx";
import { listMails, mailIsSent, mailListQuery } from "#app/features/insights/mails.queries.server.ts";
import { Pager } from "#app/features/insights/pager.tsx";
import { listAddress, readQuery } from "#app/features/insights/read-query.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Mail", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const asked = readQuery(args.request.url, mailListQuery);
  if (!asked.ok) throw new Response(asked.message, { status: 400 });
  return { query: asked.query, sending: mailIsSent(), ...(await listMails(asked.query)) };
}

const PATH = "/admin/mail";
const shown = [
  { value: "all", label: "All mails" },
  { value: "unsent", label: "Not sent yet" },
  { value: "failed", label: "Tried and failed" },
];

export default function Mails() {
  const { query, mails, older, sending } = useLoaderData<typeof loader>();
  return (
    <>
      <AdminNav here={PATH} />
      <Page
        title="Mail"
        lead={sending ? undefined : "This site has no mail server, so every mail that it would send is kept here."}
      >
        <ListFilter path={PATH} button="Search">
          <TextField label="To" name="q" type="search" defaultValue={query.q} maxLength={100} />
          <SelectField label="Show" name="show" defaultValue={query.show} options={shown} />
        </ListFilter>
        {mails.length === 0 ? (
          <EmptyState title="There is no such mail">
            Mails appear here when somebody signs up, buys a course or asks for a new password.
          </EmptyState>
        ) : (
          <DataTable
            caption="Mails, the newest first"
            rows={mails}
            rowKey={(mail) => mail.id}
            columns={[
              {
                heading: "Subject",
                cell: ({ id, subject }) => (
                  <a href={`/outbox/${id}`} className="text-link">
                    {subject}
                  </a>
                ),
              },
              { heading: "To", cell: ({ to }) => to },
              { heading: "State", cell: mailState },
              { heading: "Kind", cell: ({ kind }) => kind },
              { heading: "Written", cell: ({ createdAt }) => <FormattedDate value={createdAt} time /> },
              { heading: "Sent", cell: ({ sentAt }) => sentAt && <FormattedDate value={sentAt} time /> },
            ]}
          />
        )}
        <Pager
          label="Pages of mails"
          links={[
            { label: "Newest mails", href: query.before ? listAddress(PATH, { ...query, before: null }) : null },
            { label: "Older mails", href: older && listAddress(PATH, { ...query, before: older }) },
          ]}
        />
      </Page>
    </>
  );
}
