import { z } from "zod";
import { STRIPE_CURRENCIES, smallestStep } from "#app/platform/stripe/currencies.ts";
import { CURRENCY_RULE, key, list, markdown, STEP_RULE, text } from "./course-files.schema.ts";

/** The fields of a file in content/products, as docs/products.md describes them. */

const AMOUNT_RULE = "a whole number of minor units (14900 for 149.00): 0 for what costs nothing, or 50 to 99999999";
const amount = z
  .int({ error: AMOUNT_RULE })
  .max(99_999_999, AMOUNT_RULE)
  .refine((units) => units === 0 || units >= 50, AMOUNT_RULE);
const currency = z.string({ error: CURRENCY_RULE }).refine((code) => STRIPE_CURRENCIES.has(code), CURRENCY_RULE);
const chargeable = (price: { amount: number; currency: string }) => price.amount % smallestStep(price.currency) === 0;
const stepRule = { error: STEP_RULE, path: ["amount"] };

const REGION_RULE = "a country in capitals, such as GB";
const region = z.string({ error: REGION_RULE }).regex(/^[A-Z]{2}$/, REGION_RULE);

const MOMENT_RULE = "a day such as 2026-12-01, or a day with a time such as 2026-12-01 18:00, in UTC";
const moment = z
  .string({ error: MOMENT_RULE })
  .regex(/^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?$/, MOMENT_RULE)
  .refine((written) => readMoment(written) !== undefined, MOMENT_RULE);

/** The moment of a day (its first) or of a day with a time, in UTC. */
export function readMoment(written: string): Date | undefined {
  const [day = "", time = "00:00"] = written.split(" ");
  const date = new Date(`${day}T${time}:00Z`);
  // 2026-02-30 would be a day of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${day}T${time}`) ? date : undefined;
}

const price = z
  .strictObject(
    { amount, currency, regions: list(region, "a list of countries", 0, 250).default([]) },
    { error: "amount and currency" },
  )
  .refine(chargeable, stepRule);
const sale = z
  .strictObject({ amount, currency, from: moment, until: moment }, { error: "amount, currency, from and until" })
  .refine(chargeable, stepRule);
const plainPrice = z.strictObject({ amount, currency }, { error: "amount and currency" }).refine(chargeable, stepRule);

export const productSchema = z.strictObject({
  key,
  title: text("the title, at most 120 characters", 120).optional(),
  tagline: text("one line of at most 140 characters", 140).optional(),
  summary: markdown("one to three paragraphs").optional(),
  contains: list(key, "a list of 2 to 50 keys of courses", 2, 50).optional(),
  prices: list(price, "a list of at most 40 prices, each with amount and currency", 0, 40).default([]),
  sales: list(sale, "a list of at most 40 sales, each with amount, currency, from and until", 0, 40).default([]),
  bump: z
    .strictObject(
      {
        product: key,
        text: text("one sentence of at most 200 characters", 200),
        prices: list(plainPrice, "a list of at most 40 prices, each with amount and currency", 0, 40).default([]),
      },
      { error: "product and text" },
    )
    .optional(),
  afterPayment: markdown("what happens after you pay").optional(),
  refundPolicy: markdown("when money is given back").optional(),
});
export type ProductFields = z.infer<typeof productSchema>;
