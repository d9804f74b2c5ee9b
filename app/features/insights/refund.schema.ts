import { z } from "zod";
import { reasonField } from "./desk.schema.ts";

const BROKEN = "The form is not whole. Open the page again.";
const minorUnits = z.coerce.number({ error: BROKEN }).int(BROKEN).min(1, BROKEN).max(99_999_999, BROKEN);

/** What the page that shows the effects of a refund sends when they are wanted. */
export const refundForm = z.object({
  amount: minorUnits,
  left: minorUnits,
  /** Of a refund for one item. */
  itemId: z
    .string()
    .regex(/^[0-9a-f-]{36}$/, BROKEN)
    .optional(),
  requestId: z.string({ error: BROKEN }).regex(/^[0-9a-f-]{36}$/, BROKEN),
  reason: reasonField,
});
