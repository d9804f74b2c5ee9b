import { z } from "zod";
import { forgotPasswordForm } from "#app/features/accounts/accounts.schema.ts";
import { STAFF_ROLES } from "../staff-access.ts";

const BROKEN = "Open the page again, and send it once more.";
const role = z.enum(STAFF_ROLES, { error: "Choose what they are on this course." });
const userId = z.string({ error: BROKEN }).regex(/^[\w-]{1,64}$/, BROKEN);

/** What the page of a course's staff sends. */
export const staffForm = z.discriminatedUnion(
  "intent",
  [
    z.object({ intent: z.literal("add"), email: forgotPasswordForm.shape.email, role }),
    z.object({ intent: z.literal("change"), userId, role }),
    z.object({ intent: z.literal("remove"), userId }),
  ],
  { error: BROKEN },
);
