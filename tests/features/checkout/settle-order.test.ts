import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moneyBack, type OrderFacts, type StripeFacts, settleOrder } from "#app/features/checkout/settle-order.ts";

const order: OrderFacts = { status: "open", total: 14_900, currency: "usd", livemode: false, ownedBefore: false };
const session = { status: "complete", paymentStatus: "paid", amount: 14_900, currency: "usd", livemode: false };
const payment = { status: "succeeded", received: 14_900, currency: "usd", livemode: false };
const paid: StripeFacts = { session, payment, refunds: [], disputes: [] };
const unpaid = (status: string, paymentStatus: string | null): StripeFacts => ({
  ...paid,
  session: { ...session, status, paymentStatus: "unpaid" },
  payment: paymentStatus === null ? null : { ...payment, status: paymentStatus, received: 0 },
});
const refund = (amount: number, status = "succeeded") => ({ amount, status });

describe("the table of docs/money.md", () => {
  test.each([
    ["nobody has tried to pay", unpaid("open", null), "open", "none"],
    ["a card was declined", unpaid("open", "requires_payment_method"), "open", "none"],
    ["3-D Secure is asked for", unpaid("open", "requires_action"), "open", "none"],
    ["the page has expired", unpaid("expired", "canceled"), "expired", "none"],
    ["a bank debit is on its way", unpaid("complete", "processing"), "awaiting_payment", "none"],
    ["a voucher waits to be paid", unpaid("complete", "requires_action"), "awaiting_payment", "none"],
    ["a bank debit failed", unpaid("complete", "requires_payment_method"), "failed", "none"],
    ["a delayed payment was canceled", unpaid("complete", "canceled"), "failed", "none"],
    ["it is paid", paid, "paid", "granted"],
    ["a part was refunded", { ...paid, refunds: [refund(4_900)] }, "partially_refunded", "granted"],
    ["all was refunded", { ...paid, refunds: [refund(4_900), refund(10_000, "pending")] }, "refunded", "order-refunded"],
    ["a full refund failed", { ...paid, refunds: [refund(14_900, "failed")] }, "paid", "granted"],
    ["a full refund was canceled", { ...paid, refunds: [refund(14_900, "canceled")] }, "paid", "granted"],
    ["the bank asks", { ...paid, disputes: [{ status: "warning_needs_response" }] }, "disputed", "granted"],
    ["the bank disputes", { ...paid, disputes: [{ status: "needs_response" }] }, "disputed", "granted"],
    ["the dispute is looked at", { ...paid, disputes: [{ status: "under_review" }] }, "disputed", "granted"],
    ["the dispute is won", { ...paid, disputes: [{ status: "won" }] }, "paid", "granted"],
    ["the inquiry came to nothing", { ...paid, disputes: [{ status: "warning_closed" }] }, "paid", "granted"],
    ["the dispute is lost", { ...paid, disputes: [{ status: "lost" }] }, "failed", "dispute-lost"],
    ["one dispute is won, one lost", { ...paid, disputes: [{ status: "won" }, { status: "lost" }] }, "failed", "dispute-lost"],
    [
      "won, with a part refunded",
      { ...paid, refunds: [refund(1)], disputes: [{ status: "won" }] },
      "partially_refunded",
      "granted",
    ],
    [
      "refunded in full and disputed",
      { ...paid, refunds: [refund(14_900)], disputes: [{ status: "needs_response" }] },
      "refunded",
      "order-refunded",
    ],
  ] as const)("%s", (_name, stripe, status, access) => {
    expect(settleOrder(order, stripe as StripeFacts)).toEqual({ status, access, attention: null });
  });

  test("an order that we closed stays closed while its page is open, and is paid when somebody pays there", () => {
    expect(settleOrder({ ...order, status: "expired" }, unpaid("open", null)).status).toBe("expired");
    expect(settleOrder({ ...order, status: "expired" }, paid)).toMatchObject({ status: "paid", access: "granted" });
  });

  test("what costs nothing is granted without a payment", () => {
    const free = { ...paid, payment: null, session: { ...session, amount: 0, paymentStatus: "no_payment_required" } };
    expect(settleOrder({ ...order, total: 0 }, free)).toMatchObject({ status: "paid", access: "granted" });
    expect(settleOrder(order, free)).toMatchObject({ access: "none", attention: expect.stringContaining("0") });
    const open = { ...free, session: { ...free.session, status: "open" } };
    expect(settleOrder({ ...order, total: 0 }, open)).toMatchObject({ status: "open", access: "none" });
  });

  test("a second purchase of the same is granted and shown to a person", () => {
    expect(settleOrder({ ...order, ownedBefore: true }, paid)).toMatchObject({
      status: "paid",
      access: "granted",
      attention: expect.any(String),
    });
  });
});

describe("what was paid is what was offered, or nothing opens", () => {
  test.each([
    ["another amount in the session", { ...paid, session: { ...session, amount: 100 } }, "100"],
    ["another amount in the payment", { ...paid, payment: { ...payment, received: 14_899 } }, "14899"],
    ["more than was asked", { ...paid, payment: { ...payment, received: 14_901 } }, "14901"],
    ["another currency", { ...paid, session: { ...session, currency: "jpy" } }, "jpy"],
    ["another currency of the payment", { ...paid, payment: { ...payment, currency: "eur" } }, "eur"],
    ["no currency", { ...paid, session: { ...session, currency: null } }, "no currency"],
    ["no amount", { ...paid, session: { ...session, amount: null } }, "nothing"],
    [
      "a session of the other mode",
      { ...paid, session: { ...session, livemode: true }, payment: { ...payment, livemode: true } },
      "live mode",
    ],
  ] as const)("%s", (_name, stripe, word) => {
    const settlement = settleOrder(order, stripe as StripeFacts);
    expect(settlement).toMatchObject({ status: "open", access: "none" });
    expect(settlement.attention).toContain(word);
  });

  test("a live order is not opened by test money", () => {
    expect(settleOrder({ ...order, livemode: true }, paid)).toMatchObject({
      access: "none",
      attention: expect.stringContaining("test mode"),
    });
    const half = { ...paid, session: { ...session, livemode: true } };
    expect(settleOrder({ ...order, livemode: true }, half).access).toBe("none");
    expect(settleOrder(order, half).access).toBe("none");
  });

  test("what was wrong and was taken back by the bank is over: nobody waits for it, and its slot is free", () => {
    const live = { ...paid, session: { ...session, livemode: true }, payment: { ...payment, livemode: true } };
    for (const wrong of [live, { ...paid, payment: { ...payment, received: 100 } }])
      expect(settleOrder(order, { ...wrong, disputes: [{ status: "lost" }] })).toEqual({
        status: "failed",
        access: "dispute-lost",
        attention: null,
      });
  });

  test("what was wrong and went back in full needs nobody any more", () => {
    const wrong = { ...paid, payment: { ...payment, received: 100 }, refunds: [refund(100)] };
    expect(settleOrder(order, wrong)).toEqual({ status: "refunded", access: "order-refunded", attention: null });
  });
});

const words = <T extends string>(...some: T[]) => fc.constantFrom(...some);
const anyFacts: fc.Arbitrary<StripeFacts> = fc.record({
  session: fc.record({
    status: fc.option(words("open", "complete", "expired", "new_word")),
    paymentStatus: words("paid", "unpaid", "no_payment_required", "new_word"),
    amount: fc.option(fc.constantFrom(0, 100, 14_900)),
    currency: fc.option(words("usd", "eur")),
    livemode: fc.boolean(),
  }),
  payment: fc.option(
    fc.record({
      status: words("succeeded", "processing", "requires_payment_method", "canceled", "new_word"),
      received: fc.constantFrom(0, 100, 14_900),
      currency: words("usd", "eur"),
      livemode: fc.boolean(),
    }),
  ),
  refunds: fc.array(
    fc.record({
      amount: fc.integer({ min: 1, max: 14_900 }),
      status: words("pending", "succeeded", "failed", "canceled", "requires_action"),
    }),
    { maxLength: 3 },
  ),
  disputes: fc.array(
    fc.record({ status: words("needs_response", "under_review", "won", "lost", "warning_closed", "new_word") }),
    { maxLength: 2 },
  ),
});
const anyStatus = words("open", "awaiting_payment", "paid", "partially_refunded", "refunded", "disputed", "failed", "expired");

describe("whatever Stripe says", () => {
  test("nothing is granted that was not paid in full, in our currency and mode", () => {
    fc.assert(
      fc.property(anyFacts, anyStatus, fc.constantFrom(0, 14_900), fc.boolean(), (stripe, status, total, livemode) => {
        const { access } = settleOrder({ ...order, status, total, livemode }, stripe);
        if (access !== "granted") return;
        expect(stripe.session).toMatchObject({ status: "complete", amount: total, currency: "usd", livemode });
        expect(["paid", "no_payment_required"]).toContain(stripe.session.paymentStatus);
        expect(stripe.payment?.received ?? 0).toBe(total);
        if (total > 0) expect(moneyBack(stripe.refunds)).toBeLessThan(total);
        expect(stripe.disputes.map((dispute) => dispute.status)).not.toContain("lost");
      }),
      { numRuns: 2_000 },
    );
  });

  test("where the money is settled, what the order was before plays no part", () => {
    fc.assert(
      fc.property(anyFacts, anyStatus, anyStatus, (stripe, one, other) => {
        const [a, b] = [settleOrder({ ...order, status: one }, stripe), settleOrder({ ...order, status: other }, stripe)];
        expect(a.access).toBe(b.access);
        expect(a.attention).toBe(b.attention);
        if (a.access !== "none") expect(a).toEqual(b);
      }),
    );
  });

  test("settling twice is settling once", () => {
    fc.assert(
      fc.property(anyFacts, anyStatus, (stripe, status) => {
        const once = settleOrder({ ...order, status }, stripe);
        expect(settleOrder({ ...order, status: once.status }, stripe)).toEqual(once);
      }),
    );
  });
});
