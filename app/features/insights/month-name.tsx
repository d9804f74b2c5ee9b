/** "2026-11" as "November 2026": a month is the same one in every time zone. */
export function MonthName({ month }: { month: string }) {
  const [year, number] = month.split("-").map(Number) as [number, number];
  const name = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });
  return <time dateTime={month}>{name.format(new Date(Date.UTC(year, number - 1, 1)))}</time>;
}
