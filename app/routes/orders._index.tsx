import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { listOwnOrders } from "#app/features/checkout/order.queries.server.ts";
import { ORDER_STATUS_WORDS } from "#app/features/checkout/order-words.tsx";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Your orders", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  return { orders: await listOwnOrders(viewer.id) };
}

export default function Orders() {
  const { orders } = useLoaderData<typeof loader>();
  return (
    <Page title="Your orders">
      <AccountNav here="/orders" />
      {orders.length === 0 ? (
        <EmptyState title="You have no orders yet" action={<ButtonLink href="/courses">Look at the courses</ButtonLink>}>
          What you buy appears here, with its receipt.
        </EmptyState>
      ) : (
        <DataTable
          caption="Your orders, the newest first"
          rows={orders}
          rowKey={(order) => String(order.number)}
          columns={[
            {
              heading: "Order",
              cell: (order) => (
                <>
                  <a href={`/orders/${order.number}`} className="text-link">
                    {order.number}
                  </a>
                  <span className="block text-soft">
                    <FormattedDate value={order.createdAt} />
                  </span>
                </>
              ),
            },
            {
              heading: "What",
              cell: (order) => (
                <>
                  {order.titles.join(", ")}
                  <span className="block text-soft">{ORDER_STATUS_WORDS[order.status]}</span>
                </>
              ),
            },
            {
              heading: "Total",
              align: "right",
              cell: (order) => <FormattedMoney amount={order.total} currency={order.currency} />,
            },
          ]}
        />
      )}
    </Page>
  );
}
