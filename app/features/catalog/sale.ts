/** What a product costs the one who looks at it, as its form shows it. Amounts in minor units of one currency. */
export interface Sale {
  price: {
    amount: number;
    currency: string;
    /** Of a sale: the lowest that was asked in the thirty days before. */
    before: number | null;
    until: Date | string | null;
  };
  /** What the reader may choose from instead, the shown one among them; one entry: there is no choice. */
  currencies: { currency: string; amount: number }[];
  /** What can be had with it. */
  bump: { title: string; words: string; amount: number; before: number | null } | null;
  /** What the reader has paid for a part of it, and need not pay again. */
  credit: { amount: number; titles: string[] } | null;
}

/**
 * What a bundle costs less than its parts do one by one, in the bundle's currency; null where it saves nothing, and where a part
 * is not sold by itself in that currency.
 */
export function savingOf(
  bundle: { amount: number; currency: string },
  parts: readonly ({ amount: number; currency: string } | null)[],
): number | null {
  // What is free by itself adds nothing to what is saved.
  const priced = parts.filter((part) => part !== null);
  if (priced.length === 0 || priced.some(({ currency }) => currency !== bundle.currency)) return null;
  const saving = priced.reduce((sum, { amount }) => sum + amount, 0) - bundle.amount;
  return saving > 0 ? saving : null;
}

/** What is to be paid for the product itself. */
export function dueOf({ price, credit }: Sale): number {
  return price.amount - (credit?.amount ?? 0);
}
