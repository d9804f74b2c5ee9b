import { expect, test } from "vitest";
import { dayIn, giftDayFault, isDay, lastGiftDay } from "#app/features/checkout/gifts/gift-day.ts";

test("a day is that of the buyer's calendar", () => {
  const at = new Date("2026-12-24T23:30:00Z");
  expect(dayIn("UTC", at)).toBe("2026-12-24");
  expect(dayIn("Asia/Tokyo", at)).toBe("2026-12-25");
  expect(dayIn("America/Los_Angeles", at)).toBe("2026-12-24");
});

test("only days of the calendar are days", () => {
  for (const day of ["2026-02-28", "2028-02-29", "2026-12-31"]) expect(isDay(day), day).toBe(true);
  for (const day of ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "", "2026-01-01T00:00", "tomorrow"])
    expect(isDay(day), day).toBe(false);
});

test("a gift waits from today to a year from now", () => {
  expect(giftDayFault("2026-11-23", "2026-11-23")).toBeNull();
  expect(giftDayFault("2026-11-22", "2026-11-23")).toMatch(/over/);
  expect(giftDayFault(lastGiftDay("2026-11-23"), "2026-11-23")).toBeNull();
  expect(giftDayFault("2027-11-25", "2026-11-23")).toMatch(/within a year/);
  expect(giftDayFault("2026-02-30", "2026-01-01")).toMatch(/calendar/);
});
