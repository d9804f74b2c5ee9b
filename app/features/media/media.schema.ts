import { z } from "zod";

export const changeSchema = z.object({
  fileId: z.string().min(1).max(64),
  intent: z.enum(["describe", "put-away", "bring-back"]),
  alt: z.string().trim().max(500, "Describe it in 500 signs at most.").default(""),
});
