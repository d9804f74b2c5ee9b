import { expect, test } from "vitest";
import { timeLeft } from "#app/features/assessment/time-left.ts";

test("the time that is left is said in minutes, hours or days", () => {
  const minutes = [0, 1, 20, 60, 90, 47 * 60, 3 * 1_440 + 5];
  expect(minutes.map((left) => timeLeft(left * 60_000))).toEqual([
    "The time is over.",
    "Less than a minute left.",
    "About 20 minutes left.",
    "About 1 h left.",
    "About 1 h 30 min left.",
    "About 47 h left.",
    "About 3 days left.",
  ]);
});
