import { z } from "zod";

export const reasonField = z
  .string({ error: "Write why. It is kept in the audit log." })
  .trim()
  .min(1, "Write why. It is kept in the audit log.")
  .max(500, "Write at most 500 characters.")
  .refine((text) => !text.includes("\0"), "Write the reason without control characters.");
const id = (what: string) => z.string({ error: what }).regex(/^[0-9a-f-]{36}$/, what);

const UNTIL_RULE = "Write the last day as year, month and day, such as 2027-05-31.";

/** A day, as the first moment after it in UTC. */
export const until = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, UNTIL_RULE)
  .transform((written, context) => {
    const day = new Date(`${written}T00:00:00Z`);
    if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== written) {
      context.addIssue({ code: "custom", message: UNTIL_RULE });
      return z.NEVER;
    }
    return new Date(day.getTime() + 86_400_000);
  })
  .optional();

export const grantForm = z.object({
  courseId: id("Choose a course of the list."),
  until,
  reason: reasonField,
  /** Names one sending of the form, so that sending it twice grants once. */
  grantKey: id("The form is not whole. Open the page again."),
});
export const revokeForm = z.object({
  entitlementId: id("There is no such entitlement. Open the page again."),
  reason: reasonField,
});
export const roleForm = z.object({
  role: z.enum(["student", "instructor", "admin"], { error: "Choose a role of the list." }),
  reason: reasonField,
});
