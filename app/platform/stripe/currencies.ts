/** The currencies that Stripe presents prices in (docs.stripe.com/currencies), by how it counts their smallest unit. */
const HUNDREDTHS =
  "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx usd uyu uzs wst xcd yer zar zmw";
const WHOLE = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf";
const THOUSANDTHS = "bhd jod kwd omr tnd";

/** Stripe's decimals of each currency. */
export const STRIPE_CURRENCIES: ReadonlyMap<string, number> = new Map([
  ...HUNDREDTHS.split(" ").map((code) => [code, 2] as const),
  ...WHOLE.split(" ").map((code) => [code, 0] as const),
  ...THOUSANDTHS.split(" ").map((code) => [code, 3] as const),
]);

/** Counted in hundredths for old integrations' sake, although there are none: only whole ones can be charged. */
const WHOLE_IN_HUNDREDTHS = new Set(["isk", "ugx"]);

/** The amounts of a currency that can be charged are multiples of this, in its minor units. */
export function smallestStep(currency: string): number {
  if (WHOLE_IN_HUNDREDTHS.has(currency)) return 100;
  return STRIPE_CURRENCIES.get(currency) === 3 ? 10 : 1;
}
