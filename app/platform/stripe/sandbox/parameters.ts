import { z } from "zod";
import type { FormParams } from "./form-body.ts";
import { parameterError } from "./stripe-error.ts";

/** Pieces of the parameters that our calls send, as form text becomes values. */
export const text = z.string().min(1, "empty").max(5_000);
export const integer = z
  .string()
  .regex(/^-?\d{1,12}$/, "integer")
  .transform(Number);
export const flag = z.enum(["true", "false"]).transform((word) => word === "true");
export const currency = z
  .string()
  .regex(/^[a-z]{3}$/i, "must be a three-letter ISO currency code")
  .transform((code) => code.toLowerCase());
export const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
export const expand = z.array(text).max(20).default([]);

const moment = z.union([
  integer,
  z.strictObject({ gt: integer.optional(), gte: integer.optional(), lt: integer.optional(), lte: integer.optional() }),
]);

/** What every list takes. */
export const listing = {
  expand,
  limit: integer.pipe(z.number().min(1, "must be 1 to 100").max(100, "must be 1 to 100")).default(10),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: moment.optional(),
};

export type Moment = z.infer<typeof moment>;

/** @throws StripeError as Stripe words it. */
export function readParams<Shape extends z.ZodType>(shape: Shape, params: FormParams): z.infer<Shape> {
  // Zod reports a missing value without it; with its input, a missing parameter is told from a wrong one.
  const parsed = shape.safeParse(params, { reportInput: true });
  if (!parsed.success) throw parameterError(parsed.error);
  return parsed.data;
}
