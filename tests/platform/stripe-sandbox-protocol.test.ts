import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { readSandboxKeys } from "#app/platform/stripe/sandbox/sandbox-files.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aPaidSession, sessionParams, startSandbox, stripeErrorOf } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

describe("idempotency", () => {
  test("the same key and parameters give the same answer, also at once", async () => {
    const options = { idempotencyKey: "order:same" };
    const made = await Promise.all(Array.from({ length: 20 }, () => stripe().checkout.sessions.create(sessionParams(), options)));
    expect(new Set(made.map((session) => session.id)).size).toBe(1);
  });

  test("the same key with other parameters is an error", async () => {
    const options = { idempotencyKey: "order:other" };
    await stripe().checkout.sessions.create(sessionParams(), options);
    const error = await stripeErrorOf(
      stripe().checkout.sessions.create(sessionParams({ client_reference_id: "order-2" }), options),
    );
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test("a call that was refused may be sent again with its key", async () => {
    const options = { idempotencyKey: "order:refused" };
    await stripeErrorOf(stripe().checkout.sessions.create(sessionParams({ success_url: "nowhere" }), options));
    await stripe().checkout.sessions.create(sessionParams(), options);
  });
});

describe("errors in Stripe's words", () => {
  const create = (changes: object) => stripe().checkout.sessions.create(sessionParams(changes));
  const item = (changes: object, quantity = 1) => ({
    line_items: [{ quantity, price_data: { currency: "usd", unit_amount: 100, product_data: { name: "A" }, ...changes } }],
  });
  test.each([
    ["no line items", () => create({ line_items: undefined }), 400, "parameter_missing", "line_items"],
    ["no currency", () => create(item({ currency: undefined })), 400, "parameter_missing", "line_items[0][price_data][currency]"],
    ["an unknown parameter", () => create({ colour: "red" }), 400, "parameter_unknown", "colour"],
    [
      "an unknown inner parameter",
      () => create(item({ colour: "red" })),
      400,
      "parameter_unknown",
      "line_items[0][price_data][colour]",
    ],
    [
      "half a cent",
      () => create(item({ unit_amount: 10.5 })),
      400,
      "parameter_invalid_integer",
      "line_items[0][price_data][unit_amount]",
    ],
    [
      "a negative amount",
      () => create(item({ unit_amount: -100 })),
      400,
      "parameter_invalid_integer",
      "line_items[0][price_data][unit_amount]",
    ],
    ["too little", () => create(item({ unit_amount: 49 })), 400, "amount_too_small", "line_items[0][price_data][unit_amount]"],
    [
      "too much",
      () => create(item({ unit_amount: 100_000_000 })),
      400,
      "amount_too_large",
      "line_items[0][price_data][unit_amount]",
    ],
    ["no such currency", () => create(item({ currency: "dollars" })), 400, undefined, "line_items[0][price_data][currency]"],
    ["no address", () => create({ customer_email: "nobody" }), 400, "email_invalid", "customer_email"],
    ["an early expiry", () => create({ expires_at: Math.floor(now().getTime() / 1000) + 60 }), 400, undefined, "expires_at"],
    ["no such session", () => stripe().checkout.sessions.retrieve("cs_test_none"), 404, "resource_missing", "session"],
    ["no such payment", () => stripe().paymentIntents.retrieve("pi_none"), 404, "resource_missing", "intent"],
    ["no such event", () => stripe().events.retrieve("evt_none"), 404, "resource_missing", "id"],
    ["nothing to expand", () => stripe().checkout.sessions.list({ expand: ["data.moon"] }), 400, undefined, "expand"],
    ["a page too long", () => stripe().events.list({ limit: 101 }), 400, undefined, "limit"],
    [
      "a place that is not there",
      () => stripe().events.list({ starting_after: "evt_none" }),
      400,
      "resource_missing",
      "starting_after",
    ],
  ] as const)("%s", async (_name, call, statusCode, code, param) => {
    const error = await stripeErrorOf(Promise.resolve(call()));
    expect({ statusCode: error.statusCode, code: error.code, param: error.param }).toEqual({ statusCode, code, param });
    expect(error.type).toBe("StripeInvalidRequestError");
    expect(error.requestId).toMatch(/^req_/);
  });

  test("a wrong key opens nothing", async () => {
    const { hostname, port } = new URL(sandbox.apiUrl);
    const own = readSandboxKeys(env().dataDir).apiKey;
    for (const key of ["sk_test_wrong", own.slice(0, -1), `${own.slice(0, -1)}!`, `${own}x`]) {
      const stranger = new Stripe(key, { host: hostname, port, protocol: "http", telemetry: false });
      const error = await stripeErrorOf(stranger.events.list());
      expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
      expect(error.message).not.toContain(own);
    }
  });

  test("what the sandbox does not know is named", async () => {
    expect((await stripeErrorOf(stripe().customers.list())).message).toContain("Unrecognized request URL (GET: /v1/customers)");
  });
});

describe("lists", () => {
  test("come in pages, the newest first, and can be walked to the end", async () => {
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) made.unshift((await stripe().checkout.sessions.create(sessionParams())).id);
    const first = await stripe().checkout.sessions.list({ limit: 3 });
    expect(first).toMatchObject({ object: "list", has_more: true, url: "/v1/checkout/sessions" });
    expect(first.data.map((session) => session.id)).toEqual(made.slice(0, 3));
    const walked: string[] = [];
    for await (const session of stripe().checkout.sessions.list({ limit: 2 })) walked.push(session.id);
    expect(walked.slice(0, 7)).toEqual(made);
    expect(new Set(walked).size).toBe(walked.length);
    const back = await stripe().checkout.sessions.list({ limit: 2, ending_before: made[4] });
    expect(back.data.map((session) => session.id)).toEqual([made[2], made[3]]);
  });

  test("of events are narrowed by type and time", async () => {
    const { session } = await aPaidSession(sandbox.controls);
    shiftClock(10_000);
    const since = Math.floor(now().getTime() / 1000);
    const later = await aPaidSession(sandbox.controls);
    const listed = await stripe().events.list({ types: ["checkout.session.completed", "charge.*"], created: { gte: since } });
    expect(listed.data.map((event) => event.type)).toEqual(["checkout.session.completed", "charge.succeeded"]);
    expect(listed.data[0]?.data.object).toMatchObject({ id: later.session.id });
    const found = await stripe().checkout.sessions.list({ payment_intent: session.payment_intent as string });
    expect(found.data.map((one) => one.id)).toEqual([session.id]);
  });
});
