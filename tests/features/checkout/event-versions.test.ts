import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { webhookSecrets } from "#app/platform/stripe/stripe.server.ts";
import { asVersion, EVENT_VERSIONS } from "#tests/support/event-versions.ts";
import { aCourseByPlan, anOpenPlanCheckout, aPlan, planState } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let controls: (typeof sandbox)["controls"];
beforeAll(async () => {
  sandbox = await startSandbox();
  controls = sandbox.controls;
});
afterAll(() => sandbox.close());
const DAY = 24 * 60 * 60 * 1000;
// Stripe's time only goes forward: each test begins a quarter after the one before.
let start = 0;
beforeEach(() => {
  start += 90 * DAY;
  shiftClock(start);
});
afterEach(async () => {
  const running = await db.subscription.findMany({ where: { stripeStatus: { not: "canceled" } } });
  for (const { stripeSubscriptionId: id } of running) await controls.cancelSubscription(id).catch(() => undefined);
});

/** The body reaches us, signed, and is acted on. */
async function deliver(event: { id: string }): Promise<void> {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(now().getTime() / 1000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecrets()[0]!, timestamp });
  expect(await receiveStripeEvent({ body: Buffer.from(payload), signature })).toEqual({ status: "received" });
  await processStripeEvent({ eventId: event.id });
}

const purchase = async () => aPurchase(await aCourseForSale(), controls);
const checkout = async () => anOpenCheckout(await aCourseForSale());
const plan = async (later: "works" | "declines" = "works") => aPlan(await aCourseByPlan(), "monthly", controls, { later });
const order = async ({ orderId }: { orderId: string }) => orderState(orderId);
/** A month and the hours in which an invoice is a draft. */
async function aMonthLater() {
  shiftClock(start + 31 * DAY);
  await controls.runBilling();
  shiftClock(start + 31 * DAY + 2 * 60 * 60 * 1000);
  await controls.runBilling();
}

/** What happens at Stripe while we do not listen, how things stand then, and how they stand when we have heard of it by this event alone. */
type Happening = () => Promise<() => Promise<unknown>>;
const HAPPENINGS: [type: string, happen: Happening, before: object, after: object][] = [
  [
    "checkout.session.completed",
    async () => {
      const bought = await checkout();
      await controls.payByCard(bought.sessionId);
      return () => order(bought);
    },
    { status: "open", live: 0 },
    { status: "paid", live: 1 },
  ],
  [
    "checkout.session.async_payment_failed",
    async () => {
      const bought = await checkout();
      await controls.payByBankDebit(bought.sessionId);
      await controls.settleBankDebit(bought.sessionId, "fails");
      return () => order(bought);
    },
    { status: "open", live: 0 },
    { status: "failed", live: 0 },
  ],
  [
    "checkout.session.expired",
    async () => {
      const left = await checkout();
      await controls.expireSession(left.sessionId);
      return () => order(left);
    },
    { status: "open", slot: true },
    { status: "expired", slot: false },
  ],
  [
    "payment_intent.succeeded",
    async () => {
      const bought = await checkout();
      await controls.payByCard(bought.sessionId);
      return () => order(bought);
    },
    { status: "open", live: 0 },
    { status: "paid", live: 1 },
  ],
  ...["charge.refunded", "refund.created"].map((type): (typeof HAPPENINGS)[number] => [
    type,
    async () => {
      const bought = await purchase();
      await controls.refund({ paymentIntent: bought.paymentIntent });
      return () => order(bought);
    },
    { status: "paid", live: 1 },
    { status: "refunded", live: 0 },
  ]),
  ...["charge.refund.updated", "refund.updated", "refund.failed"].map((type): (typeof HAPPENINGS)[number] => [
    type,
    async () => {
      const { paymentIntent } = await purchase();
      const refund = await controls.refund({ paymentIntent, status: "pending" });
      await controls.updateRefund(refund.id, "failed");
      return async () => ({ refunds: await db.refund.findMany({ where: { payment: { paymentIntentId: paymentIntent } } }) });
    },
    { refunds: [] },
    { refunds: [{ amount: 14_900, status: "failed" }] },
  ]),
  [
    "charge.dispute.created",
    async () => {
      const bought = await purchase();
      await controls.openDispute({ paymentIntent: bought.paymentIntent });
      return () => order(bought);
    },
    { status: "paid", live: 1 },
    { status: "disputed", live: 1 },
  ],
  [
    "charge.dispute.closed",
    async () => {
      const bought = await purchase();
      const dispute = await controls.openDispute({ paymentIntent: bought.paymentIntent });
      await controls.closeDispute(dispute.id, "lost");
      return () => order(bought);
    },
    { status: "paid", live: 1 },
    { status: "failed", live: 0 },
  ],
  [
    "customer.subscription.created",
    async () => {
      const bought = await anOpenPlanCheckout(await aCourseByPlan(), "monthly");
      await controls.payByCard(bought.sessionId);
      return async () => ({
        ...(await order(bought)),
        plans: await db.subscription.count({ where: { orderId: bought.orderId } }),
      });
    },
    { status: "open", plans: 0 },
    { status: "paid", plans: 1 },
  ],
  [
    "customer.subscription.deleted",
    async () => {
      const running = await plan();
      await controls.cancelSubscription(running.subscription);
      return () => planState(running.planId);
    },
    { status: "active", slot: true },
    { status: "canceled", slot: false },
  ],
  [
    "invoice.paid",
    async () => {
      const running = await plan();
      await aMonthLater();
      return () => planState(running.planId);
    },
    { status: "active", received: 1_900, receipts: 1 },
    { status: "active", received: 3_800, receipts: 2 },
  ],
  [
    "invoice.payment_failed",
    async () => {
      const running = await plan("declines");
      await aMonthLater();
      return () => planState(running.planId);
    },
    { status: "active", received: 1_900 },
    { status: "past_due", received: 1_900 },
  ],
];

describe.each(EVENT_VERSIONS)("an endpoint of version %s", (version) => {
  test.each(HAPPENINGS)("hears by %s what happened", async (type, happen, before, after) => {
    const state = await happen();
    expect(await state()).toMatchObject(before);
    const event = controls.events().findLast((one) => one.type === type);
    await deliver(asVersion(event!, version));
    expect(await state()).toMatchObject(after);
  });
});

test("the older bodies are without what came later, and have what went", () => {
  const of = (type: string, version: (typeof EVENT_VERSIONS)[number]) =>
    asVersion(controls.events().findLast((one) => one.type === type)!, version).data as { object: Record<string, unknown> };
  const [newest, oldest] = [EVENT_VERSIONS[0], EVENT_VERSIONS.at(-1)!];
  expect(of("invoice.paid", newest).object).not.toHaveProperty("subscription");
  expect(of("invoice.paid", "2024-06-20").object).toMatchObject({ subscription: expect.stringMatching(/^sub_/), paid: true });
  expect(of("invoice.paid", "2024-06-20").object).not.toHaveProperty("parent");
  expect(of("payment_intent.succeeded", "2022-11-15").object).toHaveProperty("latest_charge");
  expect(of("payment_intent.succeeded", "2020-08-27").object).toHaveProperty("charges.data.0.id");
  expect(of("customer.subscription.deleted", "2025-03-31.basil").object).not.toHaveProperty("current_period_end");
  expect(of("customer.subscription.deleted", "2024-06-20").object).toHaveProperty("current_period_end", expect.any(Number));
  expect(of("charge.dispute.closed", oldest).object).not.toHaveProperty("payment_intent");
  expect(of("refund.created", oldest).object).toMatchObject({ charge: expect.stringMatching(/^ch_/) });
  expect(of("checkout.session.completed", oldest).object).not.toHaveProperty("payment_status");
});
