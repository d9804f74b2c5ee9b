import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedMoney } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { MonthName } from "#app/features/insights/month-name.tsx";
import { readRevenue } from "#app/features/insights/revenue.queries.server.ts";
import { maySeeRevenue } from "#app/features/insights/staff-access.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Revenue of ${data.course.title}` : "Revenue", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  if (!course || !maySeeRevenue({ viewer, staffRole: course.staffRole })) throw notFound();
  return { course: { key: course.key, title: course.title }, rows: await readRevenue(course) };
}

export default function Revenue() {
  const { course, rows } = useLoaderData<typeof loader>();
  const path = `/instructor/courses/${course.key}`;
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: path, label: course.title },
        ]}
      />
      <Page title="Revenue" lead="What was sold of this course, by month (UTC). Before fees and taxes.">
        {rows.length === 0 ? (
          <EmptyState title="Nothing has been sold yet.">
            <p>With the first payment its month stands here.</p>
          </EmptyState>
        ) : (
          <DataTable
            caption="Revenue by month and product"
            rows={rows}
            rowKey={({ month, product, currency }) => `${month} ${product} ${currency}`}
            columns={[
              { heading: "Month", cell: ({ month }) => <MonthName month={month} /> },
              { heading: "Product", cell: ({ product }) => product },
              { heading: "Sales", align: "right", cell: ({ sales }) => sales },
              { heading: "Received", align: "right", cell: (row) => <FormattedMoney {...row} amount={row.received} /> },
              { heading: "Given back", align: "right", cell: (row) => <FormattedMoney {...row} amount={row.returned} /> },
              { heading: "Net", align: "right", cell: (row) => <FormattedMoney {...row} amount={row.net} /> },
            ]}
          />
        )}
      </Page>
    </>
  );
}
