import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import type { PersonLine } from "./people.queries.server.ts";

export function PeopleTable({ people }: { people: PersonLine[] }) {
  return (
    <DataTable
      caption="People, the newest first"
      rows={people}
      rowKey={(person) => person.id}
      columns={[
        {
          heading: "Name",
          cell: ({ id, name }) => (
            <a href={`/admin/people/${id}`} className="text-link">
              {name}
            </a>
          ),
        },
        { heading: "E-mail", cell: ({ email, emailVerified }) => (emailVerified ? email : `${email} (not verified)`) },
        { heading: "Role", cell: ({ role }) => role },
        { heading: "Since", cell: ({ createdAt }) => <FormattedDate value={createdAt} /> },
      ]}
    />
  );
}
