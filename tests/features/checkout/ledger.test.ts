import { afterAll, beforeAll, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  shiftClock(0);
  await sandbox.close();
});

const linesOf = async (orderId: string) =>
  (await db.ledgerEntry.findMany({ where: { orderId }, orderBy: { number: "asc" } })).map(({ kind, amount, reason }) =>
    reason ? [kind, amount, reason] : [kind, amount],
  );

test("every move of money and of access is a line, once", async () => {
  const { orderId, sessionId, paymentIntent } = await aPurchase(await aCourseForSale(), sandbox.controls);
  const part = await sandbox.controls.refund({ paymentIntent, amount: 4_900, status: "pending" });
  await fulfil(sessionId);
  await sandbox.controls.updateRefund(part.id, "failed");
  await fulfil(sessionId, { thorough: true });
  await sandbox.controls.refund({ paymentIntent });
  for (let again = 0; again < 3; again++) await fulfil(sessionId, { thorough: true });
  expect(await linesOf(orderId)).toEqual([
    ["payment", 14_900],
    ["access_opened", 0],
    ["refund", -4_900],
    ["refund_returned", 4_900],
    ["refund", -14_900],
    ["access_closed", 0, "order-refunded"],
  ]);
});

test("a dispute takes the money until it is won", async () => {
  const { orderId, sessionId, paymentIntent } = await aPurchase(await aCourseForSale(), sandbox.controls);
  const dispute = await sandbox.controls.openDispute({ paymentIntent });
  await fulfil(sessionId);
  await sandbox.controls.closeDispute(dispute.id, "won");
  await fulfil(sessionId, { thorough: true });
  expect(await linesOf(orderId)).toEqual([
    ["payment", 14_900],
    ["access_opened", 0],
    ["dispute", -14_900],
    ["dispute_returned", 14_900],
  ]);
});

test("no line is changed or taken out, not even by SQL", async () => {
  const { orderId } = await aPurchase(await aCourseForSale(), sandbox.controls);
  const refused = /append-only/;
  await expect(db.ledgerEntry.updateMany({ where: { orderId }, data: { amount: 1 } })).rejects.toThrow(refused);
  await expect(db.ledgerEntry.deleteMany({ where: { orderId } })).rejects.toThrow(refused);
  await expect(db.$executeRaw`truncate "LedgerEntry"`).rejects.toThrow(refused);
  expect(await linesOf(orderId)).toHaveLength(2);
});

test("money of a delayed method stands at the day it came, not at that of the order or of our looking", async () => {
  const { orderId, sessionId } = await anOpenCheckout(await aCourseForSale());
  await sandbox.controls.payByBankDebit(sessionId);
  await fulfil(sessionId);
  const day = 24 * 60 * 60 * 1000;
  shiftClock(3 * day);
  await sandbox.controls.settleBankDebit(sessionId, "arrives");
  const came = Date.now() + 3 * day;
  shiftClock(9 * day);
  await fulfil(sessionId);
  const order = await db.order.findUniqueOrThrow({ where: { id: orderId }, include: { payments: true, ledger: true } });
  const times = [order.paidAt, order.payments[0]?.createdAt, order.ledger.find(({ kind }) => kind === "payment")?.happenedAt];
  for (const time of times) expect(Math.abs(time!.getTime() - came)).toBeLessThan(60_000);
  shiftClock(0);
});

test("receipts are numbered without a gap, once an order, however many are paid at once", async () => {
  const course = await aCourseForSale();
  const before = (await db.receipt.aggregate({ _max: { number: true } }))._max.number ?? 0;
  const checkouts = await Promise.all(Array.from({ length: 12 }, () => anOpenCheckout(course)));
  for (const { sessionId } of checkouts) await sandbox.controls.payByCard(sessionId);
  await Promise.all([...checkouts, ...checkouts].map(({ sessionId }) => fulfil(sessionId)));
  const receipts = await db.receipt.findMany({ where: { number: { gt: before } }, orderBy: { number: "asc" } });
  expect(receipts.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, i) => before + 1 + i));
  expect(new Set(receipts.map(({ orderId }) => orderId)).size).toBe(12);
});

test("a receipt keeps the name and address of the day it was given", async () => {
  const { orderId, buyer, sessionId } = await aPurchase(await aCourseForSale(), sandbox.controls);
  const { email } = await db.user.findUniqueOrThrow({ where: { id: buyer.id } });
  await db.user.update({ where: { id: buyer.id }, data: { name: "Married Since", email: `new-${email}` } });
  await fulfil(sessionId, { thorough: true });
  expect(await db.receipt.findUniqueOrThrow({ where: { orderId } })).toMatchObject({ email });
});
