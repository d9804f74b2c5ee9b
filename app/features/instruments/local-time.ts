/**
 * Days and times as an author writes them, `2027-01-10` or `2027-01-10 09:00`, and the moments they stand for in a
 * person's time zone. Pure; clocks that are put forward or back are reckoned with.
 */

export const LOCAL_TIME = /^(20\d\d)-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?$/;

interface LocalTime {
  /** What the clock on the wall shows, read as if it were UTC: milliseconds since 1970. */
  wall: number;
  /** A whole day, written without a time. */
  day: boolean;
}

const DAY = 86_400_000;

/** Null for what is not written so, and for days and times that no calendar has. */
export function parseLocalTime(written: string): LocalTime | null {
  const [, year, month, day, hour = "00", minute = "00"] = LOCAL_TIME.exec(written) ?? [];
  if (!year) return null;
  const iso = `${year}-${month}-${day}T${hour}:${minute}`;
  const wall = Date.parse(`${iso}:00Z`);
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 16) !== iso) return null;
  return { wall, day: written.length === 10 };
}

/** A duration as an author writes it, `90 minutes`, `12 hours` or `1 day` (of 24 hours), in minutes. */
export const DURATION = /^([1-9]\d{0,4}) (minute|hour|day)s?$/;

const MINUTES = { minute: 1, hour: 60, day: 1_440 };

export function parseDuration(written: string): number | null {
  const [, count, unit] = DURATION.exec(written) ?? [];
  return count && unit ? Number(count) * MINUTES[unit as keyof typeof MINUTES] : null;
}

/**
 * The moment from which something is open: the first at which a clock in the zone shows the time written, or a later
 * one where it leaves that time out. A day begins with its first moment.
 * @throws where it is not written as it should be: the checks of an instrument let nothing else through.
 */
export function openingMoment(written: string, timeZone: string | null): Date {
  return new Date(firstAt(parsed(written).wall, zoneOf(timeZone)));
}

/**
 * The first moment at which something is closed: the last at which the clock shows the time written, where it shows it
 * twice, as somebody who reads that clock may count on it. A day closes at its end.
 */
export function closingMoment(written: string, timeZone: string | null): Date {
  const { wall, day } = parsed(written);
  const zone = zoneOf(timeZone);
  return new Date(day ? firstAt(wall + DAY, zone) : lastAt(wall, zone));
}

function parsed(written: string): LocalTime {
  const local = parseLocalTime(written);
  if (!local) throw new Error(`This is no day and no time: ${written}.`);
  return local;
}

function firstAt(wall: number, zone: Zone): number {
  const shown = momentsOf(wall, zone);
  return shown.length > 0 ? Math.min(...shown) : afterGap(wall, zone);
}

function lastAt(wall: number, zone: Zone): number {
  const shown = momentsOf(wall, zone);
  return shown.length > 0 ? Math.max(...shown) : afterGap(wall, zone);
}

/** The moments at which a clock shows exactly this: one as a rule, two where it is put back, none where it is put forward. */
function momentsOf(wall: number, zone: Zone): number[] {
  const offsets = [zone.offsetAt(wall - DAY), zone.offsetAt(wall + DAY)];
  return offsets.map((offset) => wall - offset).filter((moment) => moment + zone.offsetAt(moment) === wall);
}

/** The moment at which the clock is put forward past this time. */
function afterGap(wall: number, zone: Zone): number {
  // Before, the clock shows less than what is looked for, and after it more.
  let before = wall - DAY;
  let after = wall + DAY;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (middle + zone.offsetAt(middle) < wall) before = middle;
    else after = middle;
  }
  return after;
}

interface Zone {
  /** Milliseconds that a clock is ahead of UTC. */
  offsetAt(moment: number): number;
}

// Making an Intl formatter costs more than using it a hundred times.
const zones = new Map<string, Zone>();

/** UTC for nobody's zone, and for one that this machine does not know. */
function zoneOf(timeZone: string | null): Zone {
  const name = timeZone ?? "UTC";
  let zone = zones.get(name);
  if (!zone) {
    zone = makeZone(name) ?? makeZone("UTC")!;
    if (zones.size > 500) zones.clear();
    zones.set(name, zone);
  }
  return zone;
}

function makeZone(timeZone: string): Zone | undefined {
  const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { ...fields, second: "numeric", hourCycle: "h23", timeZone });
  } catch {
    return undefined;
  }
  return {
    offsetAt(moment) {
      const second = Math.floor(moment / 1_000) * 1_000;
      const part: Record<string, number> = {};
      for (const { type, value } of format.formatToParts(second)) part[type] = Number(value);
      const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second: shown = 0 } = part;
      return Date.UTC(year, month - 1, day, hour, minute, shown) - second;
    },
  };
}
