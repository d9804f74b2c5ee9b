/** What a product costs at a moment, in each of its currencies. Pure. */

export interface PriceRow {
  id: string;
  /** Integer minor units. */
  amount: number;
  currency: string;
  createdAt: Date;
  /** When it was put out of use; null while it is in use. */
  retiredAt: Date | null;
  active: boolean;
  /** Of a sale: the first moment at which it counts, and the first at which it no longer does. */
  validFrom: Date | null;
  validUntil: Date | null;
  regions: string[];
  position: number;
}

export interface PriceToday {
  priceId: string;
  amount: number;
  currency: string;
  regions: string[];
  /** Of a sale: the lowest that was asked in the thirty days before it began; null where that was no more than now. */
  before: number | null;
  /** The first moment at which a sale is over. */
  until: Date | null;
}

const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000;

/**
 * One price a currency: a sale that is on where it is lower than the ordinary price, else the ordinary one. What has only
 * sales costs nothing to speak of: a currency without an ordinary price is not for sale. In the order of the ordinary prices.
 */
export function pricesToday(rows: PriceRow[], at: Date): PriceToday[] {
  const inUse = [...rows].filter(({ active }) => active).sort((a, b) => a.position - b.position);
  const found = new Map<string, PriceToday>();
  for (const ordinary of inUse.filter((row) => !isSale(row))) {
    const { currency, regions } = ordinary;
    if (found.has(currency)) continue;
    const sales = inUse.filter(
      (row) => isSale(row) && row.currency === currency && isOn(row, at) && row.amount < ordinary.amount,
    );
    const sale = sales.sort((a, b) => a.amount - b.amount)[0];
    const { id: priceId, amount } = sale ?? ordinary;
    const before = sale ? askedBefore(sale, rows) : null;
    found.set(currency, { priceId, amount, currency, regions, before, until: sale?.validUntil ?? null });
  }
  return [...found.values()];
}

function isSale({ validFrom, validUntil }: PriceRow): boolean {
  return validFrom !== null || validUntil !== null;
}

function isOn({ validFrom, validUntil }: PriceRow, at: Date): boolean {
  return (validFrom === null || validFrom <= at) && (validUntil === null || at < validUntil);
}

/** What may be struck through beside a sale's price, as the EU's price indication directive (98/6/EC, article 6a) has it. */
function askedBefore(sale: PriceRow, rows: PriceRow[]): number | null {
  const began = begin(sale);
  const asked = rows
    .filter((row) => row.id !== sale.id && row.currency === sale.currency)
    .filter((row) => begin(row) < began && end(row) > began - THIRTY_DAYS)
    .map(({ amount }) => amount);
  const lowest = Math.min(...asked);
  return Number.isFinite(lowest) && lowest > sale.amount ? lowest : null;
}

function begin({ createdAt, validFrom }: PriceRow): number {
  return Math.max(createdAt.getTime(), validFrom?.getTime() ?? 0);
}

function end({ retiredAt, validUntil }: PriceRow): number {
  return Math.min(retiredAt?.getTime() ?? Number.POSITIVE_INFINITY, validUntil?.getTime() ?? Number.POSITIVE_INFINITY);
}
