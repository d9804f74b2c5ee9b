import type { Figure, Interval, WhyNone } from "#app/features/instruments/statistics/figure.ts";

const WHY: Record<WhyNone, string> = {
  nobody: "no answers",
  "too-few-people": "too few people",
  "too-few-items": "too few items",
  "no-variance": "all the same",
  "nobody-in-common": "nobody answered both",
  "not-two-valued": "more than two scores",
  "no-common-factor": "nothing in common",
  "improper-solution": "no proper solution",
  "not-converged": "no solution found",
  "not-a-reliability": "no reliability",
  "no-error": "no error",
  "not-finite": "numbers too large",
};

/** A figure to so many places, or in a few words why there is none. */
export function figureText(figure: Figure, places = 2): string {
  if (figure.value === null) return WHY[figure.reason];
  // No minus before a nought that is only rounded.
  const text = figure.value.toFixed(places);
  return Number(text) === 0 ? (0).toFixed(places) : text.replace("-", "−");
}

/** A share of one as a percentage without decimals. */
export function percentText(figure: Figure): string {
  return figure.value === null ? WHY[figure.reason] : `${Math.round(figure.value * 100)} %`;
}

export function intervalText({ lower, upper }: Interval, places = 2): string {
  return lower.value === null ? WHY[lower.reason] : `${figureText(lower, places)} to ${figureText(upper, places)}`;
}

/** Seconds in the largest unit that says something: "45 s", "3 min 20 s", "2 h 5 min". */
export function durationText(figure: Figure): string {
  if (figure.value === null) return WHY[figure.reason];
  const seconds = Math.round(figure.value);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
