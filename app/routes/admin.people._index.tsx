import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { SelectField, TextField } from "#app/components/form-field.tsx";
import { Page } from "#app/components/page.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { ListFilter } from "#app/features/insights/list-filter.tsx";
import { Pager } from "#app/features/insights/pager.tsx";
import { listPeople, peopleQuery } from "#app/features/insights/people.queries.server.ts";
import { PeopleTable } from "#app/features/insights/people-table.tsx";
import { listAddress, readQuery } from "#app/features/insights/read-query.ts";
import { ROLES } from "#app/features/insights/roles.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "People", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const asked = readQuery(args.request.url, peopleQuery);
  if (!asked.ok) throw new Response(asked.message, { status: 400 });
  return { query: asked.query, ...(await listPeople(asked.query)) };
}

const PATH = "/admin/people";
const roles = [{ value: "", label: "Everybody" }, ...ROLES.map((value) => ({ value, label: value }))];

export default function People() {
  const { query, people, older } = useLoaderData<typeof loader>();
  return (
    <>
      <AdminNav here={PATH} />
      <Page title="People">
        <ListFilter path={PATH} button="Search">
          <TextField label="Name or e-mail" name="q" type="search" defaultValue={query.q} maxLength={100} />
          <SelectField label="Role" name="role" defaultValue={query.role} options={roles} />
        </ListFilter>
        {people.length === 0 ? (
          <EmptyState
            title="Nobody was found"
            action={
              <ButtonLink href={PATH} look="secondary">
                Show everybody
              </ButtonLink>
            }
          >
            Search for part of a name or of an address.
          </EmptyState>
        ) : (
          <PeopleTable people={people} />
        )}
        <Pager
          label="Pages of people"
          links={[
            { label: "Newest people", href: query.before ? listAddress(PATH, { ...query, before: null }) : null },
            { label: "Older people", href: older && listAddress(PATH, { ...query, before: older }) },
          ]}
        />
      </Page>
    </>
  );
}
