import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { PARKED_AFTER } from "#app/features/checkout/stripe-inbox.server.ts";
import { countAttention, listAttention } from "#app/features/insights/attention/attention.queries.server.ts";
import type { RemedyKind } from "#app/features/insights/attention/matters.ts";
import { resolveMatter } from "#app/features/insights/attention/resolve-matter.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { anAdmin, aStudent } from "#tests/support/people.ts";
import { aCourseByPlan, aPlan } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let admin: Awaited<ReturnType<typeof anAdmin>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  admin = await anAdmin();
});
afterAll(async () => {
  shiftClock(0);
  await sandbox.close();
});
const DAY = 24 * 60 * 60 * 1000;
let start = 0;
// Each test begins with a list of its own, and so long after the one before that nothing of that is walked again.
beforeEach(async () => {
  start += 3 * DAY;
  shiftClock(start);
  await db.order.updateMany({
    where: { attention: { not: null } },
    data: { attention: null, status: "expired", checkoutSessionId: null },
  });
  await db.payment.deleteMany({ where: { order: { status: "expired" }, refunds: { none: {} } } });
  await db.entitlement.updateMany({
    where: { orderItem: { order: { status: "expired" } }, revokedAt: null },
    data: { revokedAt: now(), revokedReason: "The test is over." },
  });
  await reconcile();
  await db.moneyFault.deleteMany();
  await db.setAside.deleteMany();
});

const list = async () => (await listAttention()).matters;
const press = (key: string, kind: RemedyKind, reason = "Seen to by the desk") =>
  resolveMatter({ key, kind, reason, actorId: admin.id });
const auditOf = (subjectId: string) =>
  db.auditEntry.findMany({ where: { subjectId, action: "attention.resolve" }, orderBy: { id: "asc" } });

test("where all is well, nothing needs anybody", async () => {
  await aPurchase(await aCourseForSale(), sandbox.controls);
  expect(await listAttention()).toEqual({ matters: [], setAside: 0 });
  expect(await countAttention()).toBe(0);
});

/** Somebody whose order is of another amount than the page that they paid on. */
async function aWrongAmount(total: number) {
  const open = await anOpenCheckout(await aCourseForSale());
  await db.order.update({ where: { id: open.orderId }, data: { total } });
  await sandbox.controls.payByCard(open.sessionId);
  await fulfil(open.sessionId);
  return open;
}

describe("money that came otherwise than it should", () => {
  test("paid twice: the second goes back, once, and the first stays open", async () => {
    const course = await aCourseForSale();
    const buyer = await aStudent();
    const first = await anOpenCheckout(course, buyer);
    // Another page of the same person, as from before the order was closed.
    await db.order.update({ where: { id: first.orderId }, data: { openSlot: null } });
    const second = await anOpenCheckout(course, buyer);
    for (const { sessionId } of [first, second]) await sandbox.controls.payByCard(sessionId);
    for (const { sessionId } of [first, second]) await fulfil(sessionId);
    const [matter, ...more] = await list();
    expect(more).toEqual([]);
    expect(matter).toMatchObject({
      ...{ key: `order:${second.orderId}`, title: "Paid twice", person: { email: buyer.email } },
      ...{ order: { number: second.orderNumber }, remedy: { kind: "refund", left: 14_900, currency: "usd" } },
    });
    const pressed = await Promise.all([1, 2, 3].map(() => press(matter!.key, "refund", "Bought in two tabs")));
    expect(pressed.map(({ status }) => status).sort()).toEqual(expect.arrayContaining(["done"]));
    expect(sandbox.controls.books([second.sessionId])[0]!.refunds).toMatchObject([{ amount: 14_900 }]);
    expect(sandbox.controls.books([first.sessionId])[0]!.refunds).toEqual([]);
    expect(await orderState(second.orderId)).toMatchObject({ status: "refunded", live: 0 });
    expect(await orderState(first.orderId)).toMatchObject({ status: "paid", live: 1 });
    expect(await list()).toEqual([]);
    expect((await auditOf(second.orderId))[0]).toMatchObject({
      ...{ actorId: admin.id, reason: "Bought in two tabs" },
      detail: {
        did: "refund",
        before: { status: "paid", open: 1, refunds: 0 },
        after: { status: "refunded", open: 0, refunds: 1 },
      },
    });
    expect(await press(matter!.key, "refund")).toEqual({ status: "refused", reason: "gone" });
  });

  test("more than was asked for: it opens by hand, stays open, and closes with a refund", async () => {
    const { orderId, sessionId } = await aWrongAmount(9_900);
    const [matter] = await list();
    expect(matter).toMatchObject({ title: "Paid, but not what was asked for", remedy: { kind: "grant" } });
    expect(await press(matter!.key, "refund")).toEqual({ status: "refused", reason: "changed" });
    expect(await press(matter!.key, "grant")).toEqual({ status: "done", kind: "grant", left: false });
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ live: 1 });
    expect(await list()).toEqual([]);
    await sandbox.controls.refund({ paymentIntent: sandbox.controls.books([sessionId])[0]!.paymentIntentId! });
    await reconcile();
    expect(await orderState(orderId)).toMatchObject({ status: "refunded", live: 0 });
  });

  test("less than was asked for: it goes back", async () => {
    const { orderId, sessionId } = await aWrongAmount(19_900);
    const [matter] = await list();
    expect(matter).toMatchObject({ remedy: { kind: "refund", left: 14_900 } });
    expect(await press(matter!.key, "refund")).toMatchObject({ status: "done", left: false });
    expect(sandbox.controls.books([sessionId])[0]!.refunds).toMatchObject([{ amount: 14_900 }]);
    expect(await orderState(orderId)).toMatchObject({ status: "refunded", live: 0, attention: null });
  });
});

/** An order whose payment page Stripe does not know: nothing that asks can mend it. */
async function beyondAsking() {
  const bought = await aPurchase(await aCourseForSale(), sandbox.controls);
  await db.order.update({ where: { id: bought.orderId }, data: { checkoutSessionId: `cs_test_gone${bought.orderNumber}` } });
  return bought;
}

describe("books that disagree, where asking Stripe mends nothing", () => {
  test("paid and not open: opened by the same key, and a refund closes it", async () => {
    const { orderId, orderNumber } = await beyondAsking();
    await db.entitlement.deleteMany({ where: { orderItem: { orderId } } });
    await reconcile();
    const [matter] = await list();
    expect(matter).toMatchObject({
      key: `wrong:${orderId}`,
      title: "Paid, and not open",
      remedy: { kind: "grant" },
      order: { number: orderNumber },
    });
    await Promise.all([press(matter!.key, "grant"), press(matter!.key, "grant")]);
    expect(await orderState(orderId)).toMatchObject({ live: 1 });
    expect(await db.entitlement.findFirst({ where: { orderItem: { orderId } } })).toMatchObject({
      ...{ sourceKey: expect.stringMatching(/^order-item:/), grantedById: admin.id },
    });
    expect(await list()).toEqual([]);
    expect((await auditOf(orderId))[0]).toMatchObject({ detail: { before: { open: 0 }, after: { open: 1 } } });
  });

  test("open and not paid: closed by hand, and stays so", async () => {
    const { orderId } = await beyondAsking();
    await db.refund.deleteMany({ where: { payment: { orderId } } });
    await db.order.update({ where: { id: orderId }, data: { status: "expired" } });
    await db.payment.deleteMany({ where: { orderId } });
    await reconcile();
    const [matter] = await list();
    expect(matter).toMatchObject({ title: "Open, and not paid", remedy: { kind: "withdraw" } });
    expect(await press(matter!.key, "withdraw", "order-refunded")).toMatchObject({ status: "failed" });
    expect(await orderState(orderId)).toMatchObject({ live: 1 });
    expect(await press(matter!.key, "withdraw", "No money ever came")).toMatchObject({ status: "done", left: false });
    expect(await orderState(orderId)).toMatchObject({ live: 0, revoked: ["No money ever came"] });
    expect(await list()).toEqual([]);
  });

  test("a plan that has paid and opens nothing", async () => {
    const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
    await db.entitlement.deleteMany({ where: { subscriptionId: plan.planId } });
    const [matter] = await list();
    expect(matter).toMatchObject({ key: `wrong-plan:${plan.planId}`, remedy: { kind: "grant" } });
    expect(await press(matter!.key, "grant")).toMatchObject({ status: "done", left: false });
    const row = await db.subscription.findUniqueOrThrow({ where: { id: plan.planId }, include: { entitlements: true } });
    expect(row.entitlements).toMatchObject([{ source: "subscription", endsAt: row.accessEndsAt, revokedAt: null }]);
  });
});

describe("what failed", () => {
  test("a parked event is run again by hand, and what it tells is done", async () => {
    const course = await aCourseForSale();
    const [stuck, other] = [await anOpenCheckout(course), await anOpenCheckout(course)];
    await sandbox.controls.payByCard(stuck.sessionId);
    const event = sandbox.controls.events().findLast(({ type }) => type === "checkout.session.completed")!;
    const { body, signature } = sandbox.controls.sign(event.id);
    await receiveStripeEvent({ body: Buffer.from(body), signature });
    const paymentIntentId = sandbox.controls.books([stuck.sessionId])[0]!.paymentIntentId!;
    const row = { orderId: other.orderId, paymentIntentId, amount: 1, currency: "usd", livemode: false };
    const inTheWay = await db.payment.create({ data: row });
    const parked = async () => (await list()).filter(({ title }) => title === "A parked Stripe event");
    await db.stripeEvent.update({ where: { id: event.id }, data: { attempts: PARKED_AFTER - 1, error: "It failed." } });
    expect(await parked()).toEqual([]);
    await db.stripeEvent.update({ where: { id: event.id }, data: { attempts: PARKED_AFTER } });
    const [matter] = await parked();
    expect(matter).toMatchObject({
      key: `event:${event.id}`,
      remedy: { kind: "rerun" },
      reason: expect.stringContaining("It failed."),
    });
    expect(await press(matter!.key, "rerun", "")).toMatchObject({ status: "failed", message: expect.any(String) });
    await db.payment.delete({ where: { id: inTheWay.id } });
    expect(await press(matter!.key, "rerun", "")).toEqual({ status: "done", kind: "rerun", left: false });
    expect(await orderState(stuck.orderId)).toMatchObject({ status: "paid", live: 1 });
  });

  test("an order that could not be settled is asked for again", async () => {
    const course = await aCourseForSale();
    const [stuck, other] = [await anOpenCheckout(course), await anOpenCheckout(course)];
    await sandbox.controls.payByCard(stuck.sessionId);
    const paymentIntentId = sandbox.controls.books([stuck.sessionId])[0]!.paymentIntentId!;
    const row = { orderId: other.orderId, paymentIntentId, amount: 1, currency: "usd", livemode: false };
    const inTheWay = await db.payment.create({ data: row });
    await db.stripeEvent.deleteMany();
    await reconcile();
    const matters = (await list()).filter(({ order }) => order?.id === stuck.orderId);
    // Once, whatever led there.
    expect(matters).toMatchObject([{ remedy: { kind: "ask" }, person: { email: stuck.buyer.email } }]);
    expect(await press(matters[0]!.key, "ask", "")).toMatchObject({ status: "failed" });
    await db.payment.delete({ where: { id: inTheWay.id } });
    expect(await press(matters[0]!.key, "ask", "")).toMatchObject({ status: "done" });
    expect(await orderState(stuck.orderId)).toMatchObject({ status: "paid", live: 1 });
    await reconcile();
    expect((await list()).filter(({ order }) => order?.id === stuck.orderId)).toEqual([]);
  });

  test("money for an order that is not here goes back, once", async () => {
    const made = await stripe().checkout.sessions.create({
      ...{ mode: "payment", customer_email: "ada@example.org", metadata: { order_id: "an-order-that-was-lost" } },
      line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 5_000, product_data: { name: "A course" } } }],
      ...{ success_url: "http://127.0.0.1:3000/a", cancel_url: "http://127.0.0.1:3000/b" },
    });
    await sandbox.controls.payByCard(made.id);
    await reconcile();
    const [matter] = await list();
    expect(matter).toMatchObject({ title: "Money for an order that is not here", remedy: { kind: "refund-stray" } });
    await Promise.all([press(matter!.key, "refund-stray"), press(matter!.key, "refund-stray")]);
    expect(sandbox.controls.books([made.id])[0]!.refunds).toMatchObject([{ amount: 5_000 }]);
    await reconcile();
    expect(await listAttention()).toEqual({ matters: [], setAside: 1 });
  });

  test("a reconciler that fails or sleeps is told of, and runs by its button", async () => {
    const value = { at: now().toISOString(), failures: 0, error: "Stripe is away.", failingSince: "2026-01-02T03:04:05.000Z" };
    await db.checkpoint.create({ data: { name: "reconciler", value } });
    const [matter] = await list();
    expect(matter).toMatchObject({
      key: "reconciler",
      title: "Stripe cannot be walked",
      since: new Date("2026-01-02T03:04:05Z"),
    });
    expect(await press("reconciler", "reconcile", "")).toEqual({ status: "done", kind: "reconcile", left: false });
    shiftClock(start + 59 * 60 * 1000);
    expect(await list()).toEqual([]);
    shiftClock(start + 61 * 60 * 1000);
    expect(await list()).toMatchObject([{ title: "The reconciler has not run" }]);
    await db.checkpoint.delete({ where: { name: "reconciler" } });
  });
});

test("what was left as it is stays away until something else is the matter", async () => {
  const { orderId } = await aWrongAmount(9_900);
  const [matter] = await list();
  expect(await press(matter!.key, "dismiss", "Paid at the door as well")).toEqual({
    status: "done",
    kind: "dismiss",
    left: false,
  });
  expect(await orderState(orderId)).toMatchObject({ live: 0 });
  await reconcile();
  expect(await list()).toEqual([]);
  expect((await auditOf(orderId))[0]).toMatchObject({ reason: "Paid at the door as well", detail: { did: "dismiss" } });
  await db.order.update({ where: { id: orderId }, data: { attention: "Something else." } });
  expect(await list()).toMatchObject([
    { key: matter!.key, reason: expect.stringMatching(/^\$149\.00 came, and \$99\.00 was asked for\. Something else\.$/) },
  ]);
});
