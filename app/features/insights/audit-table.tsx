import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import type { AuditLine } from "./audit.queries.server.ts";

/** Who did what to whom, and why. */
export function AuditTable({ lines, caption }: { lines: AuditLine[]; caption: string }) {
  return (
    <DataTable
      caption={caption}
      rows={lines}
      rowKey={(line) => line.id}
      columns={[
        { heading: "When", cell: ({ at }) => <FormattedDate value={at} time /> },
        {
          heading: "Who",
          cell: ({ actor }) => (actor ? <Linked label={actor.name} href={`/admin/people/${actor.id}`} /> : "The site itself"),
        },
        { heading: "Did", cell: ({ action }) => action },
        {
          heading: "To",
          cell: ({ subject }) => (
            <>
              <Linked label={subject.label} href={subject.href} />
              <span className="block text-soft">{subject.kind}</span>
            </>
          ),
        },
        { heading: "Why", cell: ({ reason }) => <span className="block min-w-48">{reason}</span> },
        { heading: "Details", cell: ({ detail }) => <Details detail={detail} /> },
      ]}
    />
  );
}

function Linked({ label, href }: { label: string; href: string | null }) {
  if (!href) return label;
  return (
    <a href={href} className="text-link">
      {label}
    </a>
  );
}

function Details({ detail }: { detail: string }) {
  if (!detail) return null;
  return (
    <details>
      <summary className="min-h-6">Show</summary>
      <code className="block max-w-80 break-all">{detail}</code>
    </details>
  );
}
