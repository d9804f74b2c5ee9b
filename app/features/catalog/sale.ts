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

/** What is to be paid for the product itself. */
export function dueOf({ price, credit }: Sale): number {
  return price.amount - (credit?.amount ?? 0);
}
