/** Days as a calendar in a time zone has them, written YYYY-MM-DD. Pure. */

/** A gift waits for a year at most. */
const MOST_DAYS = 366;
const DAY = 86_400_000;

export function dayIn(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(
    at,
  );
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** The last day that a gift may wait for. */
export function lastGiftDay(today: string): string {
  return new Date(Date.parse(today) + MOST_DAYS * DAY).toISOString().slice(0, 10);
}

export function isDay(written: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(written)) return false;
  const time = Date.parse(written);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === written;
}

/** Why nothing can be sent on this day; null where it can. `today`: in the buyer's time zone. */
export function giftDayFault(sendOn: string, today: string): string | null {
  if (!isDay(sendOn)) return "Choose a day of the calendar.";
  if (sendOn < today) return "This day is over. Choose today or a later day.";
  if (sendOn > lastGiftDay(today)) return "Choose a day within a year from now.";
  return null;
}
