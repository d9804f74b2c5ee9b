import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shiftClock } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aPaidSession, sessionParams, startSandbox, stripeErrorOf } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

describe("a checkout session", () => {
  test("is made with our prices and can be read again", async () => {
    const made = await stripe().checkout.sessions.create(sessionParams());
    expect(made).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      amount_total: 14_900,
      currency: "usd",
      livemode: false,
      payment_intent: null,
    });
    expect(made.id).toMatch(/^cs_test_[a-zA-Z0-9]{58}$/);
    expect(made.url).toBe(`${env().appUrl}/payment-sandbox/pay/${made.id}`);
    const { lastResponse: _response, ...again } = await stripe().checkout.sessions.retrieve(made.id);
    expect(made).toMatchObject(again);
  });

  test("lists its line items with their prices", async () => {
    const made = await stripe().checkout.sessions.create(sessionParams());
    const items = await stripe().checkout.sessions.listLineItems(made.id);
    expect(items.data).toHaveLength(1);
    expect(items.data[0]).toMatchObject({
      description: "A course",
      amount_total: 14_900,
      quantity: 1,
      price: { unit_amount: 14_900 },
    });
    const product = await stripe().products.retrieve(String(items.data[0]?.price?.product));
    expect(product.name).toBe("A course");
  });

  test("expands its line items, its payment and the payment's charge", async () => {
    const { session } = await aPaidSession(sandbox.controls);
    const expanded = await stripe().checkout.sessions.retrieve(session.id, {
      expand: ["line_items", "payment_intent.latest_charge"],
    });
    const intent = expanded.payment_intent as Stripe.PaymentIntent;
    expect(intent).toMatchObject({ status: "succeeded", amount_received: 14_900, metadata: { order_id: "order-1" } });
    expect(intent.latest_charge).toMatchObject({ object: "charge", paid: true, payment_intent: intent.id, refunded: false });
    expect(expanded.line_items?.data).toHaveLength(1);
  });

  test("expires by the clock, and cannot be paid afterwards", async () => {
    const made = await stripe().checkout.sessions.create(sessionParams());
    shiftClock(24 * 60 * 60 * 1000 + 1_000);
    expect(await stripe().checkout.sessions.retrieve(made.id)).toMatchObject({ status: "expired", url: null });
    await expect(sandbox.controls.payByCard(made.id)).rejects.toThrow("expired");
    expect(sandbox.controls.events().at(-1)).toMatchObject({
      type: "checkout.session.expired",
      data: { object: { id: made.id } },
    });
  });

  test("is expired by a call once, not twice, and not when it is paid", async () => {
    const made = await stripe().checkout.sessions.create(sessionParams());
    expect(await stripe().checkout.sessions.expire(made.id)).toMatchObject({ status: "expired" });
    expect(await stripeErrorOf(stripe().checkout.sessions.expire(made.id))).toMatchObject({ statusCode: 400 });
    const { session } = await aPaidSession(sandbox.controls);
    expect((await stripeErrorOf(stripe().checkout.sessions.expire(session.id))).message).toContain("has a status of complete");
  });
});

describe("paying", () => {
  test("a card pays at once and tells so in order", async () => {
    const { session, paymentIntent } = await aPaidSession(sandbox.controls);
    expect(session).toMatchObject({ status: "complete", payment_status: "paid", url: null });
    const types = sandbox.controls
      .events()
      .slice(-3)
      .map((event) => event.type);
    expect(types).toEqual(["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]);
    expect(await stripe().paymentIntents.retrieve(paymentIntent)).toMatchObject({ status: "succeeded", amount_received: 14_900 });
  });

  test("a declined card leaves the session open, and another card pays it with the same payment", async () => {
    const made = await stripe().checkout.sessions.create(sessionParams());
    await sandbox.controls.declineCard(made.id);
    const declined = await stripe().checkout.sessions.retrieve(made.id, { expand: ["payment_intent"] });
    expect(declined).toMatchObject({ status: "open", payment_status: "unpaid" });
    const intent = declined.payment_intent as Stripe.PaymentIntent;
    expect(intent).toMatchObject({ status: "requires_payment_method", last_payment_error: { code: "card_declined" } });
    await sandbox.controls.payByCard(made.id);
    const paid = await stripe().checkout.sessions.retrieve(made.id);
    expect(paid).toMatchObject({ payment_status: "paid", payment_intent: intent.id });
    expect((await stripe().charges.list({ payment_intent: intent.id })).data.map((charge) => charge.status)).toEqual([
      "succeeded",
      "failed",
    ]);
  });

  test("3-D Secure asks, and pays only when the buyer approves", async () => {
    const made = await stripe().checkout.sessions.create(sessionParams());
    await sandbox.controls.askForThreeDSecure(made.id);
    await sandbox.controls.answerThreeDSecure(made.id, "fail");
    expect(await stripe().checkout.sessions.retrieve(made.id)).toMatchObject({ status: "open", payment_status: "unpaid" });
    await sandbox.controls.askForThreeDSecure(made.id);
    await sandbox.controls.answerThreeDSecure(made.id, "approve");
    expect(await stripe().checkout.sessions.retrieve(made.id)).toMatchObject({ status: "complete", payment_status: "paid" });
  });

  test.each([
    ["arrives", "paid", "succeeded", "checkout.session.async_payment_succeeded"],
    ["fails", "unpaid", "requires_payment_method", "checkout.session.async_payment_failed"],
  ] as const)("a bank debit whose money %s", async (outcome, paymentStatus, intentStatus, event) => {
    const made = await stripe().checkout.sessions.create(sessionParams());
    await sandbox.controls.payByBankDebit(made.id);
    const waiting = await stripe().checkout.sessions.retrieve(made.id, { expand: ["payment_intent"] });
    expect(waiting).toMatchObject({ status: "complete", payment_status: "unpaid", payment_intent: { status: "processing" } });
    await sandbox.controls.settleBankDebit(made.id, outcome);
    const settled = await stripe().checkout.sessions.retrieve(made.id, { expand: ["payment_intent"] });
    expect(settled).toMatchObject({
      status: "complete",
      payment_status: paymentStatus,
      payment_intent: { status: intentStatus },
    });
    expect(sandbox.controls.events().at(-1)?.type).toBe(event);
    await expect(sandbox.controls.settleBankDebit(made.id, "arrives")).rejects.toThrow("not on its way");
  });
});

describe("money that goes back", () => {
  test("refunds add up, and not beyond what was paid", async () => {
    const { paymentIntent } = await aPaidSession(sandbox.controls);
    await stripe().refunds.create({ payment_intent: paymentIntent, amount: 4_900, reason: "requested_by_customer" });
    const tooMuch = await stripeErrorOf(stripe().refunds.create({ payment_intent: paymentIntent, amount: 10_001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: "amount" });
    const rest = await stripe().refunds.create({ payment_intent: paymentIntent });
    expect(rest).toMatchObject({ amount: 10_000, status: "succeeded" });
    const again = await stripeErrorOf(stripe().refunds.create({ payment_intent: paymentIntent }));
    expect(again.code).toBe("charge_already_refunded");
    const [charge] = (await stripe().charges.list({ payment_intent: paymentIntent })).data;
    expect(charge).toMatchObject({ amount_refunded: 14_900, refunded: true });
  });

  test("a refund that fails gives the money back to us", async () => {
    const { paymentIntent } = await aPaidSession(sandbox.controls);
    const refund = await sandbox.controls.refund({ paymentIntent });
    await sandbox.controls.updateRefund(refund.id, "failed");
    expect(await stripe().refunds.retrieve(refund.id)).toMatchObject({ status: "failed", failure_reason: "lost_or_stolen_card" });
    const intent = await stripe().paymentIntents.retrieve(paymentIntent, { expand: ["latest_charge"] });
    expect(intent.latest_charge).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  test("a dispute blocks refunds, and closes won or lost", async () => {
    const { paymentIntent } = await aPaidSession(sandbox.controls);
    const dispute = await sandbox.controls.openDispute({ paymentIntent });
    expect((await stripeErrorOf(stripe().refunds.create({ payment_intent: paymentIntent }))).code).toBe("charge_disputed");
    await sandbox.controls.closeDispute(dispute.id, "lost");
    const listed = await stripe().disputes.list({ payment_intent: paymentIntent });
    expect(listed.data.map(({ id, status }) => ({ id, status }))).toEqual([{ id: dispute.id, status: "lost" }]);
  });
});
