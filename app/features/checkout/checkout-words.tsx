import type { FinishedCheckout } from "./finish-checkout.server.ts";

/** Where something was bought for others, nothing opens to the buyer. */
const FOR_OTHERS: Record<"gift" | "team", Partial<Record<FinishedCheckout["state"], string>>> = {
  gift: {
    opening: "Thank you. The gift goes out by mail on the day you chose, and we mail you the receipt. Please do not pay again.",
    paid: "Thank you. The gift goes out by mail on the day you chose, and we have sent you the receipt.",
    "awaiting-payment":
      "Your bank has been told, and the money takes some days. The gift goes out when it has arrived, not before.",
    checking:
      "The payment service did not answer us just now. If you have paid, all goes on by itself in a few minutes. Please do not pay again.",
    failed: "Your bank has not paid, so nothing was taken and nothing is sent. You can try again at any time.",
    refunded: "We have sent the money back to you, so the gift can no longer be taken.",
  },
  team: {
    opening: "Thank you. We are making your seats, and mail you the receipt. Please do not pay again.",
    paid: "Thank you. Your seats are there, and we have sent you the receipt. Now invite your team.",
    "awaiting-payment": "Your bank has been told, and the money takes some days. You can invite your team when it has arrived.",
    checking:
      "The payment service did not answer us just now. If you have paid, your seats are there in a few minutes. Please do not pay again.",
    failed: "Your bank has not paid, so nothing was taken and there are no seats. You can try again at any time.",
    refunded: "We have sent the money back to you, so the seats are closed.",
  },
};

/** What a buyer reads who comes back from the payment page. */
export function CheckoutWords({ state, title, purpose }: Pick<FinishedCheckout, "state" | "title" | "purpose">) {
  const words = purpose === "own" ? undefined : FOR_OTHERS[purpose][state];
  if (words) return <p>{words}</p>;
  switch (state) {
    case "paid":
      return (
        <p>
          Thank you. <strong>{title}</strong> is open to you, and we have sent the receipt by mail.
        </p>
      );
    case "opening":
      return (
        <p>
          Thank you. We are opening <strong>{title}</strong>, and mail you the receipt. Please do not pay again.
        </p>
      );
    case "awaiting-payment":
      return (
        <p>
          Your bank has been told, and the money takes some days. <strong>{title}</strong> opens by itself when it arrives, and we
          will mail you then. There is nothing more for you to do.
        </p>
      );
    case "checking":
      return (
        <p>
          The payment service did not answer us just now. If you have paid, <strong>{title}</strong> opens by itself in a few
          minutes, and we will mail you. Please do not pay again.
        </p>
      );
    case "in-review":
      return (
        <p>
          Something about it is not as we expected, so a person looks at it first. We will write to you; please do not pay again.
        </p>
      );
    case "open":
      return <p>You have not finished on the payment page. You can go on from the course page.</p>;
    case "failed":
      return <p>Your bank has not paid, so nothing was taken and the course is not open. You can buy it again at any time.</p>;
    case "expired":
      return <p>Nothing was paid. You can start again from the course page.</p>;
    case "refunded":
      return <p>We have sent the money back to you, so this order no longer opens its course. Your progress is kept.</p>;
  }
}
