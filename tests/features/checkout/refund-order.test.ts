import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { previewRefund, refundOrder } from "#app/features/checkout/refund-order.server.ts";
import { db } from "#app/platform/db.server.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { anAdmin } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let admin: Awaited<ReturnType<typeof anAdmin>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  admin = await anAdmin();
});
afterAll(() => sandbox.close());

const give = (orderNumber: number, amount: number, left: number, requestId: string = randomUUID()) =>
  refundOrder({ orderNumber, amount, left, requestId, actorId: admin.id, reason: "They asked." });
const refundsOf = (orderId: string) => db.refund.findMany({ where: { payment: { orderId } } });

test("what is shown beforehand is what happens, for a part and for the rest", async () => {
  const { orderNumber, orderId, buyer } = await aPurchase(await aCourseForSale(), sandbox.controls);
  const part = await previewRefund({ orderNumber, amount: 4_900 });
  expect(part).toMatchObject({ before: "paid", after: "partially_refunded", closes: [], left: 14_900, email: buyer.email });
  expect(await refundsOf(orderId)).toEqual([]);
  expect(await give(orderNumber, 4_900, 14_900)).toEqual({ status: "refunded", orderNumber });
  expect(await orderState(orderId)).toMatchObject({ status: "partially_refunded", live: 1 });

  const rest = await previewRefund({ orderNumber });
  expect(rest).toMatchObject({ amount: 10_000, before: "partially_refunded", after: "refunded", closes: [expect.any(String)] });
  await give(orderNumber, 10_000, 10_000);
  expect(await orderState(orderId)).toMatchObject({ status: "refunded", live: 0 });
  expect((await mailsTo(buyer.email)).map(({ kind }) => kind)).toEqual(["receipt", "refund", "refund"]);
  expect(await previewRefund({ orderNumber })).toMatchObject({ reason: "nothing-to-refund" });
  const lines = await db.auditEntry.findMany({ where: { subjectId: orderId, action: "order.refund" }, orderBy: { id: "asc" } });
  expect(lines).toMatchObject([
    { actorId: admin.id, reason: "They asked.", detail: { amount: 4_900, before: "paid", after: "partially_refunded" } },
    { detail: { amount: 10_000, after: "refunded" } },
  ]);
});

test("one form sent ten times at once gives the money back once", async () => {
  const { orderNumber, orderId } = await aPurchase(await aCourseForSale(), sandbox.controls);
  const requestId = randomUUID();
  await Promise.all(Array.from({ length: 10 }, () => give(orderNumber, 4_000, 14_900, requestId)));
  expect(await refundsOf(orderId)).toMatchObject([{ amount: 4_000 }]);
  // And once more when all is over: the second click of somebody who came back.
  expect(await give(orderNumber, 4_000, 14_900, requestId)).toMatchObject({ status: "refunded" });
  expect(await refundsOf(orderId)).toHaveLength(1);
});

test("where money went back meanwhile nothing is done", async () => {
  const { orderNumber, orderId, paymentIntent } = await aPurchase(await aCourseForSale(), sandbox.controls);
  await sandbox.controls.refund({ paymentIntent, amount: 100 });
  expect(await give(orderNumber, 5_000, 14_900)).toEqual({ status: "refused", reason: "changed" });
  expect(await give(orderNumber, 14_900, 14_900)).toMatchObject({ status: "refused", reason: "too-much", left: 14_800 });
  expect((await refundsOf(orderId)).filter(({ amount }) => amount !== 100)).toEqual([]);
});

test("what cannot be given back is refused with why", async () => {
  const open = await anOpenCheckout(await aCourseForSale());
  expect(await previewRefund({ orderNumber: open.orderNumber })).toMatchObject({ reason: "nothing-to-refund" });
  expect(await previewRefund({ orderNumber: 999_999_999 })).toMatchObject({ reason: "no-such-order" });
  const { orderNumber, paymentIntent, orderId } = await aPurchase(await aCourseForSale(), sandbox.controls);
  for (const amount of [0, -5, 1.5, Number.NaN]) {
    expect(await previewRefund({ orderNumber, amount })).toMatchObject({ reason: "not-an-amount" });
  }
  // What a bank holds cannot be given back: Stripe says so, and it stands in the log.
  await sandbox.controls.openDispute({ paymentIntent });
  expect(await give(orderNumber, 100, 14_900)).toMatchObject({
    reason: "payment-service",
    message: expect.stringContaining("charged back"),
  });
  expect(await db.auditEntry.count({ where: { subjectId: orderId, action: "order.refund-refused" } })).toBe(1);
});
