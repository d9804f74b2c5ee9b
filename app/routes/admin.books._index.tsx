import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedMoney } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { listBookMonths } from "#app/features/insights/books.queries.server.ts";
import { MonthName } from "#app/features/insights/month-name.tsx";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Books", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  return { months: await listBookMonths(), livemode: isLivemode() };
}

export default function Books() {
  const { months, livemode } = useLoaderData<typeof loader>();
  return (
    <>
      <AdminNav here="/admin/books" />
      <Page
        title="Books"
        lead="What came in and what went back, from the ledger: by calendar month in UTC, at the times that Stripe names."
      >
        {!livemode && <p className="mb-6 max-w-measure text-attention">This is play money: the site is in test mode.</p>}
        {months.length === 0 ? (
          <EmptyState title="No money has moved yet.">
            <p>With the first payment its month stands here, with files for your bookkeeper.</p>
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Months, the newest first"
              rows={months}
              rowKey={({ month, currency }) => `${month} ${currency}`}
              columns={[
                { heading: "Month", cell: ({ month }) => <MonthName month={month} /> },
                { heading: "Received", align: "right", cell: (row) => <FormattedMoney {...row} amount={row.received} /> },
                { heading: "Refunds", align: "right", cell: (row) => <FormattedMoney {...row} amount={row.refunded} /> },
                { heading: "Disputes", align: "right", cell: (row) => <FormattedMoney {...row} amount={row.disputed} /> },
                { heading: "Net", align: "right", cell: (row) => <FormattedMoney {...row} amount={row.net} /> },
                { heading: "Lines", align: "right", cell: ({ lines }) => lines },
                {
                  heading: "Files",
                  cell: ({ month }) => (
                    <>
                      <a className="text-link" href={`/admin/books/${month}/lines.csv`}>
                        CSV<span className="sr-only"> of {month}</span>
                      </a>{" "}
                      <a className="text-link" href={`/admin/books/${month}/lines.json`}>
                        JSON<span className="sr-only"> of {month}</span>
                      </a>
                    </>
                  ),
                },
              ]}
            />
            <p className="mt-6 max-w-measure text-small text-soft">
              A file has the lines of all currencies of its month. Fees of Stripe are not in the ledger: they stand in Stripe's
              own reports. A line that was recorded after its month had ended says so in the last column.
            </p>
          </>
        )}
      </Page>
    </>
  );
}
