import { createContext, type ReactNode, useContext } from "react";
import { currencyDecimals } from "./currency-decimals.ts";

interface Formats {
  locale: string;
  timeZone: string;
}

const FormatContext = createContext<Formats>({ locale: "en", timeZone: "UTC" });

/** Gives every date, number and amount below it the reader's locale and time zone. */
export function FormatProvider({ locale, timeZone, children }: Formats & { children: ReactNode }) {
  return <FormatContext.Provider value={{ locale, timeZone }}>{children}</FormatContext.Provider>;
}

// Making an Intl formatter costs more than using it a hundred times.
const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => T): T {
  let formatter = formatters.get(key) as T | undefined;
  if (!formatter) {
    formatter = make();
    if (formatters.size > 500) formatters.clear();
    formatters.set(key, formatter);
  }
  return formatter;
}

/** A day, or with `time` a moment, in the reader's time zone. */
export function FormattedDate({ value, time = false }: { value: Date | string; time?: boolean }) {
  const { locale, timeZone } = useContext(FormatContext);
  const date = typeof value === "string" ? new Date(value) : value;
  const options: Intl.DateTimeFormatOptions = time
    ? { dateStyle: "medium", timeStyle: "short", timeZone }
    : { dateStyle: "long", timeZone };
  const formatter = cached(`date ${locale} ${timeZone} ${time}`, () => new Intl.DateTimeFormat(locale, options));
  return <time dateTime={date.toISOString()}>{formatter.format(date)}</time>;
}

/** Minor units as an amount in their currency, with the currency's own number of decimals. */
export function formatMoney(amount: number, currency: string, locale = "en"): string {
  return moneyFormatter(currency, locale).format(amount / 10 ** currencyDecimals(currency));
}

function moneyFormatter(currency: string, locale: string): Intl.NumberFormat {
  const digits = currencyDecimals(currency);
  const options = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return cached(`money ${locale} ${currency}`, () => new Intl.NumberFormat(locale, options));
}

export function FormattedMoney({ amount, currency }: { amount: number; currency: string }) {
  const { locale } = useContext(FormatContext);
  return <span className="tabular-nums">{formatMoney(amount, currency, locale)}</span>;
}

/** "1 lesson", "4 lessons". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
