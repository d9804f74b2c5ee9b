/**
 * The price to show first: in the currency that was asked for; else of the country of the reader's first language, where a
 * price is for it ("en-GB" is Great Britain, "de" Germany); else the first one. Undefined where there is none.
 */
export function choosePrice<Price extends { currency: string; regions: string[] }>(
  prices: Price[],
  reader: { currency?: string | null; acceptLanguage?: string | null },
): Price | undefined {
  const region = regionOf(reader.acceptLanguage ?? "");
  return (
    prices.find(({ currency }) => currency === reader.currency) ??
    prices.find(({ regions }) => region !== undefined && regions.includes(region)) ??
    prices[0]
  );
}

/** The country of the first language of an Accept-Language header; undefined where it names none. */
export function regionOf(acceptLanguage: string): string | undefined {
  const [first = ""] = acceptLanguage.split(",", 1);
  const tag = (first.split(";", 1)[0] ?? "").trim();
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(tag)) return undefined;
  try {
    return new Intl.Locale(tag).maximize().region;
  } catch {
    return undefined;
  }
}
