/** The first language of an Accept-Language header that Intl knows, else English. Only for dates and numbers. */
export function preferredLocale(acceptLanguage: string | null): string {
  for (const part of acceptLanguage?.split(",") ?? []) {
    const tag = part.split(";")[0]?.trim() ?? "";
    if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)) continue;
    const [known] = Intl.DateTimeFormat.supportedLocalesOf([tag]);
    if (known) return known;
  }
  return "en";
}
