import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type InvoiceFacts,
  type PlanTerms,
  type SubscriptionFacts,
  settleSubscription,
} from "#app/features/checkout/recurring/settle-subscription.ts";
import { DAY, day, facts, instalments, invoice, membership } from "#tests/support/subscription-facts.ts";

const words = <T extends string>(...some: T[]) => fc.constantFrom(...some);
const anyInvoice = (month: number): fc.Arbitrary<InvoiceFacts> =>
  fc
    .record({
      status: words("draft", "open", "paid", "paid", "paid", "uncollectible", "void"),
      attempts: fc.integer({ min: 0, max: 4 }),
      back: fc.constantFrom(0, 0, 0, 100, 1_900),
      dispute: fc.option(words("needs_response", "won", "lost", "warning_closed"), { freq: 4 }),
    })
    .map(({ status, attempts, back, dispute }) =>
      invoice(month, {
        status,
        attempts,
        refunds: status === "paid" && back > 0 ? [{ amount: back, status: "succeeded" }] : [],
        disputes: status === "paid" && dispute ? [{ status: dispute }] : [],
      }),
    );
const anyFacts: fc.Arbitrary<SubscriptionFacts> = fc
  .record({
    status: words("active", "past_due", "unpaid", "paused", "canceled", "incomplete", "incomplete_expired", "new_word"),
    count: fc.integer({ min: 0, max: 4 }),
    cancelAt: fc.option(fc.integer({ min: 1, max: 150 })),
    endedAt: fc.integer({ min: 1, max: 150 }),
  })
  .chain(({ status, count, cancelAt, endedAt }) =>
    fc.tuple(...Array.from({ length: count }, (_, month) => anyInvoice(month))).map((invoices) =>
      facts({
        status,
        invoices,
        cancelAt: cancelAt === null ? null : day(cancelAt),
        endedAt: status === "canceled" || status === "incomplete_expired" ? day(endedAt) : null,
      }),
    ),
  );

/** The table once more, day by day: is it open on this day? Trials and changes of plan are in the rows above. */
function isOpen(terms: PlanTerms, stripe: SubscriptionFacts, at: Date): boolean {
  const over = ["canceled", "incomplete_expired"].includes(stripe.status);
  if (stripe.status.startsWith("incomplete")) return false;
  const paid = stripe.invoices.filter((one) => one.status === "paid");
  const goneBack = (one: InvoiceFacts) => one.refunds.some((refund) => refund.amount >= one.received);
  const taken = (one: InvoiceFacts) => one.disputes.some((dispute) => dispute.status === "lost");
  const days = (number: number) => number * DAY;
  if (terms.payments !== null) {
    if (paid.length === 0 || paid.every(goneBack) || paid.some(taken)) return false;
    const settled = stripe.invoices.filter((one) => one.status === "paid" || one.status === "void");
    if (settled.length >= terms.payments) return true;
    const missing = stripe.invoices.find((one) => one.status === "uncollectible" || (one.status === "open" && one.attempts > 0));
    if (missing) return at.getTime() < missing.from.getTime() + days(7);
    const end = Math.max(...settled.map((one) => one.until.getTime()));
    return at.getTime() < end + (over || stripe.status === "paused" ? 0 : days(7));
  }
  const good = paid.filter((one) => !goneBack(one) && !taken(one));
  if (good.length === 0) return false;
  const end = Math.max(...good.map((one) => one.until.getTime()));
  if (at.getTime() < end) return true;
  const bad = paid.some((one) => (goneBack(one) || taken(one)) && one.until.getTime() > end);
  const stops = over || stripe.status === "paused" || (stripe.cancelAt !== null && stripe.cancelAt.getTime() <= end);
  return !bad && !stops && at.getTime() < end + days(7);
}

describe("whatever Stripe says", () => {
  const anyTerms = fc.constantFrom(membership, instalments);
  const anyDay = fc.integer({ min: 0, max: 200 }).map(day);

  test("it is open on the days on which the table says so, and on no other", () => {
    fc.assert(
      fc.property(anyTerms, anyFacts, anyDay, (terms, stripe, at) => {
        const { access } = settleSubscription(terms, stripe, at);
        const open = typeof access === "object" && (access.until === null || at < access.until);
        expect(open).toBe(isOpen(terms, stripe, at));
      }),
      { numRuns: 5_000 },
    );
  });

  test("time alone opens nothing that was closed", () => {
    fc.assert(
      fc.property(anyTerms, anyFacts, anyDay, fc.integer({ min: 1, max: 100 }), (terms, stripe, at, more) => {
        const openAt = (moment: Date) => {
          const { access } = settleSubscription(terms, stripe, moment);
          return typeof access === "object" && (access.until === null || moment < access.until);
        };
        if (openAt(new Date(at.getTime() + more * DAY))) expect(openAt(at)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("nothing is open for which no money came and stayed", () => {
    fc.assert(
      fc.property(anyTerms, anyFacts, anyDay, (terms, stripe, at) => {
        const { access } = settleSubscription(terms, stripe, at);
        if (typeof access !== "object") return;
        const left = stripe.invoices.map((one) => one.received - one.refunds.reduce((sum, refund) => sum + refund.amount, 0));
        expect(Math.max(...left)).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
