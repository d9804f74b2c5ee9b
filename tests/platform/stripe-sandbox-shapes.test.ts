import { readFileSync } from "node:fs";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "#app/platform/env.server.ts";
import { newCharge } from "#app/platform/stripe/sandbox/objects/charge.ts";
import { newCheckoutSession } from "#app/platform/stripe/sandbox/objects/checkout-session.ts";
import { newDispute } from "#app/platform/stripe/sandbox/objects/dispute.ts";
import { newEvent } from "#app/platform/stripe/sandbox/objects/event.ts";
import { newPaymentIntent } from "#app/platform/stripe/sandbox/objects/payment-intent.ts";
import { newRefund } from "#app/platform/stripe/sandbox/objects/refund.ts";
import { readSandboxKeys } from "#app/platform/stripe/sandbox/sandbox-files.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

type Json = Record<string, unknown>;
const fixtures = JSON.parse(readFileSync("tests/fixtures/stripe-fixtures.json", "utf8")).resources as Record<string, Json>;

/** Fields of the `stripe` package's types that came after the published fixtures. */
const NEWER = new Set([
  "checkout.session.allowed_payment_method_types",
  "checkout.session.payment_method_options.card",
  "payment_intent.allowed_payment_method_types",
  "payment_intent.payment_record",
  "payment_intent.payment_method_options.card",
  "charge.radar_options",
  "charge.outcome.risk_level",
  "charge.outcome.risk_score",
  "charge.payment_method_details.card.electronic_commerce_indicator",
  "refund.destination_details.card.reference_status",
  "refund.destination_details.card.reference_type",
  "dispute.intended_submission_method",
  "dispute.network_reason_code",
  "dispute.evidence_details.submission_method",
  "product.tax_details",
  // Fields that come and go with what happened, by the package's types.
  "refund.failure_reason",
  "refund.failure_balance_transaction",
  "event.data.previous_attributes",
]);
/** Fields that only an expanded object has. */
const WHEN_EXPANDED = new Set(["charge.refunds"]);
/** Their fields depend on what they hold. */
const OPEN = ["metadata", "last_payment_error", "next_action", "payment_method_details", "destination_details", "data.object"];

/** How an object differs in its fields and the kinds of their values from the published one. */
function differences(ours: Json, theirs: Json, path: string): string[] {
  const kind = (value: unknown) => (value === null ? "null" : Array.isArray(value) ? "list" : typeof value);
  const extra = Object.keys(ours).filter((key) => !(key in theirs) && !NEWER.has(`${path}.${key}`));
  const absent = Object.keys(theirs).filter((key) => !(key in ours) && !WHEN_EXPANDED.has(`${path}.${key}`));
  const shared = Object.keys(ours).filter((key) => key in theirs && ours[key] !== null && theirs[key] !== null);
  return [
    ...extra.map((key) => `${path}.${key} is not Stripe's`),
    ...absent.map((key) => `${path}.${key} is missing`),
    ...shared.flatMap((key) => {
      const [a, b] = [ours[key], theirs[key]];
      // An id stands where the published object may be expanded, and the other way round.
      if (kind(a) !== kind(b)) return [`${path}.${key} is a ${kind(a)}, not a ${kind(b)}`];
      if (kind(a) !== "object" || OPEN.some((open) => `${path}.${key}`.endsWith(`.${open}`))) return [];
      return differences(a as Json, b as Json, `${path}.${key}`);
    }),
  ];
}

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** An answer as it goes over the wire, before the package touches it. */
async function wire(path: string): Promise<Json> {
  const response = await fetch(sandbox.apiUrl + path, {
    headers: { Authorization: `Bearer ${readSandboxKeys(env().dataDir).apiKey}` },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Json;
}

const sell = (currency = "usd") =>
  stripe().checkout.sessions.create({
    mode: "payment",
    customer_email: "ada@example.org",
    line_items: [{ quantity: 1, price_data: { currency, unit_amount: 14_900, product_data: { name: "A course" } } }],
    success_url: "https://school.example/done",
    cancel_url: "https://school.example/left",
  });

describe("what the sandbox answers has Stripe's published fields", () => {
  test("through a whole life of a purchase", async () => {
    const { id } = await sell();
    await sandbox.controls.declineCard(id);
    await sandbox.controls.askForThreeDSecure(id);
    await sandbox.controls.answerThreeDSecure(id, "approve");
    const session = await wire(`/v1/checkout/sessions/${id}`);
    const paymentIntent = String(session.payment_intent);
    const inquiry = await sandbox.controls.openDispute({ paymentIntent, inquiry: true });
    const refund = await sandbox.controls.refund({ paymentIntent, amount: 100 });
    const items = (await wire(`/v1/checkout/sessions/${id}/line_items`)).data as Json[];
    const item = items[0]!;
    const price = item.price as Json;
    const intent = await wire(`/v1/payment_intents/${paymentIntent}`);
    const answers: Json[] = [
      session,
      item,
      price,
      intent,
      await wire(`/v1/charges/${String(intent.latest_charge)}`),
      await wire(`/v1/refunds/${refund.id}`),
      await wire(`/v1/disputes/${inquiry.id}`),
      await wire(`/v1/products/${String(price.product)}`),
      ...((await wire("/v1/charges")).data as Json[]),
      ...((await wire("/v1/events?limit=100")).data as Json[]),
    ];
    expect(new Set(answers.map((answer) => answer.object))).toEqual(new Set(Object.keys(fixtures)));
    for (const answer of answers) {
      const kind = String(answer.object);
      expect(differences(answer, fixtures[kind]!, kind)).toEqual([]);
    }
  });

  test.each(["usd", "eur", "gbp"])("also for bank debits in %s, and for what the events carry", async (currency) => {
    for (const outcome of ["arrives", "fails"] as const) {
      const { id } = await sell(currency);
      await sandbox.controls.payByBankDebit(id);
      await sandbox.controls.settleBankDebit(id, outcome);
      if (outcome === "fails") continue;
      const paymentIntent = String((await wire(`/v1/checkout/sessions/${id}`)).payment_intent);
      const refund = await sandbox.controls.refund({ paymentIntent, status: "pending" });
      await sandbox.controls.updateRefund(refund.id, "failed");
    }
    const open = await sell(currency);
    await sandbox.controls.expireSession(open.id);
    const events = sandbox.controls.events();
    for (const event of events) {
      const { body } = sandbox.controls.sign(event.id);
      const sent = JSON.parse(body) as Json;
      const object = (sent.data as Json).object as Json;
      expect(differences(sent, fixtures.event!, "event")).toEqual([]);
      expect(differences(object, fixtures[String(object.object)]!, String(object.object))).toEqual([]);
    }
    expect(events.map((event) => event.type)).toEqual(
      expect.arrayContaining(["refund.failed", "checkout.session.expired", "checkout.session.async_payment_failed"]),
    );
  });
});

test("the comparison sees what is missing, what is more and what is of another kind", () => {
  expect(differences({ a: 1, c: "x", d: [] }, { a: 1, b: 1, c: 1, d: {} }, "t")).toEqual([
    "t.b is missing",
    "t.c is a string, not a number",
    "t.d is a list, not a object",
  ]);
  expect(differences({ a: { b: 1 } }, { a: {} }, "t")).toEqual(["t.a.b is not Stripe's"]);
});

test("what the sandbox makes is of the `stripe` package's types", () => {
  // Checked when the code is compiled; the calls are here so that a builder cannot lose its type unseen.
  const created = 1_700_000_000;
  const paymentIntent = newPaymentIntent({
    id: "pi_1",
    amount: 100,
    currency: "usd",
    created,
    description: null,
    metadata: {},
    paymentMethodTypes: ["card"],
  }) satisfies Stripe.PaymentIntent;
  const charge = newCharge({
    id: "ch_1",
    paymentIntent,
    paymentMethod: "pm_1",
    balanceTransaction: null,
    created,
    email: null,
    status: "succeeded",
    paidWith: { method: "card", threeDSecure: false },
  }) satisfies Stripe.Charge;
  const made = [
    newCheckoutSession({
      id: "cs_test_1",
      created,
      expiresAt: created,
      amount: 100,
      currency: "usd",
      clientReferenceId: null,
      customerEmail: null,
      taxed: false,
      billingAddress: null,
      asksTaxId: false,
      metadata: {},
      successUrl: "https://school.example/",
      cancelUrl: null,
      submitType: null,
      url: "https://school.example/",
    }) satisfies Stripe.Checkout.Session,
    newRefund({
      id: "re_1",
      charge,
      amount: 1,
      created,
      reason: null,
      metadata: {},
      status: "succeeded",
      balanceTransaction: "txn_1",
    }) satisfies Stripe.Refund,
    newDispute({ id: "du_1", charge, amount: 1, created, reason: "general", inquiry: false }) satisfies Stripe.Dispute,
    newEvent({
      id: "evt_1",
      type: "charge.succeeded",
      object: charge,
      created,
      request: { id: null, idempotency_key: null },
    }) satisfies Stripe.Event,
  ];
  expect(made.map((object) => object.object)).toEqual(["checkout.session", "refund", "dispute", "event"]);
});
