/** True for a name of the IANA time zone database that this machine knows. */
export function isTimeZone(name: string): boolean {
  // Offsets such as "+02:00" are formats too, but they know no summer time.
  if (!/^[A-Za-z][\w+\-/]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The zones a person may choose from; the one they have is among them, also under an older name. */
export function timeZoneChoices(current: string | null): string[] {
  const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...(current ? [current] : [])]);
  return [...zones].sort();
}
