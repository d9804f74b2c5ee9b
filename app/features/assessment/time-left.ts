/** The time that is left, in words that do not hurry: whole minutes, and the last one as such. */
export function timeLeft(milliseconds: number): string {
  if (milliseconds <= 0) return "The time is over.";
  if (milliseconds <= 60_000) return "Less than a minute left.";
  const minutes = Math.ceil(milliseconds / 60_000);
  if (minutes < 60) return `About ${minutes} minutes left.`;
  // What closes in some weeks has a deadline too.
  if (minutes >= 2 * 1_440) return `About ${Math.floor(minutes / 1_440)} days left.`;
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)} h`;
  return `About ${rest === 0 ? hours : `${hours} ${rest} min`} left.`;
}

/** Moments at which the time left is read out: five minutes and one minute before the end. */
const ANNOUNCED = [5 * 60_000, 60_000];

/** What to read out between two looks at the clock, if anything. */
export function announcement(before: number, now: number): string | undefined {
  return ANNOUNCED.some((moment) => before > moment && now <= moment && now > 0) ? timeLeft(now) : undefined;
}
