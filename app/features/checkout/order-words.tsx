import { FormattedMoney } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { OrderStatus } from "./settle-order.ts";

/** How an order stands, as its buyer reads it. */
export const ORDER_STATUS_WORDS: Record<OrderStatus, string> = {
  open: "Not paid yet",
  awaiting_payment: "Payment on its way",
  paid: "Paid",
  partially_refunded: "Partly refunded",
  refunded: "Refunded",
  disputed: "Paid, and disputed",
  failed: "Payment failed",
  expired: "Not paid, closed",
};

const REFUND_WORDS: Record<string, string> = {
  pending: "Refund, on its way",
  requires_action: "Refund, waiting for your bank details",
  failed: "Refund that your bank did not take",
  canceled: "Refund that was canceled",
};

/** What a credit is called. */
export const CREDIT_WORDS = "Paid before for a part of it";

/** What a discount is called. */
export function codeWords(code: string | null): string {
  return code ? `Taken off by code ${code}` : "Taken off";
}

/** By Stripe's word on a refund. */
export function refundWords(status: string): string {
  return REFUND_WORDS[status] ?? "Refund";
}

/** What the state of an order means for its buyer, where there is something to say. */
export function OrderNotice({
  status,
  inReview,
  refunded,
  currency,
}: {
  status: OrderStatus;
  inReview: boolean;
  refunded: number;
  currency: string;
}) {
  if (inReview) {
    return (
      <Notice tone="attention" title="We are looking at this payment">
        <p>Something about it is not as we expected. We will write to you; please do not pay again.</p>
      </Notice>
    );
  }
  switch (status) {
    case "open":
      return <Notice tone="attention" title="Nothing has been paid yet" />;
    case "awaiting_payment":
      return (
        <Notice tone="attention" title="Your payment is on its way">
          <p>A bank payment can take some days. The course opens by itself when it arrives, and we will mail you.</p>
        </Notice>
      );
    case "partially_refunded":
      return (
        <Notice title="A part was refunded">
          <p>
            We have sent <FormattedMoney amount={refunded} currency={currency} /> back to you. What was not given back stays open.
          </p>
        </Notice>
      );
    case "refunded":
      return (
        <Notice title="This order was refunded">
          <p>It no longer opens its course. Your progress is kept.</p>
        </Notice>
      );
    case "disputed":
      return (
        <Notice tone="attention" title="Your bank has asked about this payment">
          <p>The course stays open until the bank has decided.</p>
        </Notice>
      );
    case "failed":
      return (
        <Notice tone="error" title="The payment did not go through, or was taken back">
          <p>The course is not open by this order. You can buy it again at any time.</p>
        </Notice>
      );
    case "expired":
      return <Notice title="This order was closed without a payment" />;
    case "paid":
      return null;
  }
}
