import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { isOpen } from "#tests/support/plan-oracle.ts";
import { aCourseByPlan } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aPlanAct, aPlanWay, PlanShop } from "./plan-shop.ts";
import { keptOf } from "./stripe-oracle.ts";

const RUNS = Number(process.env.SCHEDULES ?? 500) / 5;
const SEED = Number(process.env.SCHEDULES_SEED ?? 20_261_123);
const PAYMENTS: Record<string, number> = { "in-three": 3 };

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  shiftClock(0);
  await sandbox.close();
});

const schedule = fc.record({
  way: aPlanWay,
  acts: fc.array(fc.array(aPlanAct, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 9 }),
});

const name = `memberships and instalments: whatever happens in whatever order, books, ledger and access agree in the end (${RUNS} schedules, seed ${SEED})`;
test(name, { timeout: RUNS * 4_000 }, async () => {
  const course = await aCourseByPlan();
  let played = 0;
  const check = async ({ way, acts }: { way: string; acts: Parameters<PlanShop["play"]>[0][] }) => {
    played += 1;
    const shop = await PlanShop.open(sandbox.controls, course.key, way);
    for (const some of acts) await shop.play(some);
    await reconcile();
    await checkAgainstBooks(shop, way);
    // What this person still pays is of no concern to the next.
    for (const id of await shop.subscriptions()) await sandbox.controls.cancelSubscription(id).catch(() => {});
    await db.subscription.updateMany({ where: { userId: shop.userId }, data: { lookAgainAt: null } });
  };
  await fc.assert(fc.asyncProperty(schedule, check), { numRuns: RUNS, seed: SEED });
  expect(played).toBe(RUNS);
});

async function checkAgainstBooks(shop: PlanShop, way: string): Promise<void> {
  const subscriptions = await shop.subscriptions();
  const plans = subscriptions.map((id) => shop.controls.plan(id));
  const at = now();
  const open = await db.entitlement.count({
    where: { userId: shop.userId, revokedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: at } }] },
  });
  const due = plans.filter((plan) => isOpen({ payments: PAYMENTS[way] ?? null }, plan, at)).length;
  expect(open > 0, `open is what is paid for: ${JSON.stringify(plans)}`).toBe(due > 0);

  // Each payment that came is on an order of its own, once, and the ledger has what is left of it.
  const orders = await db.order.findMany({
    where: { userId: shop.userId },
    include: { payments: { include: { refunds: true, disputes: true } }, ledger: true },
  });
  const came = plans.flatMap(({ invoices }) => invoices.filter(({ received }) => received > 0));
  const amounts = (rows: { paymentIntentId: string | null; amount: number }[]) =>
    rows.map(({ paymentIntentId, amount }) => `${paymentIntentId} ${amount}`).sort();
  expect(amounts(orders.flatMap(({ payments }) => payments))).toEqual(
    amounts(came.map(({ paymentIntentId, received }) => ({ paymentIntentId, amount: received }))),
  );
  for (const order of orders) expect(order.payments.length).toBeLessThanOrEqual(1);
  const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0);
  expect(sum(orders.flatMap(({ ledger }) => ledger.map(({ amount }) => amount)))).toBe(sum(came.map(keptOf)));
  // One plan at a time, and one row a subscription.
  const rows = await db.subscription.findMany({ where: { userId: shop.userId } });
  expect(rows.filter(({ runningSlot }) => runningSlot !== null).length).toBeLessThanOrEqual(1);
  expect(new Set(rows.map(({ stripeSubscriptionId }) => stripeSubscriptionId)).size).toBe(rows.length);
}
