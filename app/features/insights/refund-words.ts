import { formatMoney } from "#app/components/formatted.tsx";
import type { RefundRefusal } from "#app/features/checkout/refund-order.server.ts";

/** Why nothing was given back, and what to do. */
export function refusalWords(refusal: RefundRefusal): string {
  switch (refusal.reason) {
    case "no-such-order":
      return "There is no order of this number.";
    case "nothing-to-refund":
      return "Nothing of this order can be given back: no money came for it, or all of it has gone back.";
    case "no-such-item":
      return "Nothing of this item can be given back.";
    case "counts-elsewhere":
      return `What was paid here counts towards order ${refusal.orderNumber}. Refund that order first; then this can be given back.`;
    case "not-an-amount":
      return "Write an amount above zero, such as 49.00.";
    case "too-much":
      return `At most ${formatMoney(refusal.left, refusal.currency)} can still be given back.`;
    case "changed":
      return "Money of this order went back while you were looking. Nothing was done. Look at what it would do now.";
    case "payment-service":
      return `Stripe did not do it: ${refusal.message}`;
  }
}
