import type { OrderStatus } from "../settle-order.ts";

/** Orders whose money is there: what they bring for others can be sent and taken. */
export const MONEY_IS_THERE = ["paid", "partially_refunded", "disputed"] as const satisfies OrderStatus[];

export type GiftState = "not-paid" | "waiting" | "no-address" | "sent" | "redeemed" | "withdrawn";

export interface GiftFacts {
  orderStatus: OrderStatus;
  /** When the money came first. */
  paidAt: Date | null;
  recipientEmail: string;
  sentAt: Date | null;
  redeemedAt: Date | null;
}

/** How a gift stands. Pure; money comes before everything else. */
export function giftState({ orderStatus, paidAt, recipientEmail, sentAt, redeemedAt }: GiftFacts): GiftState {
  if (!moneyIsThere(orderStatus)) return paidAt ? "withdrawn" : "not-paid";
  if (redeemedAt) return "redeemed";
  if (sentAt) return "sent";
  return recipientEmail === "" ? "no-address" : "waiting";
}

export function moneyIsThere(status: OrderStatus): boolean {
  return (MONEY_IS_THERE as readonly OrderStatus[]).includes(status);
}
