import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import type { Receipt } from "./order.queries.server.ts";
import { ORDER_STATUS_WORDS } from "./order-words.tsx";

/** The facts of an order, what was bought, and what went back: a page to read or to print. */
export function ReceiptTable({ receipt }: { receipt: Receipt }) {
  return (
    <>
      <dl className="mb-8 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        <dt className="text-soft">Ordered</dt>
        <dd>
          <FormattedDate value={receipt.createdAt} />
        </dd>
        {receipt.paidAt && (
          <>
            <dt className="text-soft">Paid</dt>
            <dd>
              <FormattedDate value={receipt.paidAt} />
            </dd>
          </>
        )}
        <dt className="text-soft">State</dt>
        <dd>{ORDER_STATUS_WORDS[receipt.status]}</dd>
        <dt className="text-soft">Buyer</dt>
        <dd>
          {receipt.buyer.name}, {receipt.buyer.email}
        </dd>
      </dl>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">What was bought</caption>
        <thead>
          <tr className="border-b border-edge">
            <th scope="col" className="py-2 font-semibold">
              What
            </th>
            <th scope="col" className="py-2 text-right font-semibold">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {receipt.items.map((item) => (
            <tr key={item.id} className="border-b border-line">
              <td className="py-3 pr-4">{item.title}</td>
              <td className="py-3 text-right">
                <FormattedMoney amount={item.amount} currency={item.currency} />
              </td>
            </tr>
          ))}
          {receipt.refunds.map((refund) => (
            <tr key={refund.id} className="border-b border-line">
              <td className="py-3 pr-4">
                {REFUND_WORDS[refund.status] ?? "Refund"}, <FormattedDate value={refund.createdAt} />
              </td>
              <td className="py-3 text-right">
                <FormattedMoney amount={-refund.amount} currency={refund.currency} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="py-3 font-semibold">
              Total
            </th>
            <td className="py-3 text-right font-semibold">
              <FormattedMoney amount={receipt.total} currency={receipt.currency} />
            </td>
          </tr>
          {receipt.refunded > 0 && (
            <tr>
              <th scope="row" className="py-1 font-semibold">
                After refunds
              </th>
              <td className="py-1 text-right font-semibold">
                <FormattedMoney amount={receipt.total - receipt.refunded} currency={receipt.currency} />
              </td>
            </tr>
          )}
        </tfoot>
      </table>
    </>
  );
}

const REFUND_WORDS: Record<string, string> = {
  pending: "Refund, on its way",
  requires_action: "Refund, waiting for your bank details",
  failed: "Refund that your bank did not take",
  canceled: "Refund that was canceled",
};
