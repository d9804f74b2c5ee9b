import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { syncSubscription } from "#app/features/checkout/recurring/sync-subscription.server.ts";
import { previewRefund, refundOrder } from "#app/features/checkout/refund-order.server.ts";
import { askStripeAgain } from "#app/features/insights/ask-stripe-again.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { anAdmin } from "#tests/support/people.ts";
import { aCourseByPlan, aPlan, planState } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
const DAY = 24 * 60 * 60 * 1000;

test("the desk refunds a renewal as it does an order, and sees before what that closes", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
  shiftClock(31.2 * DAY);
  await sandbox.controls.runBilling();
  await syncSubscription(plan.subscription);
  const renewal = await db.order.findFirstOrThrow({ where: { userId: plan.buyer.id, id: { not: plan.orderId } } });
  expect(await previewRefund({ orderNumber: plan.orderNumber })).toMatchObject({ left: 1_900, after: "refunded", closes: [] });
  const preview = await previewRefund({ orderNumber: renewal.number });
  expect(preview).toMatchObject({ status: "preview", left: 1_900, after: "refunded", closes: [expect.any(String)] });
  expect(await previewRefund({ orderNumber: renewal.number, amount: 100 })).toMatchObject({ closes: [] });

  const { id: actorId } = await anAdmin();
  const ask = { orderNumber: renewal.number, amount: 1_900, left: 1_900, requestId: randomUUID(), actorId, reason: "Asked for." };
  expect(await refundOrder(ask)).toMatchObject({ status: "refunded" });
  expect(await refundOrder(ask)).toMatchObject({ status: expect.any(String) });
  expect(await planState(plan.planId)).toMatchObject({ status: "refunded", accessOpen: false });
  expect(await db.refund.count({ where: { payment: { orderId: renewal.id } } })).toBe(1);
  expect(await db.outboxMail.count({ where: { to: plan.buyer.email, kind: "refund" } })).toBe(1);
  expect(await askStripeAgain({ orderNumber: renewal.number, actorId })).toEqual({ status: "asked", outcome: "refunded" });
  shiftClock(0);
});
