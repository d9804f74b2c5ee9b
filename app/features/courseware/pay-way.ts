import { smallestStep } from "#app/platform/stripe/currencies.ts";
import type { CourseFields } from "./course-files.schema.ts";
import type { Findings } from "./fault.ts";
import type { PayWay } from "./manifest.ts";

export const EVERY_RULE = "how often, such as month, 2 weeks or year; at most three years";

const LONGEST = { day: 1_095, week: 156, month: 36, year: 3 };

/** What `every: month` or `every: 2 weeks` says; null where it says nothing that Stripe takes. */
export function readEvery(words: string): Pick<PayWay, "interval" | "intervalCount"> | null {
  const match = /^(?:([1-9]\d{0,3}) )?(day|week|month|year)s?$/.exec(words.trim());
  if (!match) return null;
  const interval = match[2] as PayWay["interval"];
  const intervalCount = Number(match[1] ?? 1);
  return intervalCount <= LONGEST[interval] ? { interval, intervalCount } : null;
}

/** The other ways to pay, in the currency of the price; none for a free course. */
export function payWaysOf({ price, payWays }: CourseFields): PayWay[] {
  if (price === "free") return [];
  return payWays.map(({ key, amount, every, payments, trialDays }) => ({
    key,
    amount,
    currency: price.currency,
    ...readEvery(every)!,
    ...(payments !== undefined && { payments }),
    ...(trialDays !== undefined && { trialDays }),
  }));
}

export function checkPayWays({ price, payWays }: CourseFields, at: { file: string; line: number }, findings: Findings): void {
  if (payWays.length === 0) return;
  if (price === "free") {
    const remedy = "Remove `payWays`, or give the course a price.";
    findings.fault({ ...at, message: "A free course has nothing to pay in other ways.", remedy });
    return;
  }
  const step = smallestStep(price.currency);
  for (const [place, { key, amount }] of payWays.entries()) {
    if (payWays.findIndex((other) => other.key === key) < place) {
      findings.fault({ ...at, message: `Two ways to pay have the key ${key}.`, remedy: "Give each a key of its own." });
    }
    if (amount % step !== 0) {
      const remedy = `Amounts in ${price.currency} are multiples of ${step}.`;
      findings.fault({ ...at, message: `${amount} cannot be charged in ${price.currency} (way ${key}).`, remedy });
    }
  }
}
