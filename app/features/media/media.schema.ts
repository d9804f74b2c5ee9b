import { z } from "zod";

const NO_FORM = "This form is not known here. Open the page again.";

export const changeSchema = z.object({
  fileId: z.string({ error: NO_FORM }).regex(/^[\w-]{1,64}$/, NO_FORM),
  intent: z.enum(["describe", "put-away", "bring-back"], { error: NO_FORM }),
  alt: z
    .string({ error: NO_FORM })
    .trim()
    .regex(/^\P{Cc}*$/u, "Describe it in one line of plain text.")
    .max(500, "Describe it in 500 signs at most.")
    .default(""),
});
