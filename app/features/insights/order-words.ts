import type { OrderStatus } from "#app/features/checkout/settle-order.ts";

/** How an order stands, as the desk says it. */
export const ORDER_WORDS: Record<OrderStatus, string> = {
  open: "Not paid yet",
  awaiting_payment: "Waiting for the money",
  paid: "Paid",
  partially_refunded: "Partly refunded",
  refunded: "Refunded",
  disputed: "Disputed",
  failed: "Failed",
  expired: "Expired",
};

export const ORDER_STATUSES = Object.keys(ORDER_WORDS) as [OrderStatus, ...OrderStatus[]];
