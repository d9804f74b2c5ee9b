import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { syncSubscription } from "#app/features/checkout/recurring/sync-subscription.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aStudent } from "#tests/support/people.ts";
import { aCourseByPlan, anOpenPlanCheckout, aPlan, planState } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
// Stripe's time only goes forward: each test begins on the tenth of January, two years after the one before.
let year = 2027;
let start = 0;
beforeEach(() => {
  year += 2;
  start = Date.UTC(year, 0, 10) - Date.now();
  shiftClock(start);
});
afterEach(async () => {
  const running = await db.subscription.findMany({ where: { stripeStatus: { not: "canceled" } } });
  for (const { stripeSubscriptionId: id } of running) await sandbox.controls.cancelSubscription(id).catch(() => undefined);
  await db.subscription.updateMany({ data: { lookAgainAt: null } });
});

const mailsTo = async (email: string) =>
  (await db.outboxMail.findMany({ where: { to: email }, orderBy: { createdAt: "asc" } })).map((mail) => mail.kind);

describe("exactly once", () => {
  test("two tabs get one page, and whoever pays on it has one plan", async () => {
    const course = await aCourseByPlan();
    const buyer = await aStudent();
    const ask = { userId: buyer.id, courseKey: course.key, way: "monthly" };
    const started = await Promise.all(Array.from({ length: 8 }, () => startCheckout(ask)));
    expect(new Set(started.map((one) => (one.status === "redirect" ? one.url : one.reason))).size).toBe(1);
    const order = await db.order.findFirstOrThrow({ where: { userId: buyer.id } });
    await sandbox.controls.payByCard(order.checkoutSessionId!);
    await Promise.all(Array.from({ length: 8 }, () => fulfil(order.checkoutSessionId!)));
    expect(await db.subscription.count({ where: { userId: buyer.id } })).toBe(1);
    expect(await db.entitlement.count({ where: { userId: buyer.id } })).toBe(1);
    expect(await mailsTo(buyer.email)).toEqual(["receipt"]);
    expect(await startCheckout(ask)).toMatchObject({ status: "refused", reason: "already-running" });
  });

  test("at once and in parts share one place: the other page is closed", async () => {
    const course = await aCourseByPlan();
    const plan = await anOpenPlanCheckout(course, "in-three");
    const other = await startCheckout({ userId: plan.buyer.id, courseKey: course.key });
    expect(other.status).toBe("redirect");
    expect((await stripe().checkout.sessions.retrieve(plan.sessionId)).status).toBe("expired");
    expect((await db.order.findUniqueOrThrow({ where: { id: plan.orderId } })).status).toBe("expired");
  });

  test("any order of all events, twice, ends where one look ends", async () => {
    const { processStripeEvent } = await import("#app/features/checkout/process-stripe-event.server.ts");
    const { keepEvent } = await import("#app/features/checkout/stripe-inbox.server.ts");
    const course = await aCourseByPlan();
    const from = sandbox.controls.events().length;
    const checkout = await anOpenPlanCheckout(course, "monthly");
    await sandbox.controls.payByCard(checkout.sessionId);
    shiftClock(start + 31 * DAY + 2 * HOUR);
    await sandbox.controls.runBilling();
    const events = sandbox.controls.events().slice(from).reverse();
    for (const event of events) await keepEvent(event as never, "caller-processes");
    await Promise.all([...events, ...events].map((event) => processStripeEvent({ eventId: event.id })));
    const row = await db.subscription.findUniqueOrThrow({ where: { orderId: checkout.orderId } });
    const state = await planState(row.id);
    expect(state).toMatchObject({ status: "active", paid: 2, received: 3_800, receipts: 2 });
    await syncSubscription(row.stripeSubscriptionId);
    expect(await planState(row.id)).toEqual(state);
    expect(await mailsTo(checkout.buyer.email)).toEqual(["receipt", "receipt"]);
  });

  test("without a single webhook the reconciler finds the first payment, renewals and ends", async () => {
    // What earlier tests did needs no walking again.
    await db.checkpoint.create({ data: { name: "stripe-events", value: { events: Math.floor(now().getTime() / 1000) } } });
    const course = await aCourseByPlan();
    const checkout = await anOpenPlanCheckout(course, "monthly");
    await sandbox.controls.payByCard(checkout.sessionId, { later: "declines" });
    expect(await reconcile()).toMatchObject({ failures: 0 });
    const row = await db.subscription.findUniqueOrThrow({ where: { orderId: checkout.orderId } });
    expect(await planState(row.id)).toMatchObject({ status: "active", accessOpen: true });
    shiftClock(start + 31 * DAY + 2 * HOUR);
    await sandbox.controls.runBilling();
    expect(await reconcile()).toMatchObject({ failures: 0 });
    expect(await planState(row.id)).toMatchObject({ status: "past_due", accessOpen: true });
    // Between the tries of day 34 and day 39 nothing happens at Stripe, but the days of grace end.
    shiftClock(start + 36 * DAY);
    expect(await reconcile()).toMatchObject({ failures: 0 });
    expect(await planState(row.id)).toMatchObject({ status: "past_due", accessOpen: true });
    shiftClock(start + 38 * DAY + 2 * HOUR);
    expect(await reconcile()).toMatchObject({ subscriptions: 1, failures: 0 });
    expect(await planState(row.id)).toMatchObject({ status: "unpaid", accessOpen: false });
    expect(await mailsTo(checkout.buyer.email)).toContain("plan-ended");
  });
});

test("what Stripe charges differs from what was agreed: a person must look, and nothing closes by that", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
  const [item] = (await stripe().subscriptions.retrieve(plan.subscription)).items.data;
  await stripe().subscriptions.update(plan.subscription, {
    items: [
      {
        id: item!.id,
        price_data: { currency: "usd", product: String(item!.price.product), unit_amount: 100, recurring: { interval: "month" } },
      },
    ],
    proration_behavior: "none",
  });
  await syncSubscription(plan.subscription);
  const state = await planState(plan.planId);
  expect(state.attention).toContain("100 usd every 1 month");
  expect(state).toMatchObject({ accessOpen: true, revoked: [] });
});
