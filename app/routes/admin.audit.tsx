import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { SelectField, TextField } from "#app/components/form-field.tsx";
import { Page } from "#app/components/page.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { auditChoices, auditQuery, listAudit } from "#app/features/insights/audit.queries.server.ts";
import { AuditTable } from "#app/features/insights/audit-table.tsx";
import { ListFilter } from "#app/features/insights/list-filter.tsx";
import { Pager } from "#app/features/insights/pager.tsx";
import { listAddress, readQuery } from "#app/features/insights/read-query.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Audit log", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const asked = readQuery(args.request.url, auditQuery);
  if (!asked.ok) throw new Response(asked.message, { status: 400 });
  const [audit, choices] = await Promise.all([listAudit(asked.query), auditChoices()]);
  return { query: asked.query, ...audit, ...choices };
}

const PATH = "/admin/audit";

/** What there is to choose from, and what was chosen even if the newest lines have it no more. */
function optionsOf(all: string, known: string[], chosen: string) {
  const values = chosen === "" || known.includes(chosen) ? known : [...known, chosen];
  return [{ value: "", label: all }, ...values.map((value) => ({ value, label: value }))];
}

export default function Audit() {
  const { query, lines, older, actions, kinds } = useLoaderData<typeof loader>();
  return (
    <>
      <AdminNav here={PATH} />
      <Page title="Audit log" lead="Who did what to whom, and why. Nothing in it is ever changed.">
        <ListFilter path={PATH} button="Show">
          <SelectField
            label="Act"
            name="action"
            defaultValue={query.action}
            options={optionsOf("Every act", actions, query.action)}
          />
          <SelectField
            label="Done to"
            name="kind"
            defaultValue={query.kind}
            options={optionsOf("Everything", kinds, query.kind)}
          />
          <TextField label="Its id" name="subject" type="search" defaultValue={query.subject} maxLength={100} />
        </ListFilter>
        {lines.length === 0 ? (
          <EmptyState
            title="Nothing of this kind is in the log"
            action={
              <ButtonLink href={PATH} look="secondary">
                Show the whole log
              </ButtonLink>
            }
          />
        ) : (
          <AuditTable lines={lines} caption="Audit log, the newest first" />
        )}
        <Pager
          label="Pages of the log"
          links={[
            { label: "Newest lines", href: query.before ? listAddress(PATH, { ...query, before: null }) : null },
            { label: "Older lines", href: older && listAddress(PATH, { ...query, before: older }) },
          ]}
        />
      </Page>
    </>
  );
}
