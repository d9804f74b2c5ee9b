import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { readSandboxKeys } from "#app/platform/stripe/sandbox/sandbox-files.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const anOrder = (changes: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams => ({
  mode: "payment",
  client_reference_id: "order-1",
  customer_email: "ada@example.org",
  line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 14_900, product_data: { name: "A course" } } }],
  metadata: { order_id: "order-1" },
  payment_intent_data: { metadata: { order_id: "order-1" } },
  success_url: "http://127.0.0.1:3000/checkout/success?session_id={CHECKOUT_SESSION_ID}",
  cancel_url: "http://127.0.0.1:3000/checkout/cancelled",
  ...changes,
});

async function aPaidSession() {
  const session = await stripe().checkout.sessions.create(anOrder());
  await sandbox.controls.payByCard(session.id);
  const paid = await stripe().checkout.sessions.retrieve(session.id);
  return { session: paid, paymentIntent: paid.payment_intent as string };
}

/** The error that a call ends with. */
async function failure(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Stripe.errors.StripeError);
  return error as Stripe.errors.StripeError;
}

describe("a checkout session", () => {
  test("is made with our prices and can be read again", async () => {
    const made = await stripe().checkout.sessions.create(anOrder());
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
    const made = await stripe().checkout.sessions.create(anOrder());
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
    const { session } = await aPaidSession();
    const expanded = await stripe().checkout.sessions.retrieve(session.id, {
      expand: ["line_items", "payment_intent.latest_charge"],
    });
    const intent = expanded.payment_intent as Stripe.PaymentIntent;
    expect(intent).toMatchObject({ status: "succeeded", amount_received: 14_900, metadata: { order_id: "order-1" } });
    expect(intent.latest_charge).toMatchObject({ object: "charge", paid: true, payment_intent: intent.id, refunded: false });
    expect(expanded.line_items?.data).toHaveLength(1);
  });

  test("expires by the clock, and cannot be paid afterwards", async () => {
    const made = await stripe().checkout.sessions.create(anOrder());
    shiftClock(24 * 60 * 60 * 1000 + 1_000);
    expect(await stripe().checkout.sessions.retrieve(made.id)).toMatchObject({ status: "expired", url: null });
    await expect(sandbox.controls.payByCard(made.id)).rejects.toThrow("expired");
    expect(sandbox.controls.events().at(-1)).toMatchObject({
      type: "checkout.session.expired",
      data: { object: { id: made.id } },
    });
  });

  test("is expired by a call once, not twice, and not when it is paid", async () => {
    const made = await stripe().checkout.sessions.create(anOrder());
    expect(await stripe().checkout.sessions.expire(made.id)).toMatchObject({ status: "expired" });
    expect(await failure(stripe().checkout.sessions.expire(made.id))).toMatchObject({ statusCode: 400 });
    const { session } = await aPaidSession();
    expect((await failure(stripe().checkout.sessions.expire(session.id))).message).toContain("has a status of complete");
  });
});

describe("paying", () => {
  test("a card pays at once and tells so in order", async () => {
    const { session, paymentIntent } = await aPaidSession();
    expect(session).toMatchObject({ status: "complete", payment_status: "paid", url: null });
    const types = sandbox.controls
      .events()
      .slice(-3)
      .map((event) => event.type);
    expect(types).toEqual(["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]);
    expect(await stripe().paymentIntents.retrieve(paymentIntent)).toMatchObject({ status: "succeeded", amount_received: 14_900 });
  });

  test("a declined card leaves the session open, and another card pays it with the same payment", async () => {
    const made = await stripe().checkout.sessions.create(anOrder());
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
    const made = await stripe().checkout.sessions.create(anOrder());
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
    const made = await stripe().checkout.sessions.create(anOrder());
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
    const { paymentIntent } = await aPaidSession();
    await stripe().refunds.create({ payment_intent: paymentIntent, amount: 4_900, reason: "requested_by_customer" });
    const tooMuch = await failure(stripe().refunds.create({ payment_intent: paymentIntent, amount: 10_001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: "amount" });
    const rest = await stripe().refunds.create({ payment_intent: paymentIntent });
    expect(rest).toMatchObject({ amount: 10_000, status: "succeeded" });
    const again = await failure(stripe().refunds.create({ payment_intent: paymentIntent }));
    expect(again.code).toBe("charge_already_refunded");
    const [charge] = (await stripe().charges.list({ payment_intent: paymentIntent })).data;
    expect(charge).toMatchObject({ amount_refunded: 14_900, refunded: true });
  });

  test("a refund that fails gives the money back to us", async () => {
    const { paymentIntent } = await aPaidSession();
    const refund = await sandbox.controls.refund({ paymentIntent });
    await sandbox.controls.updateRefund(refund.id, "failed");
    expect(await stripe().refunds.retrieve(refund.id)).toMatchObject({ status: "failed", failure_reason: "lost_or_stolen_card" });
    const intent = await stripe().paymentIntents.retrieve(paymentIntent, { expand: ["latest_charge"] });
    expect(intent.latest_charge).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  test("a dispute blocks refunds, and closes won or lost", async () => {
    const { paymentIntent } = await aPaidSession();
    const dispute = await sandbox.controls.openDispute({ paymentIntent });
    expect((await failure(stripe().refunds.create({ payment_intent: paymentIntent }))).code).toBe("charge_disputed");
    await sandbox.controls.closeDispute(dispute.id, "lost");
    const listed = await stripe().disputes.list({ payment_intent: paymentIntent });
    expect(listed.data.map(({ id, status }) => ({ id, status }))).toEqual([{ id: dispute.id, status: "lost" }]);
  });
});

describe("idempotency", () => {
  test("the same key and parameters give the same answer, also at once", async () => {
    const options = { idempotencyKey: "order:same" };
    const made = await Promise.all(Array.from({ length: 20 }, () => stripe().checkout.sessions.create(anOrder(), options)));
    expect(new Set(made.map((session) => session.id)).size).toBe(1);
  });

  test("the same key with other parameters is an error", async () => {
    const options = { idempotencyKey: "order:other" };
    await stripe().checkout.sessions.create(anOrder(), options);
    const error = await failure(stripe().checkout.sessions.create(anOrder({ client_reference_id: "order-2" }), options));
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  test("a call that was refused may be sent again with its key", async () => {
    const options = { idempotencyKey: "order:refused" };
    await failure(stripe().checkout.sessions.create(anOrder({ success_url: "nowhere" }), options));
    await stripe().checkout.sessions.create(anOrder(), options);
  });
});

describe("errors in Stripe's words", () => {
  const create = (changes: object) => stripe().checkout.sessions.create(anOrder(changes));
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
    const error = await failure(Promise.resolve(call()));
    expect({ statusCode: error.statusCode, code: error.code, param: error.param }).toEqual({ statusCode, code, param });
    expect(error.type).toBe("StripeInvalidRequestError");
    expect(error.requestId).toMatch(/^req_/);
  });

  test("a wrong key opens nothing", async () => {
    const { hostname, port } = new URL(sandbox.apiUrl);
    const stranger = new Stripe("sk_test_wrong", { host: hostname, port, protocol: "http", telemetry: false });
    const error = await failure(stranger.events.list());
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(error.message).not.toContain(readSandboxKeys(env().dataDir).apiKey);
  });

  test("what the sandbox does not know is named", async () => {
    expect((await failure(stripe().customers.list())).message).toContain("Unrecognized request URL (GET: /v1/customers)");
  });
});

describe("lists", () => {
  test("come in pages, the newest first, and can be walked to the end", async () => {
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) made.unshift((await stripe().checkout.sessions.create(anOrder())).id);
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
    const { session } = await aPaidSession();
    shiftClock(10_000);
    const since = Math.floor(now().getTime() / 1000);
    const later = await aPaidSession();
    const listed = await stripe().events.list({ types: ["checkout.session.completed", "charge.*"], created: { gte: since } });
    expect(listed.data.map((event) => event.type)).toEqual(["checkout.session.completed", "charge.succeeded"]);
    expect(listed.data[0]?.data.object).toMatchObject({ id: later.session.id });
    const found = await stripe().checkout.sessions.list({ payment_intent: session.payment_intent as string });
    expect(found.data.map((one) => one.id)).toEqual([session.id]);
  });
});
