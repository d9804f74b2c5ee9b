import fc from "fast-check";
import { expect, test } from "vitest";
import { type AttentiveMoney, remedyKindOf } from "#app/features/insights/attention/matters.ts";

const TWICE = "twice";
const payment = fc.record({
  amount: fc.integer({ min: 1, max: 1_000 }),
  currency: fc.constantFrom("usd", "eur"),
  livemode: fc.boolean(),
});
const money: fc.Arbitrary<AttentiveMoney> = fc.record({
  attention: fc.constantFrom(TWICE, "other"),
  boughtTwice: fc.constant(TWICE),
  purpose: fc.constantFrom("own" as const, "gift" as const, "team" as const),
  total: fc.integer({ min: 0, max: 1_000 }),
  currency: fc.constantFrom("usd", "eur"),
  livemode: fc.boolean(),
  open: fc.boolean(),
  guest: fc.boolean(),
  payments: fc.array(payment, { maxLength: 2 }),
  left: fc.integer({ min: 0, max: 2_000 }),
});

test("nothing opens for less than was asked for, for other money, for somebody else, or for money of the other mode", () => {
  fc.assert(
    fc.property(money, (order) => {
      const kind = remedyKindOf(order);
      const { payments, total, left, currency, livemode, purpose, guest, open } = order;
      if (kind === "grant") {
        expect(left).toBeGreaterThanOrEqual(total);
        expect(payments.every((one) => one.currency === currency && one.livemode === livemode)).toBe(true);
        expect({ purpose, guest, open, paid: payments.length > 0 }).toEqual({
          purpose: "own",
          guest: false,
          open: false,
          paid: true,
        });
      }
      if (kind === "refund") expect(left).toBeGreaterThan(0);
      // What is open is refunded only where it was paid for twice.
      if (kind === "refund" && open) expect(order.attention).toBe(TWICE);
    }),
    { numRuns: 2_000 },
  );
});
