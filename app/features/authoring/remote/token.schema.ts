import { z } from "zod";
import { TOKEN_SCOPES } from "./course-token.ts";

export const tokenForm = z.object({
  intent: z.literal("make"),
  name: z.string({ error: "Give it a name." }).trim().min(1, "Give it a name.").max(100, "Write at most 100 characters."),
  scope: z.enum(TOKEN_SCOPES),
});
