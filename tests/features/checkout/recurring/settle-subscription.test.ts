import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type InvoiceFacts,
  type PlanTerms,
  type SubscriptionFacts,
  settleSubscription,
} from "#app/features/checkout/recurring/settle-subscription.ts";

const DAY = 24 * 60 * 60 * 1000;
const day = (number: number) => new Date(Date.UTC(2027, 0, 1) + number * DAY);
const price = { amount: 1_900, currency: "usd", interval: "month", intervalCount: 1 };
const membership: PlanTerms = { ...price, payments: null, livemode: false, graceDays: 7 };
const instalments: PlanTerms = { ...membership, payments: 3 };
/** The payment of the period that begins so many months of thirty days after the first. */
const invoice = (month: number, changes: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  status: "paid",
  total: 1_900,
  from: day(30 * month),
  until: day(30 * (month + 1)),
  dueAt: day(30 * month),
  creditFrom: null,
  attempts: 1,
  received: changes.status === undefined || changes.status === "paid" ? 1_900 : 0,
  refunds: [],
  disputes: [],
  ...changes,
});
const facts = (changes: Partial<SubscriptionFacts> = {}): SubscriptionFacts => ({
  ...{ status: "active", livemode: false, currency: "usd", price },
  ...{ trialEndsAt: null, periodEndsAt: day(30), cancelAt: null, endedAt: null, invoices: [invoice(0)] },
  ...changes,
});
const refunded = { refunds: [{ amount: 1_900, status: "succeeded" }] };
const lost = { disputes: [{ status: "lost" }] };
const until = (number: number) => ({ until: day(number) });

describe("the table of docs/money.md for memberships", () => {
  test.each([
    ["running", facts(), 10, "active", until(37)],
    ["not paid yet", facts({ status: "incomplete", invoices: [invoice(0, { status: "open" })] }), 0, "incomplete", "none"],
    ["given up before it began", facts({ status: "incomplete_expired", invoices: [] }), 2, "canceled", "none"],
    [
      "on trial",
      facts({ status: "trialing", trialEndsAt: day(7), invoices: [invoice(0, { total: 0, received: 0, until: day(7) })] }),
      3,
      "trialing",
      until(14),
    ],
    [
      "a trial that was ended",
      facts({ status: "canceled", trialEndsAt: day(7), endedAt: day(2), invoices: [] }),
      3,
      "canceled",
      until(2),
    ],
    [
      "the renewal is a draft",
      facts({ invoices: [invoice(0), invoice(1, { status: "draft", attempts: 0 })] }),
      30,
      "active",
      until(37),
    ],
    [
      "the renewal failed",
      facts({ status: "past_due", invoices: [invoice(0), invoice(1, { status: "open" })] }),
      33,
      "past_due",
      until(37),
    ],
    [
      "it still is not paid",
      facts({ status: "past_due", invoices: [invoice(0), invoice(1, { status: "open" })] }),
      37,
      "unpaid",
      until(37),
    ],
    [
      "given up as uncollectible",
      facts({ invoices: [invoice(0), invoice(1, { status: "uncollectible" })] }),
      40,
      "unpaid",
      until(37),
    ],
    ["paid after all", facts({ invoices: [invoice(0), invoice(1)] }), 40, "active", until(67)],
    ["cancelled for the end", facts({ cancelAt: day(30) }), 10, "active", until(30)],
    ["cancelled at once", facts({ status: "canceled", endedAt: day(10) }), 10, "canceled", until(30)],
    ["paused", facts({ status: "paused" }), 10, "paused", until(30)],
    [
      "a part was refunded",
      facts({ invoices: [invoice(0, { refunds: [{ amount: 1_899, status: "succeeded" }] })] }),
      10,
      "active",
      until(37),
    ],
    ["refunded", facts({ invoices: [invoice(0, refunded)] }), 10, "refunded", "order-refunded"],
    [
      "a refund that failed",
      facts({ invoices: [invoice(0, { refunds: [{ amount: 1_900, status: "failed" }] })] }),
      10,
      "active",
      until(37),
    ],
    ["an older period refunded", facts({ invoices: [invoice(0, refunded), invoice(1)] }), 40, "active", until(67)],
    [
      "the newest refunded, the older over",
      facts({ invoices: [invoice(0), invoice(1, refunded)] }),
      33,
      "refunded",
      "order-refunded",
    ],
    ["the next refunded, this one runs", facts({ invoices: [invoice(0), invoice(1, refunded)] }), 20, "active", until(30)],
    [
      "a dispute under way",
      facts({ invoices: [invoice(0, { disputes: [{ status: "needs_response" }] })] }),
      10,
      "disputed",
      until(37),
    ],
    ["a dispute lost", facts({ invoices: [invoice(0, lost)] }), 10, "failed", "dispute-lost"],
    [
      "changed to a shorter rhythm",
      facts({ invoices: [invoice(0, { until: day(365) }), invoice(1, { total: -10, received: 0, creditFrom: day(30) })] }),
      40,
      "active",
      until(67),
    ],
  ] as const)("%s", (_name, stripe, at, status, access) => {
    expect(settleSubscription(membership, stripe, day(at))).toMatchObject({ status, access, attention: null });
  });
});

describe("the table of docs/money.md for instalments", () => {
  const three = [invoice(0), invoice(1), invoice(2)];
  test.each([
    ["the first is paid", facts(), 10, "active", until(37)],
    ["all are paid", facts({ invoices: three }), 70, "paid_up", { until: null }],
    [
      "all are paid, and it has ended",
      facts({ status: "canceled", endedAt: day(90), invoices: three }),
      900,
      "paid_up",
      { until: null },
    ],
    [
      "the second failed",
      facts({ status: "past_due", invoices: [invoice(0), invoice(1, { status: "open" })] }),
      33,
      "past_due",
      until(37),
    ],
    [
      "the second is missing, the third is paid",
      facts({ invoices: [invoice(0), invoice(1, { status: "uncollectible" }), invoice(2)] }),
      70,
      "unpaid",
      until(37),
    ],
    [
      "the second was forgiven",
      facts({ invoices: [invoice(0), invoice(1, { status: "void" }), invoice(2)] }),
      70,
      "paid_up",
      { until: null },
    ],
    ["ended early", facts({ status: "canceled", endedAt: day(12) }), 20, "canceled", until(30)],
    [
      "one of three refunded",
      facts({ invoices: [invoice(0, refunded), invoice(1), invoice(2)] }),
      70,
      "paid_up",
      { until: null },
    ],
    ["all refunded", facts({ invoices: three.map((one) => ({ ...one, ...refunded })) }), 70, "refunded", "order-refunded"],
    ["a dispute lost", facts({ invoices: [invoice(0), invoice(1, lost), invoice(2)] }), 70, "failed", "dispute-lost"],
    [
      "a bank asks",
      facts({ invoices: [invoice(0), invoice(1, { disputes: [{ status: "warning_needs_response" }] }), invoice(2)] }),
      70,
      "disputed",
      { until: null },
    ],
    ["nothing paid", facts({ invoices: [invoice(0, { status: "open" })] }), 0, "incomplete", "none"],
  ] as const)("%s", (_name, stripe, at, status, access) => {
    expect(settleSubscription(instalments, stripe, day(at))).toMatchObject({ status, access, attention: null });
  });

  test("one payment too many is for a person to see", () => {
    const settled = settleSubscription(instalments, facts({ invoices: [...three, invoice(3)] }), day(100));
    expect(settled).toMatchObject({ access: { until: null }, attention: expect.stringContaining("4 payments") });
  });
});

test.each([
  ["live mode", { livemode: true }],
  ["another currency", { currency: "eur", price: { ...price, currency: "eur" } }],
  ["another amount", { price: { ...price, amount: 100 } }],
  ["another rhythm", { price: { ...price, interval: "year" } }],
  ["no price", { price: null }],
])("%s than agreed changes no access and asks for a person", (_name, changes) => {
  const settled = settleSubscription(membership, facts(changes), day(1));
  expect(settled).toMatchObject({ access: "unchanged", attention: expect.any(String) });
});

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
