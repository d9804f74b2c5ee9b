import { z } from "zod";
import { formText } from "../form-text.ts";
import { TOKEN_SCOPES } from "./course-token.ts";

export const tokenForm = z.object({
  intent: z.literal("make"),
  name: formText("Give it a name.").trim().min(1, "Give it a name.").max(100, "Write at most 100 characters."),
  scope: z.enum(TOKEN_SCOPES),
});
