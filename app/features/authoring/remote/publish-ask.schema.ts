import { z } from "zod";

export const publishAskSchema = z.object({
  revision: z.number().int().min(1).max(1e9),
  notes: z.string().max(2_000).default(""),
});
