import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import { ORDER_STATUS_WORDS } from "#app/features/checkout/order-words.tsx";
import type { OrderLine } from "./orders.queries.server.ts";

/** Orders with their buyers, and what is the matter with some of them. */
export function OrderTable({ orders }: { orders: OrderLine[] }) {
  return (
    <DataTable
      caption="Orders, the newest first"
      rows={orders}
      rowKey={(order) => String(order.number)}
      columns={[
        {
          heading: "Order",
          cell: ({ number }) => (
            <a href={`/admin/orders/${number}`} className="text-link">
              {number}
            </a>
          ),
        },
        { heading: "State", cell: OrderState },
        {
          heading: "Total",
          align: "right",
          cell: ({ total, currency }) => <FormattedMoney amount={total} currency={currency} />,
        },
        {
          heading: "Buyer",
          cell: ({ buyer }) => (
            <>
              <a href={`/admin/people/${buyer.id}`} className="text-link">
                {buyer.name}
              </a>
              <span className="block text-soft">{buyer.email}</span>
            </>
          ),
        },
        { heading: "What", cell: ({ titles }) => titles.join(", ") },
        { heading: "Made", cell: ({ createdAt }) => <FormattedDate value={createdAt} time /> },
      ]}
    />
  );
}

/** The state in words, and why somebody should look. */
export function OrderState({ status, attention }: Pick<OrderLine, "status" | "attention">) {
  return (
    <>
      {ORDER_STATUS_WORDS[status]}
      {attention && (
        <span className="block text-attention">
          <span aria-hidden="true">! </span>
          {attention}
        </span>
      )}
    </>
  );
}
