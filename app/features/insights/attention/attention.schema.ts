import { z } from "zod";
import { reasonField } from "../desk.schema.ts";
import { needsReason, REMEDY_BUTTONS, type RemedyKind } from "./matters.ts";

const BROKEN = "The form is not whole. Open the page again.";
const kinds = Object.keys(REMEDY_BUTTONS) as [RemedyKind, ...RemedyKind[]];

/** What a button of the list sends. Who moves money or access says why. */
export const matterForm = z
  .object({
    key: z.string({ error: BROKEN }).regex(/^[\x21-\x7e]{1,400}$/, BROKEN),
    kind: z.enum(kinds, { error: BROKEN }),
    reason: reasonField.optional(),
  })
  .superRefine(({ kind, reason }, context) => {
    if (needsReason(kind) && !reason)
      context.addIssue({ code: "custom", path: ["reason"], message: "Write why. It is kept in the audit log." });
  });
