import { z } from "zod";
import { readAmount } from "#app/components/amount-text.ts";
import { normalCode } from "#app/features/checkout/decide-coupon.ts";

const CODE_RULE = "Write 3 to 40 letters and digits, such as SPRING27.";
const DAY_RULE = "Write the day as year, month and day, such as 2027-05-31.";

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, DAY_RULE)
  .transform((written, context) => {
    const date = new Date(`${written}T00:00:00Z`);
    if (!Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === written) return date;
    context.addIssue({ code: "custom", message: DAY_RULE });
    return z.NEVER;
  })
  .optional();

const OFF_RULE = "Write a share from 1 % to 100 %, or an amount with its currency, such as 20 EUR.";

/** "20 %", "20%" or "20 EUR", "12.50 usd". */
const off = z.string({ error: OFF_RULE }).transform((written, context) => {
  const percent = /^\s*([1-9]\d?|100)\s*%\s*$/.exec(written);
  if (percent) return { percent: Number(percent[1]) };
  const amount = /^\s*([\d\s.,]+?)\s*([a-z]{3})\s*$/i.exec(written);
  const currency = amount?.[2]?.toLowerCase() ?? "";
  const units = amount ? readAmount(amount[1]!, currency) : undefined;
  if (units !== undefined && units > 0 && units < 100_000_000) return { amount: units, currency };
  context.addIssue({ code: "custom", message: OFF_RULE });
  return z.NEVER;
});

export const couponForm = z.object({
  name: z
    .string({ error: "Write what you call it." })
    .trim()
    .min(1, "Write what you call it.")
    .max(120, "Write at most 120 letters."),
  code: z.string({ error: CODE_RULE }).transform((written, context) => {
    const code = normalCode(written);
    if (code !== undefined) return code;
    context.addIssue({ code: "custom", message: CODE_RULE });
    return z.NEVER;
  }),
  off,
  startsAt: day,
  /** The last day on which it counts, UTC. */
  lastDay: day,
  maxUses: z.coerce
    .number({ error: "Write a whole number." })
    .int("Write a whole number.")
    .min(1, "Write 1 or more.")
    .max(1_000_000, "Write at most a million.")
    .optional(),
  oncePerPerson: z.literal("on").optional(),
  firstPurchaseOnly: z.literal("on").optional(),
  productIds: z.array(z.string().regex(/^[0-9a-f-]{36}$/, "Choose from the list.")).default([]),
});

export const couponSwitchForm = z.object({
  couponId: z.string({ error: "There is no such coupon." }).regex(/^[0-9a-f-]{36}$/, "There is no such coupon."),
  active: z.enum(["true", "false"]).transform((word) => word === "true"),
});
