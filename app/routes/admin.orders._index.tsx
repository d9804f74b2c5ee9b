import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { SelectField, TextField } from "#app/components/form-field.tsx";
import { Page } from "#app/components/page.tsx";
import { ORDER_STATUS_WORDS } from "#app/features/checkout/order-words.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { ListFilter } from "#app/features/insights/list-filter.tsx";
import { OrderTable } from "#app/features/insights/order-table.tsx";
import { listOrders, orderListQuery } from "#app/features/insights/orders.queries.server.ts";
import { Pager } from "#app/features/insights/pager.tsx";
import { listAddress, readQuery } from "#app/features/insights/read-query.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Orders", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const asked = readQuery(args.request.url, orderListQuery);
  if (!asked.ok) throw new Response(asked.message, { status: 400 });
  return { query: asked.query, ...(await listOrders(asked.query)) };
}

const PATH = "/admin/orders";
const states = [
  { value: "", label: "Every state" },
  ...Object.entries(ORDER_STATUS_WORDS).map(([value, label]) => ({ value, label })),
];
const attention = [
  { value: "", label: "All of them" },
  { value: "1", label: "Those to look at" },
];

export default function Orders() {
  const { query, orders, older } = useLoaderData<typeof loader>();
  const narrowed = query.q !== "" || query.status !== "" || query.attention !== "" || query.before !== undefined;
  return (
    <>
      <AdminNav here={PATH} />
      <Page title="Orders">
        <ListFilter path={PATH} button="Search">
          <TextField label="Number, e-mail or Stripe id" name="q" type="search" defaultValue={query.q} maxLength={100} />
          <SelectField label="State" name="status" defaultValue={query.status} options={states} />
          <SelectField label="Show" name="attention" defaultValue={query.attention} options={attention} />
        </ListFilter>
        {orders.length > 0 ? (
          <OrderTable orders={orders} />
        ) : narrowed ? (
          <EmptyState
            title="No such order"
            action={
              <ButtonLink href={PATH} look="secondary">
                Show all orders
              </ButtonLink>
            }
          >
            A number and a Stripe id are searched whole, an address in part.
          </EmptyState>
        ) : (
          <EmptyState title="Nobody has bought anything yet">
            An order appears here when somebody presses the buy button of a course.
          </EmptyState>
        )}
        <Pager
          label="Pages of orders"
          links={[
            { label: "Newest orders", href: query.before ? listAddress(PATH, { ...query, before: null }) : null },
            { label: "Older orders", href: older === null ? null : listAddress(PATH, { ...query, before: older }) },
          ]}
        />
      </Page>
    </>
  );
}
