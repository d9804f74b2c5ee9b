import { moneyBack } from "./settle-order.ts";

/** A refund, with the item that it is for, where it names one. Amounts in minor units. */
export interface ItemRefund {
  amount: number;
  status: string;
  itemId: string | null;
}

/** The items of which all that was charged went back by refunds that name them. Pure. */
export function itemsGivenBack(items: { id: string; amount: number }[], refunds: ItemRefund[]): string[] {
  const back = (id: string) => moneyBack(refunds.filter(({ itemId }) => itemId === id));
  return items.filter(({ id, amount }) => back(id) > 0 && back(id) >= amount).map(({ id }) => id);
}
