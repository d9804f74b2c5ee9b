import fc from "fast-check";
import { expect, test } from "vitest";
import { closingMoment, openingMoment, parseDuration, parseLocalTime } from "#app/features/instruments/local-time.ts";

const ZONES = [
  ...["UTC", "Europe/Berlin", "America/New_York", "America/Havana", "America/Santiago", "Asia/Kathmandu", "Asia/Beirut"],
  ...["Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia", "Pacific/Kiritimati", "Etc/GMT+12", "Africa/Casablanca"],
];

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone shows, as "2027-01-10 09:00": not by the code that is tested. */
function clock(moment: number, timeZone: string): string {
  const options = { dateStyle: "short", timeStyle: "medium", timeZone } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", options);
  formats.set(timeZone, format);
  return format.format(moment);
}

const pad = (number: number) => String(number).padStart(2, "0");
const zone = fc.constantFrom(...ZONES);
const day = fc
  .integer({ min: Date.UTC(2005, 0, 1) / 86_400_000, max: Date.UTC(2040, 0, 1) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${pad(hour)}:${pad(minute)}`);
const dayAfter = (written: string) => new Date(Date.parse(`${written}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const seconds = (from: number, to: number) => {
  const list: number[] = [];
  for (let moment = from; moment < to; moment += 7 * 60_000) list.push(moment);
  return list;
};

test("it opens at the first moment at which the clock shows the time or a later one", () => {
  fc.assert(
    fc.property(zone, day, time, (zone, day, time) => {
      const moment = openingMoment(`${day} ${time}`, zone).getTime();
      const wanted = `${day} ${time}:00`;
      expect(clock(moment, zone) >= wanted).toBe(true);
      for (const earlier of [moment - 1_000, ...seconds(moment - 26 * 3_600_000, moment)])
        expect(clock(earlier, zone) < wanted).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test("it closes at the moment after which the clock never shows an earlier time again", () => {
  fc.assert(
    fc.property(zone, day, time, (zone, day, time) => {
      const moment = closingMoment(`${day} ${time}`, zone).getTime();
      const wanted = `${day} ${time}:00`;
      for (const later of [moment, ...seconds(moment, moment + 26 * 3_600_000)]) expect(clock(later, zone) >= wanted).toBe(true);
      // Nor is it a second too late: the second before is an earlier one, or comes to the same on a clock that is put back.
      const before = clock(moment - 1_000, zone);
      expect(before < wanted || momentRepeats(moment, zone)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

/** True where the clock was put back within the last three hours. */
function momentRepeats(moment: number, zone: string): boolean {
  return seconds(moment - 3 * 3_600_000, moment).some((earlier) => clock(earlier, zone) > clock(earlier + 7 * 60_000, zone));
}

test("a whole day is open on that day of the clock and on no other", () => {
  fc.assert(
    fc.property(zone, day, (zone, day) => {
      const [from, until] = [openingMoment(day, zone).getTime(), closingMoment(day, zone).getTime()];
      expect(clock(from - 1_000, zone) < `${day} 00:00:00`).toBe(true);
      expect(clock(until, zone) >= `${dayAfter(day)} 00:00:00`).toBe(true);
      for (const moment of seconds(from, until)) expect(clock(moment, zone).slice(0, 10)).toBe(day);
      if (until > from) expect(clock(until - 1_000, zone).slice(0, 10)).toBe(day);
      // A day that a country leaves out has no moment at all.
      else expect([zone, day]).toEqual(["Pacific/Apia", "2011-12-30"]);
    }),
    { numRuns: 400, examples: [["Pacific/Apia", "2011-12-30"]] },
  );
});

test.each([
  ["summer time begins: a day of 23 hours", "Europe/Berlin", "2027-03-28", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"],
  ["winter time begins: a day of 25 hours", "Europe/Berlin", "2027-10-31", "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"],
  ["midnight comes twice, and the first counts", "America/Havana", "2027-11-06", "2027-11-06T04:00:00Z", "2027-11-07T04:00:00Z"],
  ["midnight is left out", "Asia/Beirut", "2027-03-28", "2027-03-27T22:00:00Z", "2027-03-28T21:00:00Z"],
  ["half an hour is put back", "Australia/Lord_Howe", "2027-04-04", "2027-04-03T13:00:00Z", "2027-04-04T13:30:00Z"],
])("%s", (_, zone, day, opens, closes) => {
  expect(openingMoment(day, zone)).toEqual(new Date(opens));
  expect(closingMoment(day, zone)).toEqual(new Date(closes));
});

test("a time that the clock shows twice opens at the first and closes at the second; one it never shows, when it is passed", () => {
  expect(openingMoment("2027-10-31 02:30", "Europe/Berlin")).toEqual(new Date("2027-10-31T00:30:00Z"));
  expect(closingMoment("2027-10-31 02:30", "Europe/Berlin")).toEqual(new Date("2027-10-31T01:30:00Z"));
  for (const moment of [openingMoment, closingMoment])
    expect(moment("2027-03-28T02:30", "Europe/Berlin")).toEqual(new Date("2027-03-28T01:00:00Z"));
});

test("without a zone, or with one that is not known, it is UTC", () => {
  for (const zone of [null, "Mars/Olympus"]) expect(openingMoment("2027-01-10", zone)).toEqual(new Date("2027-01-10T00:00:00Z"));
});

test("only days of the calendar and times of the day are read", () => {
  for (const wrong of [
    "2027-02-29",
    "2027-13-01",
    "2027-01-10 24:00",
    "2027-01-10 9:00",
    "10.1.2027",
    "",
    "1999-01-01",
    "2027-1-1",
  ])
    expect(parseLocalTime(wrong), wrong).toBeNull();
  expect(parseLocalTime("2028-02-29")).toEqual({ wall: Date.UTC(2028, 1, 29), day: true });
});

test("durations are whole numbers of minutes, hours or days", () => {
  expect(["1 minute", "90 minutes", "12 hours", "1 day", "7 days"].map(parseDuration)).toEqual([1, 90, 720, 1_440, 10_080]);
  for (const wrong of ["0 days", "1.5 hours", "day", "1 week", "-1 day", "1day", ""])
    expect(parseDuration(wrong), wrong).toBeNull();
});
