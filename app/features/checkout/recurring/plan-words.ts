import { formatMoney } from "#app/components/formatted.tsx";

interface RecurringTerms {
  amount: number;
  currency: string;
  interval: string | null;
  intervalCount: number;
  payments: number | null;
}

/** "$19.00 every month", "3 payments of $53.00, one every month". */
export function termsInWords(terms: RecurringTerms, locale?: string): string {
  const amount = formatMoney(terms.amount, terms.currency, locale);
  return terms.payments === null
    ? `${amount} ${everyWords(terms)}`
    : `${terms.payments} payments of ${amount}, one ${everyWords(terms)}`;
}

export function everyWords({ interval, intervalCount }: Pick<RecurringTerms, "interval" | "intervalCount">): string {
  return intervalCount === 1 ? `every ${interval}` : `every ${intervalCount} ${interval}s`;
}

/** What the order of a payment is called. */
export function paymentTitle(title: string, { payments }: Pick<RecurringTerms, "payments">, place: number): string {
  return payments === null ? `${title}, membership` : `${title}, payment ${place} of ${payments}`;
}
