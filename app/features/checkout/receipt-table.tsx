import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import type { Receipt } from "./order.queries.server.ts";
import { CREDIT_WORDS, codeWords, ORDER_STATUS_WORDS, refundWords } from "./order-words.tsx";
import { creditOfAll, discountOfAll } from "./share-out.ts";

/** The facts of an order, what was bought, and what went back: a page to read or to print. */
export function ReceiptTable({ receipt, seller }: { receipt: Receipt; seller: string[] }) {
  const discount = discountOfAll(receipt);
  const credit = creditOfAll(receipt);
  return (
    <>
      {receipt.receiptNumber !== null && (
        <address className="mb-6 not-italic">
          {seller.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </address>
      )}
      <dl className="mb-8 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        {receipt.receiptNumber !== null && (
          <>
            <dt className="text-soft">Receipt</dt>
            <dd>{receipt.receiptNumber}</dd>
          </>
        )}
        <dt className="text-soft">Order</dt>
        <dd>{receipt.number}</dd>
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
                <FormattedMoney amount={item.amount + item.discount + item.credit} currency={item.currency} />
              </td>
            </tr>
          ))}
          {credit > 0 && (
            <tr className="border-b border-line">
              <td className="py-3 pr-4">{CREDIT_WORDS}</td>
              <td className="py-3 text-right">
                <FormattedMoney amount={-credit} currency={receipt.currency} />
              </td>
            </tr>
          )}
          {discount > 0 && (
            <tr className="border-b border-line">
              <td className="py-3 pr-4">{codeWords(receipt.code)}</td>
              <td className="py-3 text-right">
                <FormattedMoney amount={-discount} currency={receipt.currency} />
              </td>
            </tr>
          )}
          {receipt.refunds.map((refund) => (
            <tr key={refund.id} className="border-b border-line">
              <td className="py-3 pr-4">
                {refundWords(refund.status)}, <FormattedDate value={refund.createdAt} />
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
