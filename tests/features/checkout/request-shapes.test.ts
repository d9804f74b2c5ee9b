import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { cancelPlan } from "#app/features/checkout/recurring/cancel-plan.server.ts";
import { changeCard } from "#app/features/checkout/recurring/change-card.server.ts";
import { endPlansOf } from "#app/features/checkout/recurring/end-plans.server.ts";
import { keepPlan } from "#app/features/checkout/recurring/keep-plan.server.ts";
import { previewSwitch, switchPlan } from "#app/features/checkout/recurring/switch-plan.server.ts";
import { refundOrder } from "#app/features/checkout/refund-order.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aPaidGift } from "#tests/support/gifts.ts";
import { aGuestPurchase } from "#tests/support/guests.ts";
import { anAdmin, aStudent } from "#tests/support/people.ts";
import { aCourseByPlan, anOpenPlanCheckout, aPlan } from "#tests/support/plans.ts";
import { aBundle, publishProduct } from "#tests/support/products.ts";
import { faultsOf, methodOf, type RecordedCall, recordCalls } from "#tests/support/recorded-requests.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCoupon, aCourseForSale, anOpenCheckout, aPurchase, changePrice } from "#tests/support/shop.ts";
import { aTeam } from "#tests/support/teams.ts";

/** As the package put it on the wire. */
interface Sent {
  method: string;
  path: string;
  api_version: string;
  idempotency_key?: string;
}

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let calls: RecordedCall[];
const sent: Sent[] = [];
beforeAll(async () => {
  shiftClock(0);
  sandbox = await startSandbox();
  stripe().on("request", (request: object) => sent.push(request as Sent));
  const recording = recordCalls();
  await buyInEveryWay();
  await payAgainAndAgain();
  await giveBack();
  await hear();
  recording.stop();
  ({ calls } = recording);
}, 300_000);
afterAll(() => sandbox.close());

const asOwner = (plan: { buyer: { id: string }; planId: string }) => ({ userId: plan.buyer.id, planId: plan.planId });

async function buyInEveryWay(): Promise<void> {
  const { controls } = sandbox;
  const [course, scripts] = [await aCourseForSale(), await aCourseForSale({ price: { amount: 3_900, currency: "usd" } })];
  const { code } = await aCoupon();
  await aPurchase(course, controls, undefined, code);
  await publishProduct(course.key, { key: course.key, bump: { product: scripts.key, text: "To read aloud." } });
  await startCheckout({ userId: (await aStudent()).id, courseKey: course.key, bump: true });
  const { buyer } = await aPurchase(scripts, controls);
  // An upgrade: what was paid counts towards the bundle.
  await startCheckout({ userId: buyer.id, courseKey: (await aBundle([course, scripts])).key });
  await aGuestPurchase(course, controls);
  await aPaidGift(course, controls);
  await aTeam(course, controls, { emails: ["member@example.org"] });
  await aPurchase(await aCourseForSale({ price: { amount: 5_000, currency: "jpy" } }), controls);
  const left = await anOpenCheckout(course);
  await changePrice(course, 9_900);
  await anOpenCheckout(course, left.buyer);
}

async function payAgainAndAgain(): Promise<void> {
  const { controls } = sandbox;
  const course = await aCourseByPlan();
  await aPlan(course, "in-three", controls);
  await aPlan(course, "on-trial", controls);
  const plan = await aPlan(course, "monthly", controls);
  await previewSwitch({ ...asOwner(plan), way: "yearly" });
  expect(await switchPlan({ ...asOwner(plan), way: "yearly", requestKey: randomUUID() })).toEqual({ status: "switched" });
  expect(await changeCard(asOwner(plan))).toMatchObject({ status: "redirect" });
  expect(await cancelPlan(asOwner(plan))).toEqual({ status: "cancelled" });
  expect(await keepPlan(asOwner(plan))).toEqual({ status: "kept" });
  await endPlansOf(plan.buyer.id);
}

async function giveBack(): Promise<void> {
  const { controls } = sandbox;
  const { orderId, orderNumber, sessionId } = await aPurchase(await aCourseForSale(), controls);
  const [item] = await db.orderItem.findMany({ where: { orderId } });
  const by = { orderNumber, actorId: (await anAdmin()).id, reason: "They asked." };
  expect(await refundOrder({ ...by, amount: 4_900, left: 14_900, requestId: randomUUID() })).toMatchObject({
    status: "refunded",
  });
  const rest = { ...by, amount: 10_000, left: 10_000, itemId: item!.id, requestId: randomUUID() };
  expect(await refundOrder(rest)).toMatchObject({ status: "refunded" });
  await fulfil(sessionId, { thorough: true });
}

/** By events, and by what was missed: also by those that name a charge, an invoice or a payment alone. */
async function hear(): Promise<void> {
  const { controls } = sandbox;
  const events = controls.events();
  const idOf = (type: string) => (events.findLast((event) => event.type === type)!.data.object as { id: string }).id;
  const begun = await anOpenPlanCheckout(await aCourseByPlan(), "monthly");
  await controls.payByCard(begun.sessionId);
  const ofPlan = controls.events().findLast(({ type }) => type === "payment_intent.succeeded")!.data.object as { id: string };
  for (const [id, type] of [
    [ofPlan.id, "payment_intent.succeeded"],
    [idOf("charge.refunded"), "charge.refunded"],
    [idOf("invoice.paid"), "invoice.paid"],
  ] as const) {
    const event = { id: `evt_old_${id}`, type, livemode: false, payload: { data: { object: { id } } } };
    await db.stripeEvent.create({ data: event });
    await processStripeEvent({ eventId: event.id });
  }
  for (const { id } of events) {
    const { body, signature } = controls.sign(id);
    await receiveStripeEvent({ body: Buffer.from(body), signature });
    await processStripeEvent({ eventId: id });
  }
  await db.stripeEvent.deleteMany();
  await reconcile();
}

/** Every method of the package that the source calls. */
function methodsInSource(): Set<string> {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("stripe/sandbox/"))
    .map((file) => readFileSync(`app/${file}`, "utf8"));
  const verbs = /\.(create|createPreview|retrieve|list|search|update|cancel|expire|del|capture|confirm|pay|voidInvoice)$/;
  const names = files.flatMap((text) =>
    [...text.matchAll(/\bstripe(?:\(\))?((?:\s*\.\s*\w+)+)\(/g)].map(([, chain = ""]) => chain.replace(/\s/g, "").slice(1)),
  );
  return new Set(names.filter((name) => verbs.test(name)));
}

describe("the requests to Stripe", () => {
  test("of every call in the source are here, so that none goes unseen", () => {
    expect([...new Set(calls.map(methodOf))].sort()).toEqual([...methodsInSource()].sort());
  });

  test("of every kind of sale are here", () => {
    const made = calls
      .filter((call) => methodOf(call) === "checkout.sessions.create")
      .map(({ params }) => JSON.stringify(params));
    const kinds = [
      '"mode":"payment"',
      '"mode":"subscription"',
      "trial_period_days",
      "3 payments",
      "off by code",
      "off for what you have paid",
    ];
    const more = ["A gift, sent by mail", "A seat each", '"quantity":3', '"currency":"jpy"'];
    for (const word of [...kinds, ...more])
      expect(
        made.some((params) => params.includes(word)),
        word,
      ).toBe(true);
    expect(made.some((params) => !params.includes("customer_email"))).toBe(true);
    expect(made.some((params) => (JSON.parse(params).line_items as unknown[]).length === 2)).toBe(true);
  });

  test("have names, kinds and choices of values as the types of the `stripe` package have them", { timeout: 120_000 }, () => {
    expect(faultsOf(calls)).toEqual([]);
  });

  test("count money and time in whole numbers, and say nothing of null or nothing", () => {
    const walk = (value: unknown, at: string): string[] => {
      if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? [] : [`${at} is ${value}`];
      if (value === null || value === undefined || value === "") return [`${at} is ${JSON.stringify(value)}`];
      return typeof value === "object" ? Object.entries(value).flatMap(([name, one]) => walk(one, `${at}.${name}`)) : [];
    };
    expect(calls.flatMap((call) => walk(call.params, methodOf(call)))).toEqual([]);
  });

  test("carry an idempotency key wherever something is made or changed, and one of ours where money moves", () => {
    const posts = sent.filter(({ method }) => method === "POST");
    expect(posts.length).toBeGreaterThan(15);
    expect(posts.filter(({ idempotency_key: key }) => !key)).toEqual([]);
    const MOVES: Record<string, RegExp> = {
      "checkout.sessions.create": /^order:[\w-]+$/,
      "refunds.create": /^refund:[\w-]+$/,
    };
    for (const call of calls) {
      const key = call.options.idempotencyKey;
      const wanted = MOVES[methodOf(call)] ?? ("items" in call.params ? /^switch:[\w:-]+$/ : undefined);
      if (wanted) expect(key, methodOf(call)).toMatch(wanted);
    }
    const keys = calls.flatMap(({ options }) => options.idempotencyKey ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("are of the version that the package's types describe", () => {
    expect([...new Set(sent.map((request) => request.api_version))]).toEqual([Stripe.API_VERSION]);
  });
});

test("the compiler tells what is not Stripe's", { timeout: 120_000 }, () => {
  const made = calls.find((call) => methodOf(call) === "checkout.sessions.create")!;
  const wrong = (params: object, options: object = {}): RecordedCall => ({
    ...made,
    params: { ...made.params, ...params },
    options: { ...made.options, ...options },
  });
  const item = { quantity: 1, price_data: { currency: "usd", unit_amount: "14900", product_data: { name: "A course" } } };
  const faults = faultsOf([
    wrong({ sucess_url: "https://x.example" }),
    wrong({ mode: "pay" }),
    wrong({ line_items: [item] }),
    wrong({ payment_intent_data: { metadata: {}, descripton: "Order" } }),
    wrong({}, { idempotency_key: "x" }),
    { method: "POST", path: "/v1/refunds", params: { payment_intent: "pi_1", reason: "because" }, options: {} },
    { method: "POST", path: "/v1/subscriptions/sub_1", params: { cancel_at_period_end: "true" }, options: {} },
    made,
  ]);
  expect(
    faults.map(
      (fault) => /sucess_url|"pay"|unit_amount|descripton|idempotency_key|"because"|cancel_at_period_end/.exec(fault)?.[0],
    ),
  ).toEqual(["sucess_url", '"pay"', "unit_amount", "descripton", "idempotency_key", '"because"', "cancel_at_period_end"]);
});
