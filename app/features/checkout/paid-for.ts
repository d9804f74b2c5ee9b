import type { ItemRefund } from "./items-given-back.ts";
import { moneyBack } from "./settle-order.ts";
import { shareOut } from "./share-out.ts";

/** An item with its order's items and refunds. Amounts in minor units. */
export interface PaidItem {
  id: string;
  order: {
    items: { id: string; amount: number; credit: number }[];
    payments: { refunds: ItemRefund[] }[];
  };
}

/**
 * What has been paid for an item and is still with us: its price, with what counted towards it, less its share of what
 * went back: of refunds that name it, and of those that name none. Pure.
 */
export function paidFor({ id, order: { items, payments } }: PaidItem): number {
  const refunds = payments.flatMap((payment) => payment.refunds);
  const named = (itemId: string | null) => moneyBack(refunds.filter((refund) => refund.itemId === itemId));
  const left = items.map((item) => Math.max(0, item.amount - named(item.id)));
  const shares = shareOut(named(null), left);
  const at = items.findIndex((item) => item.id === id);
  const item = items[at];
  return item ? Math.max(0, (left[at] ?? 0) + item.credit - (shares[at] ?? 0)) : 0;
}
