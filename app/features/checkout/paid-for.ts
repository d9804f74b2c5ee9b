import { moneyBack } from "./settle-order.ts";
import { shareOut } from "./share-out.ts";

/** An item with its order's items and refunds. Amounts in minor units. */
export interface PaidItem {
  id: string;
  order: {
    items: { id: string; amount: number; credit: number }[];
    payments: { refunds: { amount: number; status: string }[] }[];
  };
}

/**
 * What has been paid for an item and is still with us: its price, with what counted towards it, less its share of what
 * went back. Pure.
 */
export function paidFor({ id, order: { items, payments } }: PaidItem): number {
  const at = items.findIndex((item) => item.id === id);
  const returned = moneyBack(payments.flatMap(({ refunds }) => refunds));
  const parts = shareOut(
    returned,
    items.map(({ amount }) => amount),
  );
  const item = items[at];
  return item ? Math.max(0, item.amount + item.credit - (parts[at] ?? 0)) : 0;
}
