/** What Stripe Tax knows, for a handful of countries. */

/** Percent, of digital services to people; everywhere else the sandbox knows of no tax. */
const RATES: Record<string, number> = { AT: 20, DE: 19, ES: 21, FR: 20, GB: 20, IE: 23, NL: 21, PL: 23 };

/** Countries that the page offers. */
export const COUNTRIES = [...Object.keys(RATES), "US"].sort();

/** The part of an amount that is tax where prices include it, rounded half up. Who gives a tax number owes it themselves. */
export function taxWithin(amount: number, { country, taxId }: { country: string; taxId: string }): number {
  const rate = taxId === "" ? (RATES[country] ?? 0) : 0;
  return Math.round((amount * rate) / (100 + rate));
}
