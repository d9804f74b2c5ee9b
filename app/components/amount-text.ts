import { currencyDecimals } from "./currency-decimals.ts";

/**
 * An amount as somebody types it, in minor units of its currency: "49", "49.00", "49,00", "1 200.50". Undefined where it is
 * none, or has more decimals than the currency.
 */
export function readAmount(written: string, currency: string): number | undefined {
  const decimals = currencyDecimals(currency);
  const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(written.replace(/\s/g, ""));
  if (!match) return undefined;
  const [, units = "", cents = ""] = match;
  if (cents.length > decimals) return undefined;
  return Number(units) * 10 ** decimals + Number(cents.padEnd(decimals, "0") || 0);
}

/** An amount of minor units as it is typed: "49.00". */
export function writeAmount(amount: number, currency: string): string {
  const decimals = currencyDecimals(currency);
  return (amount / 10 ** decimals).toFixed(decimals);
}
