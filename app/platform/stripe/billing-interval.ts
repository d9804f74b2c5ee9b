export type BillingInterval = "day" | "week" | "month" | "year";

/**
 * A date and `count` intervals, as Stripe counts them: in UTC, from the first day of all; where a month has no such day,
 * its last one.
 */
export function addIntervals(from: Date, interval: BillingInterval, count: number): Date {
  const date = new Date(from);
  switch (interval) {
    case "day":
      date.setUTCDate(date.getUTCDate() + count);
      return date;
    case "week":
      date.setUTCDate(date.getUTCDate() + 7 * count);
      return date;
    case "month":
    case "year": {
      const months = interval === "year" ? 12 * count : count;
      const day = date.getUTCDate();
      date.setUTCDate(1);
      date.setUTCMonth(date.getUTCMonth() + months);
      const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
      date.setUTCDate(Math.min(day, last));
      return date;
    }
  }
}
