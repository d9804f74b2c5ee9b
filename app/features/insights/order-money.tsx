import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import type { OrderPage } from "./order.queries.server.ts";

type Payment = OrderPage["payments"][number];

interface MoneyLine {
  id: string;
  what: string;
  /** Ids at Stripe. */
  objects: string[];
  amount: number;
  currency: string;
  status: string;
  createdAt: Date;
}

/** The money of an order as the ledger has it: what came in, what went back, what the buyer's bank disputes. */
export function OrderMoney({ payments }: Pick<OrderPage, "payments">) {
  return (
    <Section id="money" title="Money">
      {payments.length === 0 ? (
        <p className="text-soft">No payment has arrived.</p>
      ) : (
        <DataTable
          caption="Payments, refunds and disputes"
          rows={payments.flatMap(linesOf)}
          rowKey={(line) => line.id}
          columns={[
            { heading: "What", cell: ({ what }) => what },
            {
              heading: "Amount",
              align: "right",
              cell: ({ amount, currency }) => <FormattedMoney amount={amount} currency={currency} />,
            },
            { heading: "State at Stripe", cell: ({ status }) => status.replaceAll("_", " ") },
            { heading: "Written", cell: ({ createdAt }) => <FormattedDate value={createdAt} time /> },
            { heading: "Stripe objects", cell: ({ objects }) => <Objects ids={objects} /> },
          ]}
        />
      )}
    </Section>
  );
}

/** The items, and what each has opened. */
export function OrderItems({ items }: Pick<OrderPage, "items">) {
  return (
    <DataTable
      caption="What was bought"
      rows={items}
      rowKey={(item) => item.id}
      columns={[
        { heading: "What", cell: ({ title }) => title },
        {
          heading: "Price",
          align: "right",
          cell: ({ amount, currency }) => <FormattedMoney amount={amount} currency={currency} />,
        },
        {
          heading: "Has opened",
          cell: ({ entitlements }) =>
            entitlements.length === 0
              ? "nothing"
              : entitlements.map(({ courseKey, state }) => `${courseKey} (${state.replace("-", " ")})`).join(", "),
        },
      ]}
    />
  );
}

function linesOf({ id, paymentIntentId, chargeId, amount, currency, createdAt, refunds, disputes }: Payment): MoneyLine[] {
  const objects = chargeId ? [paymentIntentId, chargeId] : [paymentIntentId];
  return [
    { id, what: "Payment", objects, amount, currency, status: "received", createdAt },
    ...refunds.map(({ stripeRefundId, reason, ...rest }) => ({
      ...rest,
      what: reason ? `Refund (${reason.replaceAll("_", " ")})` : "Refund",
      objects: [stripeRefundId],
    })),
    ...disputes.map(({ stripeDisputeId, ...rest }) => ({ ...rest, what: "Dispute", objects: [stripeDisputeId] })),
  ];
}

function Objects({ ids }: { ids: string[] }) {
  return (
    <>
      {ids.map((id) => (
        <code key={id} className="block">
          {id}
        </code>
      ))}
    </>
  );
}
