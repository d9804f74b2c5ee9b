import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Page } from "#app/components/page.tsx";
import { readOrderNumber, readReceipt } from "#app/features/checkout/order.queries.server.ts";
import { OrderNotice } from "#app/features/checkout/order-words.tsx";
import { ReceiptTable } from "#app/features/checkout/receipt-table.tsx";
import { sellerLines } from "#app/features/checkout/seller.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Order ${data.receipt.number}` : "No such order", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const orderNumber = readOrderNumber(args.params.orderNumber);
  const receipt = orderNumber ? await readReceipt({ userId: viewer.id, orderNumber }) : null;
  if (!receipt) throw notFound("You have no order of this number.");
  return { receipt, seller: sellerLines() };
}

export default function Order() {
  const { receipt, seller } = useLoaderData<typeof loader>();
  const courseKeys = receipt.items.flatMap((item) => item.courseKeys);
  const canBuyAgain = receipt.status === "open" || receipt.status === "failed" || receipt.status === "expired";
  return (
    <Page title={receipt.paidAt ? `Receipt for order ${receipt.number}` : `Order ${receipt.number}`} width="text">
      <OrderNotice {...receipt} />
      <ReceiptTable receipt={receipt} seller={seller} />
      <p className="no-print mt-8 flex flex-wrap gap-3">
        {receipt.open && courseKeys.length > 1 && <ButtonLink href="/learn">Go to your courses</ButtonLink>}
        {receipt.open && courseKeys.length === 1 && <ButtonLink href={`/learn/${courseKeys[0]}`}>Go to the course</ButtonLink>}
        {canBuyAgain && !receipt.inReview && courseKeys.length === 1 && (
          <ButtonLink href={`/courses/${courseKeys[0]}`}>Back to the course</ButtonLink>
        )}
        {canBuyAgain && !receipt.inReview && courseKeys.length > 1 && (
          <ButtonLink href="/courses">Look at all courses</ButtonLink>
        )}
        {receipt.receiptNumber !== null && (
          <ButtonLink href={`/orders/${receipt.number}/receipt.pdf`} look="secondary">
            Receipt as PDF
          </ButtonLink>
        )}
        <ButtonLink href="/orders" look="secondary">
          All your orders
        </ButtonLink>
      </p>
    </Page>
  );
}
