import { z } from "zod";
import { reasonField } from "./desk.schema.ts";

export const regradeForm = z.object({
  /** The key whose effects the person was shown. */
  keyRevisionId: z.string({ error: "The form is not whole. Open the page again." }).max(64),
  attemptIds: z.preprocess(
    (given) => (given === undefined || Array.isArray(given) ? given : [given]),
    z.array(z.string().max(64), { error: "Choose at least one attempt." }).min(1, "Choose at least one attempt.").max(500),
  ),
  reason: reasonField,
});
