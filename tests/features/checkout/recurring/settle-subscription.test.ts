import { describe, expect, test } from "vitest";
import { settleSubscription } from "#app/features/checkout/recurring/settle-subscription.ts";
import { day, facts, instalments, invoice, membership, price } from "#tests/support/subscription-facts.ts";

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
