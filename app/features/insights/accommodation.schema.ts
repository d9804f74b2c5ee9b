import { z } from "zod";
import { parseLocalTime } from "#app/features/instruments/local-time.ts";

const WHY = "Write why. It is kept in the audit log.";
const reason = z
  .string({ error: WHY })
  .trim()
  .min(1, WHY)
  .max(500, "Write at most 500 characters.")
  .refine((text) => !text.includes("\0"), "Write the reason without control characters.");

const lessonKey = z
  .string({ error: "Choose an assessment of the list." })
  .regex(/^[a-z0-9-]{2,64}$/, "Choose an assessment of the list.");

/** A whole number in a field that may be left empty. */
const count = (rule: string, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, rule)
    .transform(Number)
    .refine((number) => number <= most, rule)
    .optional();

export const accommodationForm = z.object({
  lessonKey,
  extraAttempts: count("Write a whole number up to 100.", 100),
  extraMinutes: count("Write whole minutes up to 1440, which is a day.", 1_440),
  closes: z
    .string()
    .refine((written) => parseLocalTime(written)?.day, "Write the last day as year, month and day, such as 2027-05-31.")
    .optional(),
  reason,
});

export const withdrawalForm = z.object({ lessonKey, reason });
