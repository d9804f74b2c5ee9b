/** Stripe's zero-decimal and three-decimal currencies; all others are charged in hundredths, whatever a country writes. */
const NONE = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const THREE = new Set("bhd jod kwd omr tnd".split(" "));

/**
 * The decimals of an amount in minor units as Stripe charges it: 2 for dollars, 0 for yen, 3 for dinars. Not those of
 * `Intl`, which follow what people write: it has none for forints, which Stripe counts in hundredths.
 */
export function currencyDecimals(currency: string): number {
  const code = currency.toLowerCase();
  return NONE.has(code) ? 0 : THREE.has(code) ? 3 : 2;
}
