import fc from "fast-check";
import { expect, test } from "vitest";
import { ledgerLines } from "#app/features/checkout/ledger-lines.ts";
import type { StripeReading } from "#app/features/checkout/stripe-facts.server.ts";

const AT = new Date("2026-03-01T12:00:00Z");
const PAID = new Date("2026-02-01T08:00:00Z");

function reading(given: { refunds?: [string, number][]; disputes?: [string, number][] }): StripeReading {
  const { refunds = [], disputes = [] } = given;
  const money = { amount: 14_900, currency: "usd", livemode: false };
  return {
    facts: {} as never,
    orderIdHint: null,
    buyer: { email: null, name: null },
    payment: { paymentIntentId: "pi_1", chargeId: "ch_1", ...money, paidAt: PAID },
    refunds: refunds.map(([status, amount], i) => ({
      id: `re_${i}`,
      amount,
      currency: "usd",
      status,
      reason: "",
      itemId: null,
      createdAt: PAID,
    })),
    disputes: disputes.map(([status, amount], i) => ({ id: `du_${i}`, amount, currency: "usd", status, createdAt: PAID })),
  };
}
const balance = (lines: { amount: number }[]) => lines.reduce((sum, { amount }) => sum + amount, 0);
const kinds = (given: Parameters<typeof reading>[0]) => ledgerLines(reading(given), AT).map(({ kind, amount }) => [kind, amount]);

test("a payment that was not made has no line", () => {
  expect(ledgerLines({ ...reading({}), payment: null }, AT)).toEqual([]);
});

test("money stands at the time that Stripe names", () => {
  expect(ledgerLines(reading({}), AT)).toMatchObject([{ key: "payment:pi_1", amount: 14_900, happenedAt: PAID }]);
});

test.each([
  ["pending", [["refund", -100]]],
  ["succeeded", [["refund", -100]]],
  ["requires_action", [["refund", -100]]],
  [
    "failed",
    [
      ["refund", -100],
      ["refund_returned", 100],
    ],
  ],
  [
    "canceled",
    [
      ["refund", -100],
      ["refund_returned", 100],
    ],
  ],
])("a refund that is %s", (status, lines) => {
  expect(kinds({ refunds: [[status, 100]] }).slice(1)).toEqual(lines);
});

test.each([
  ["warning_needs_response", []],
  ["warning_closed", []],
  ["prevented", []],
  ["needs_response", [["dispute", -100]]],
  ["under_review", [["dispute", -100]]],
  ["lost", [["dispute", -100]]],
  [
    "won",
    [
      ["dispute", -100],
      ["dispute_returned", 100],
    ],
  ],
])("a dispute that is %s", (status, lines) => {
  expect(kinds({ disputes: [[status, 100]] }).slice(1)).toEqual(lines);
});

/** How Stripe's words on one refund or one dispute may follow each other. */
const WAYS = {
  refund: [
    ["succeeded"],
    ["pending", "succeeded"],
    ["pending", "failed"],
    ["succeeded", "failed"],
    ["requires_action", "canceled"],
  ],
  dispute: [
    ["needs_response", "under_review", "won"],
    ["warning_needs_response", "needs_response", "lost"],
    ["warning_needs_response", "warning_closed"],
  ],
};
const amount = fc.integer({ min: 1, max: 5_000 });
const story = (ways: string[][]) => fc.array(fc.tuple(fc.constantFrom(...ways), amount), { maxLength: 3 });

test("whichever readings came in between, and how often, the ledger ends with the lines of the last one", () => {
  const property = (refunds: [string[], number][], disputes: [string[], number][], moments: number[]) => {
    const at = (way: string[], moment: number) => way[Math.min(way.length - 1, moment)]!;
    const readingAt = (moment: number) =>
      reading({
        refunds: refunds.map(([way, amount]) => [at(way, moment), amount]),
        disputes: disputes.map(([way, amount]) => [at(way, moment), amount]),
      });
    const ledger = new Map<string, { amount: number }>();
    // Readings that are out of date are never written after newer ones: see fulfil.
    for (const moment of [...moments.sort(), 9]) {
      for (const line of ledgerLines(readingAt(moment), AT)) if (!ledger.has(line.key)) ledger.set(line.key, line);
    }
    const last = ledgerLines(readingAt(9), AT);
    expect([...ledger.keys()].sort()).toEqual(last.map(({ key }) => key).sort());
    expect(balance([...ledger.values()])).toBe(balance(last));
  };
  fc.assert(fc.property(story(WAYS.refund), story(WAYS.dispute), fc.array(fc.nat(3), { maxLength: 4 }), property));
});
