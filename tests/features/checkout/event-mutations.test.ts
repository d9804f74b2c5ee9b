import fc from "fast-check";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { webhookSecrets } from "#app/platform/stripe/stripe.server.ts";
import { action as webhook } from "#app/routes/webhooks.stripe.ts";
import { aMutation, mutate } from "#tests/support/event-mutations.ts";
import { asVersion, EVENT_VERSIONS, type Wire } from "#tests/support/event-versions.ts";
import { aCourseByPlan, aPlan, planState } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";
import { responseOf, visit } from "#tests/support/visit.ts";

const RUNS = Number(process.env.EVENT_MUTATIONS ?? 120);
const SEED = Number(process.env.EVENT_MUTATIONS_SEED ?? 20_261_123);

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let course: { key: string };
let byPlan: { key: string };
/** Nobody has paid this one: nothing that arrives may open it. */
let unpaid: Awaited<ReturnType<typeof anOpenCheckout>>;
/** Bought and settled, beside: nothing that arrives may close it. */
let bought: Awaited<ReturnType<typeof aPurchase>>;
beforeAll(async () => {
  shiftClock(0);
  sandbox = await startSandbox();
  course = await aCourseForSale();
  byPlan = await aCourseByPlan();
  unpaid = await anOpenCheckout(course);
  bought = await aPurchase(course, sandbox.controls);
});
afterAll(() => sandbox.close());

async function post(payload: string): Promise<number> {
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecrets()[0]! });
  const headers = { "Stripe-Signature": signature };
  const request = new Request("http://127.0.0.1:3000/webhooks/stripe", { method: "POST", body: payload, headers });
  return (await responseOf(() => webhook({ ...visit("/webhooks/stripe"), request }))).status;
}

/** What happened at Stripe that we have not heard of, by which event we would, and how things stand. */
const HAPPENINGS: Record<string, () => Promise<{ type: string; about?: string; state(): Promise<object> }>> = {
  /** Nothing has, and the event says it has. */
  async lie() {
    return { type: "checkout.session.completed", about: unpaid.sessionId, state: () => orderState(unpaid.orderId) };
  },
  async paid() {
    const checkout = await anOpenCheckout(course);
    await sandbox.controls.payByCard(checkout.sessionId);
    return { type: "checkout.session.completed", state: () => orderState(checkout.orderId) };
  },
  async refunded() {
    const { orderId, paymentIntent } = await aPurchase(course, sandbox.controls);
    await sandbox.controls.refund({ paymentIntent });
    return { type: "charge.refunded", state: () => orderState(orderId) };
  },
  async "dispute-lost"() {
    const { orderId, paymentIntent } = await aPurchase(course, sandbox.controls);
    const dispute = await sandbox.controls.openDispute({ paymentIntent });
    await sandbox.controls.closeDispute(dispute.id, "lost");
    return { type: "charge.dispute.closed", state: () => orderState(orderId) };
  },
  async "plan-ended"() {
    const plan = await aPlan(byPlan, "monthly", sandbox.controls);
    await sandbox.controls.cancelSubscription(plan.subscription);
    return { type: "customer.subscription.deleted", state: () => planState(plan.planId) };
  },
  async "plan-paid"() {
    const plan = await aPlan(byPlan, "monthly", sandbox.controls);
    return { type: "invoice.paid", state: () => planState(plan.planId) };
  },
};

let sent = 0;
/** Takes it in and acts on it; what cannot be acted on stays, with its reason, and is tried again. */
async function arrive(body: unknown): Promise<void> {
  const status = await post(JSON.stringify(body) ?? "");
  expect([200, 400]).toContain(status);
  const id = (body as { id?: string } | null)?.id;
  if (status === 400 || id === undefined) return;
  const failed = await processStripeEvent({ eventId: id }).then(
    () => null,
    (error: Error) => error,
  );
  const row = await db.stripeEvent.findUniqueOrThrow({ where: { id } });
  if (failed) expect(row).toMatchObject({ processedAt: null, error: expect.any(String) });
  else expect(row).toMatchObject({ processedAt: expect.any(Date), error: null });
}

const other = () => [
  unpaid.sessionId,
  bought.paymentIntent,
  "cs_test_none",
  "pi_../../x",
  "ch_\ud800",
  "sub_none",
  "in_none",
  "cus_none",
];
const name = `whatever a signed body says, it leads to what is true at Stripe or to nothing (${RUNS} bodies, seed ${SEED})`;
test(name, { timeout: 60_000 + RUNS * 1_000 }, async () => {
  const arbitrary = fc.record({
    happened: fc.constantFrom(...Object.keys(HAPPENINGS)),
    version: fc.constantFrom(...EVENT_VERSIONS),
    mutations: fc.array(aMutation(other()), { minLength: 1, maxLength: 4 }),
  });
  const seen = { refused: 0, changed: 0, unmoved: 0 };
  const check = async ({ happened, version, mutations }: typeof arbitrary extends fc.Arbitrary<infer Value> ? Value : never) => {
    const { type, about, state } = await HAPPENINGS[happened]!();
    const before = await state();
    const event = sandbox.controls.events().findLast((one) => one.type === type)!;
    sent += 1;
    const body: Wire & { id: string } = { ...asVersion(event, version), id: `evt_mutated${sent}` };
    if (about) Object.assign((body.data as { object: object }).object, { id: about });
    const kept = await db.stripeEvent.count();
    await arrive(mutate(body, mutations));
    const between = await state();
    await arrive({ ...body, id: `evt_true${sent}` });
    const after = await state();
    const moved = JSON.stringify(between) !== JSON.stringify(before);
    if (moved) expect(between).toEqual(after);
    seen[(await db.stripeEvent.count()) === kept + 1 ? "refused" : moved ? "changed" : "unmoved"] += 1;
    if (happened === "paid") expect(after).toMatchObject({ status: "paid", live: 1 });
    if (happened === "refunded") expect(after).toMatchObject({ status: "refunded", live: 0 });
    if (happened === "dispute-lost") expect(after).toMatchObject({ status: "failed", live: 0 });
    if (happened === "plan-ended") expect(after).toMatchObject({ status: "canceled", slot: false });
    expect(await orderState(unpaid.orderId)).toMatchObject({ status: "open", live: 0, attention: null });
    expect(await orderState(bought.orderId)).toMatchObject({ status: "paid", live: 1, attention: null });
  };
  await fc.assert(fc.asyncProperty(arbitrary, check), { numRuns: RUNS, seed: SEED });
  // The bodies are neither all hopeless nor all harmless.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS / 50);
});
