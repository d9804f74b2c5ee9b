/** The time, as commands and queries see it. A test moves it; nothing else in the code asks for the time. */
let offsetMilliseconds = 0;

export function now(): Date {
  return new Date(Date.now() + offsetMilliseconds);
}

/** For tests and the fault harness: shifts the clock of this process, in milliseconds. */
export function shiftClock(milliseconds: number): void {
  offsetMilliseconds = milliseconds;
}
