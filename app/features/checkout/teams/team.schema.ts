import { z } from "zod";
import { forgotPasswordForm, profileForm } from "#app/features/accounts/accounts.schema.ts";
import { FEWEST_SEATS, MOST_SEATS } from "./seat-rules.ts";

const howMany = `A team has ${FEWEST_SEATS} to ${MOST_SEATS} seats.`;

export const teamForm = z.object({
  name: profileForm.shape.name,
  seats: z
    .string({ error: howMany })
    .regex(/^\d{1,4}$/, howMany)
    .transform(Number)
    .refine((seats) => seats >= FEWEST_SEATS && seats <= MOST_SEATS, howMany),
  requestId: z.uuid({ error: "Open the page again, and send it once more." }),
});

const NOBODY = "Write at least one e-mail address.";

/** Addresses one below another, or between commas. */
export const inviteForm = z.object({
  emails: z
    .string({ error: NOBODY })
    .max(60_000, "These are more addresses than a team has seats.")
    .transform((written) => written.split(/[\s,;]+/).filter(Boolean))
    .superRefine((words, context) => {
      const wrong = words.filter((word) => !forgotPasswordForm.shape.email.safeParse(word).success);
      if (words.length === 0) context.addIssue({ code: "custom", message: NOBODY });
      if (wrong.length > 0)
        context.addIssue({ code: "custom", message: `No e-mail address: ${wrong.slice(0, 5).join(", ").slice(0, 300)}.` });
    })
    .transform((words) => words.map((word) => word.toLowerCase())),
});

export const seatForm = z.object({ seatId: z.string({ error: "Choose a seat." }).max(64) });
