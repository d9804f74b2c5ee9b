const formats = new Map<string, Intl.DateTimeFormat>();

/** Writes days in a reader's language and time zone, for tables too long for a component a cell. */
export function dayFormat(locale: string, timeZone: string): (date: Date | null) => string {
  const name = `${locale} ${timeZone}`;
  let format = formats.get(name);
  if (!format) {
    // Making one costs more than using it a thousand times. Locale and zone come from outside, so there is an end to it.
    if (formats.size >= 200) formats.clear();
    format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
    formats.set(name, format);
  }
  const { format: write } = format;
  return (date) => (date ? write(date) : "");
}
