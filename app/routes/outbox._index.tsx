import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { mailState } from "#app/features/accounts/mail-state.ts";
import { isOutboxPublic, readOutbox } from "#app/features/accounts/outbox.queries.server.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Mail outbox", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  if (!isOutboxPublic(args.request)) await requireRole(args, "admin");
  const before = new URL(args.request.url).searchParams.get("before") ?? undefined;
  return { ...(await readOutbox({ before })), unsent: isOutboxPublic(args.request) };
}

export default function Outbox() {
  const { mails, older, unsent } = useLoaderData<typeof loader>();
  const lead = unsent
    ? "This site runs without a mail server, so every mail it would send is kept here."
    : "Every mail that the site has sent or is about to send.";
  return (
    <Page title="Mail outbox" lead={lead}>
      {mails.length === 0 ? (
        <EmptyState title="There is no mail" action={<ButtonLink href="/sign-up">Sign up</ButtonLink>}>
          Mails appear here when somebody signs up, buys a course or asks for a new password.
        </EmptyState>
      ) : (
        <DataTable
          caption="Mails, the newest first"
          rows={mails}
          rowKey={(mail) => mail.id}
          columns={[
            { heading: "When", cell: (mail) => <FormattedDate value={mail.createdAt} time /> },
            { heading: "To", cell: (mail) => mail.to },
            {
              heading: "Subject",
              cell: (mail) => (
                <a href={`/outbox/${mail.id}`} className="text-link">
                  {mail.subject}
                </a>
              ),
            },
            { heading: "State", cell: mailState },
          ]}
        />
      )}
      {older && (
        <p className="mt-6">
          <a href={`/outbox?before=${older}`} className="text-link">
            Older mails
          </a>
        </p>
      )}
    </Page>
  );
}
