import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { mailState } from "#app/features/accounts/mail-state.ts";
import { MailText } from "#app/features/accounts/mail-text.tsx";
import { isOutboxPublic, readOutboxMail } from "#app/features/accounts/outbox.queries.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta({ title: data?.mail.subject ?? "Mail", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  if (!isOutboxPublic(args.request)) await requireRole(args, "admin");
  const mail = await readOutboxMail(args.params.mailId ?? "");
  if (!mail) throw notFound("There is no such mail in the outbox.");
  return { mail };
}

export default function OutboxMail() {
  const { mail } = useLoaderData<typeof loader>();
  return (
    <Page title={mail.subject} width="text">
      <p className="mb-6">
        <a href="/outbox" className="text-link">
          All mails
        </a>
      </p>
      <dl className="mb-6 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1">
        <dt className="text-soft">To</dt>
        <dd>{mail.to}</dd>
        <dt className="text-soft">Written</dt>
        <dd>
          <FormattedDate value={mail.createdAt} time />
        </dd>
        <dt className="text-soft">State</dt>
        <dd>{mailState(mail)}</dd>
      </dl>
      <MailText text={mail.text} />
    </Page>
  );
}
