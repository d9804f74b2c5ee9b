import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readHint } from "#app/features/checkout/event-hints.ts";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { webhookSecrets } from "#app/platform/stripe/stripe.server.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, orderState } from "#tests/support/shop.ts";
import { statementsOf } from "#tests/support/statements.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

/** A body that Stripe has signed, or somebody who has the secret. */
function signed(payload: unknown, secret = webhookSecrets()[0]!) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return { body: Buffer.from(body), signature: Stripe.webhooks.generateTestHeaderString({ payload: body, secret }) };
}
let count = 0;
const anEvent = (changes: object = {}) => {
  count += 1;
  return {
    id: `evt_test${count}`,
    object: "event",
    api_version: "2020-08-27",
    created: 1,
    livemode: false,
    type: "charge.refunded",
    data: { object: {} },
    ...changes,
  };
};
const jobsFor = async (eventId: string) => {
  const rows = await db.$queryRaw<{ count: bigint }[]>`
    select count(*) from graphile_worker._private_jobs where payload::jsonb = ${JSON.stringify({ eventId })}::jsonb`;
  return Number(rows[0]?.count);
};
const kept = () => db.stripeEvent.count();

describe("taking an event in", () => {
  test("keeps it and queues it once, however often it comes", async () => {
    const event = anEvent();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => receiveStripeEvent(signed(event))));
    expect(outcomes.filter((outcome) => outcome.status === "received")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.status === "received-before")).toHaveLength(9);
    expect(await db.stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
      type: "charge.refunded",
      apiVersion: "2020-08-27",
      livemode: false,
      payload: event,
      processedAt: null,
      attempts: 0,
    });
    expect(await jobsFor(event.id)).toBe(1);
  });

  test("is one statement, so that a burst of two hundred needs no more connections than there are", async () => {
    expect(await statementsOf(() => receiveStripeEvent(signed(anEvent())))).toHaveLength(1);
    const events = Array.from({ length: 20 }, () => anEvent());
    const burst = await Promise.all(Array.from({ length: 200 }, (_, at) => receiveStripeEvent(signed(events[at % 20]))));
    expect(burst.filter((outcome) => outcome.status === "received")).toHaveLength(20);
    expect(burst.filter((outcome) => outcome.status === "received-before")).toHaveLength(180);
  });

  test("two hundred new ones at once are a handful of statements, each with its job", async () => {
    const events = Array.from({ length: 200 }, () => anEvent());
    const statements = await statementsOf(() => Promise.all(events.map((event) => receiveStripeEvent(signed(event)))));
    expect(statements.length).toBeLessThanOrEqual(5);
    expect(await db.stripeEvent.count({ where: { id: { in: events.map(({ id }) => id) } } })).toBe(200);
    for (const { id } of events.slice(0, 20)) expect(await jobsFor(id)).toBe(1);
  });

  test("one that moves no order is kept, and nobody is asked to act on it", async () => {
    const event = anEvent({ type: "customer.created" });
    expect(await receiveStripeEvent(signed(event))).toEqual({ status: "received" });
    expect(await db.stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
      outcome: "ignored",
      processedAt: expect.any(Date),
    });
    expect(await jobsFor(event.id)).toBe(0);
  });

  test("an event of the other mode is kept as evidence and not acted on", async () => {
    const event = anEvent({ livemode: true });
    expect(await receiveStripeEvent(signed(event))).toEqual({ status: "wrong-mode" });
    expect(await db.stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
      outcome: "wrong-mode",
      processedAt: expect.any(Date),
    });
    expect(await jobsFor(event.id)).toBe(0);
    expect(await processStripeEvent({ eventId: event.id })).toBe("wrong-mode");
  });

  test("during a rotation both secrets count", async () => {
    vi.resetModules();
    vi.stubEnv("STRIPE_SECRET_KEY", "sk_test_x").stubEnv("STRIPE_WEBHOOK_SECRET", "whsec_old,whsec_new");
    const fresh = await import("#app/features/checkout/receive-stripe-event.server.ts");
    for (const secret of ["whsec_old", "whsec_new"]) {
      expect(await fresh.receiveStripeEvent(signed(anEvent(), secret))).toEqual({ status: "received" });
    }
    expect(await fresh.receiveStripeEvent(signed(anEvent(), "whsec_other"))).toMatchObject({ status: "refused" });
    await (await import("#app/platform/db.server.ts")).closeDatabase();
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  test("text that PostgreSQL cannot keep is kept without what it cannot", async () => {
    const event = anEvent({ data: { object: { description: "a\u0000b \ud800 c \ud83d\ude00" } } });
    expect(await receiveStripeEvent(signed(event))).toEqual({ status: "received" });
    const row = await db.stripeEvent.findUniqueOrThrow({ where: { id: event.id } });
    expect(row.payload).toMatchObject({ data: { object: { description: "a\ufffdb \ufffd c \ud83d\ude00" } } });
  });
});

test.each([
  ["a NUL in a name", '{"a\\u0000b":1}', { "a\ufffdb": 1 }],
  ["half a pair in a name", '{"\\ud800":1}', { "\ufffd": 1 }],
  ["a number beyond all", '{"amount":1e1000000}', { amount: null }],
  ["more digits than PostgreSQL has", `{"amount":${"9".repeat(200_000)}}`, { amount: null }],
  ["text that looks so", '{"words":"1e1000000 \\\\u0000"}', { words: "1e1000000 \\u0000" }],
])("%s is kept as far as it can be", async (_name, object, as) => {
  const event = anEvent({ data: { object: "HERE" } });
  expect(await receiveStripeEvent(signed(JSON.stringify(event).replace('"HERE"', object)))).toEqual({ status: "received" });
  expect((await db.stripeEvent.findUniqueOrThrow({ where: { id: event.id } })).payload).toMatchObject({ data: { object: as } });
});

describe("what is not from Stripe is refused, and changes nothing", () => {
  const event = () => anEvent();
  const old = (payload: object, seconds: number) => {
    const body = JSON.stringify(payload);
    const timestamp = Math.floor(Date.now() / 1000) - seconds;
    return {
      body: Buffer.from(body),
      signature: Stripe.webhooks.generateTestHeaderString({ payload: body, secret: webhookSecrets()[0]!, timestamp }),
    };
  };
  test.each([
    ["no signature", () => ({ ...signed(event()), signature: null })],
    ["an empty signature", () => ({ ...signed(event()), signature: "" })],
    ["nonsense for a signature", () => ({ ...signed(event()), signature: "t=1,v1=zzz,\u0000" })],
    ["another secret", () => signed(event(), "whsec_guessed")],
    ["a body that was changed after it was signed", () => ({ ...signed(event()), body: Buffer.from(JSON.stringify(event())) })],
    ["one byte more", () => ({ ...signed(event()), body: Buffer.concat([signed(event()).body, Buffer.from(" ")]) })],
    ["a signature that is six minutes old", () => old(event(), 360)],
    ["a scheme that is not ours", () => ({ ...signed(event()), signature: signed(event()).signature.replace("v1=", "v0=") })],
  ])("%s", async (_name, make) => {
    const before = await kept();
    expect(await receiveStripeEvent(make())).toEqual({ status: "refused", reason: "bad-signature" });
    expect(await kept()).toBe(before);
  });

  test("a signature of four minutes ago still counts", async () => {
    expect(await receiveStripeEvent(old(event(), 240))).toEqual({ status: "received" });
  });

  test.each([
    ["nothing", ""],
    ["half an event", JSON.stringify(anEvent()).slice(0, 60)],
    ["no JSON", "hello"],
    ["a list", []],
    ["null", "null"],
    ["no id", anEvent({ id: undefined })],
    ["an id that is none", anEvent({ id: "evt_\u0000" })],
    ["an id of another kind", anEvent({ id: "cs_1" })],
    ["an id that is too long", anEvent({ id: `evt_${"x".repeat(300)}` })],
    ["no mode", anEvent({ livemode: undefined })],
    ["a mode that is none", anEvent({ livemode: "false" })],
    ["no type", anEvent({ type: undefined })],
    ["a type that is none", anEvent({ type: "charge refunded" })],
    ["bytes that are no text", "\ud800"],
  ])("signed, but not an event: %s", async (_name, payload) => {
    const before = await kept();
    expect(await receiveStripeEvent(signed(payload))).toEqual({ status: "refused", reason: "not-an-event" });
    expect(await kept()).toBe(before);
  });
});

describe("acting on an event", () => {
  test("re-reads what it points at, and believes nothing it says", async () => {
    const { sessionId, orderId } = await anOpenCheckout(await aCourseForSale());
    const lie = anEvent({
      type: "checkout.session.completed",
      data: { object: { id: sessionId, object: "checkout.session", payment_status: "paid", status: "complete" } },
    });
    await receiveStripeEvent(signed(lie));
    expect(await processStripeEvent({ eventId: lie.id })).toBe("open");
    expect(await orderState(orderId)).toMatchObject({ status: "open", live: 0 });
    await sandbox.controls.payByCard(sessionId);
    const stale = anEvent({ type: "checkout.session.expired", data: { object: { id: sessionId, status: "expired" } } });
    await receiveStripeEvent(signed(stale));
    expect(await processStripeEvent({ eventId: stale.id })).toBe("fulfilled");
    expect(await db.stripeEvent.findUnique({ where: { id: stale.id } })).toMatchObject({
      outcome: "fulfilled",
      orderId,
      attempts: 1,
      error: null,
    });
    expect(await processStripeEvent({ eventId: stale.id })).toBe("fulfilled");
    expect((await db.stripeEvent.findUniqueOrThrow({ where: { id: stale.id } })).attempts).toBe(1);
  });

  test.each([
    ["a type that nobody knows yet", { type: "moon.phase.changed" }],
    ["a type that is none of ours", { type: "customer.created", data: { object: { id: "cus_1" } } }],
    ["no data", { data: undefined }],
    ["data that is null", { data: null }],
    ["an object that is a word", { data: { object: "ch_1" } }],
    ["an object without an id", { data: { object: { payment_intent: null, charge: null } } }],
    ["an id that is a number", { data: { object: { id: 7, payment_intent: 8, charge: {} } } }],
  ])("%s is ignored", async (_name, changes) => {
    const event = anEvent(changes);
    await receiveStripeEvent(signed(event));
    expect(await processStripeEvent({ eventId: event.id })).toBe("ignored");
    expect(await db.stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
      outcome: "ignored",
      processedAt: expect.any(Date),
    });
  });

  test("an event that is not there is none", async () => {
    expect(await processStripeEvent({ eventId: "evt_none" })).toBe("no-such-event");
  });

  test("a failure is kept on the row and thrown, and the next try goes through", async () => {
    const { sessionId, orderId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    const event = anEvent({ type: "checkout.session.completed", data: { object: { id: sessionId } } });
    await receiveStripeEvent(signed(event));
    // A payment that is there under another order: the ledger's own key refuses the second.
    const intruder = await anOpenCheckout(await aCourseForSale());
    const paymentIntentId = sandbox.controls.books().find((one) => one.sessionId === sessionId)?.paymentIntentId ?? "";
    const row = { orderId: intruder.orderId, paymentIntentId, amount: 1, currency: "usd", livemode: false };
    const wrong = await db.payment.create({ data: row });
    await expect(processStripeEvent({ eventId: event.id })).rejects.toThrow();
    expect(await db.stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
      processedAt: null,
      attempts: 1,
      error: expect.stringContaining("paymentIntentId"),
    });
    expect(await orderState(orderId)).toMatchObject({ status: "open", live: 0 });
    await db.payment.delete({ where: { id: wrong.id } });
    expect(await processStripeEvent({ eventId: event.id })).toBe("fulfilled");
    expect(await db.stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({
      outcome: "fulfilled",
      attempts: 2,
      error: null,
    });
  });
});

describe("what an event points at", () => {
  const of = (type: string, object: unknown) => readHint({ type, data: { object } });
  test.each([
    ["checkout.session.completed", { id: "cs_1", payment_intent: "pi_1" }, { about: "session", sessionId: "cs_1" }],
    ["payment_intent.succeeded", { id: "pi_1", latest_charge: "ch_1" }, { about: "payment", paymentIntentId: "pi_1" }],
    ["charge.refunded", { id: "ch_1", payment_intent: "pi_1" }, { about: "payment", paymentIntentId: "pi_1" }],
    [
      "charge.refunded",
      { id: "ch_1", payment_intent: { id: "pi_1", object: "payment_intent" } },
      { about: "payment", paymentIntentId: "pi_1" },
    ],
    ["charge.refunded", { id: "ch_1" }, { about: "charge", chargeId: "ch_1" }],
    ["refund.created", { id: "re_1", payment_intent: "pi_1", charge: "ch_1" }, { about: "payment", paymentIntentId: "pi_1" }],
    ["refund.updated", { id: "re_1", payment_intent: null, charge: { id: "ch_1" } }, { about: "charge", chargeId: "ch_1" }],
    [
      "charge.dispute.closed",
      { id: "du_1", payment_intent: { id: "pi_1" }, charge: "ch_1" },
      { about: "payment", paymentIntentId: "pi_1" },
    ],
    ["charge.dispute.created", { id: "dp_1", charge: "ch_1" }, { about: "charge", chargeId: "ch_1" }],
    ["charge.succeeded", { id: "ch_1", payment_intent: "pi_1" }, { about: "nothing-of-ours" }],
  ])("%s with %j", (type, object, hint) => {
    expect(of(type, object)).toEqual(hint);
  });
});
