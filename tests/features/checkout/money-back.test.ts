import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantManually } from "#app/features/access/grant-entitlement.server.ts";
import { decideLessonAccess } from "#app/features/access/lesson-access.server.ts";
import { revokeEntitlement } from "#app/features/access/revoke-entitlement.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { syncPayment } from "#app/features/checkout/sync-payment.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { anAdmin } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const isOpen = async (userId: string, courseKey: string) =>
  (await decideLessonAccess({ viewer: { id: userId, role: "student" }, courseKey, lessonKey: "closed" })).decision.allowed;
const ledger = async (orderId: string) => ({
  refunds: (await db.refund.findMany({ where: { payment: { orderId } }, orderBy: { amount: "asc" } })).map(
    ({ amount, status }) => ({ amount, status }),
  ),
  disputes: (await db.dispute.findMany({ where: { payment: { orderId } } })).map(({ amount, status }) => ({ amount, status })),
});

describe("a refund in the dashboard", () => {
  test("of a part leaves the course open; of the rest closes it", async () => {
    const course = await aCourseForSale();
    const { buyer, orderId, paymentIntent } = await aPurchase(course, sandbox.controls);
    await sandbox.controls.refund({ paymentIntent, amount: 4_900 });
    expect(await syncPayment(paymentIntent)).toMatchObject({
      outcome: "already-fulfilled",
      order: { status: "partially_refunded" },
    });
    expect(await isOpen(buyer.id, course.key)).toBe(true);
    await sandbox.controls.refund({ paymentIntent });
    expect(await syncPayment(paymentIntent)).toMatchObject({ outcome: "refunded" });
    expect(await isOpen(buyer.id, course.key)).toBe(false);
    expect(await orderState(orderId)).toMatchObject({ status: "refunded", live: 0, revoked: ["order-refunded"] });
    expect((await ledger(orderId)).refunds).toEqual([
      { amount: 4_900, status: "succeeded" },
      { amount: 10_000, status: "succeeded" },
    ]);
    const mails = await mailsTo(buyer.email);
    expect(mails.map((mail) => mail.kind)).toEqual(["receipt", "refund", "refund"]);
    expect(mails[1]?.text).toContain("The course stays open to you.");
    expect(mails[2]?.text).toContain("no longer opens the course");
    await syncPayment(paymentIntent);
    expect(await mailsTo(buyer.email)).toHaveLength(3);
  });

  test("takes away this order's course and leaves what came from elsewhere", async () => {
    const [course, other, admin] = [await aCourseForSale(), await aCourseForSale(), await anAdmin()];
    const { buyer, paymentIntent } = await aPurchase(course, sandbox.controls);
    const second = await aPurchase(other, sandbox.controls, buyer);
    await grantManually({ userId: buyer.id, courseId: course.courseId, actorId: admin.id, reason: "A test." });
    await sandbox.controls.refund({ paymentIntent });
    await syncPayment(paymentIntent);
    expect(await isOpen(buyer.id, course.key)).toBe(true);
    expect(await isOpen(buyer.id, other.key)).toBe(true);
    expect(await orderState(second.orderId)).toMatchObject({ status: "paid", live: 1 });
  });

  test.each(["failed", "canceled"] as const)("that is %s afterwards opens the course again", async (status) => {
    const course = await aCourseForSale();
    const { buyer, orderId, paymentIntent } = await aPurchase(course, sandbox.controls);
    const refund = await sandbox.controls.refund({ paymentIntent, status: "pending" });
    await syncPayment(paymentIntent);
    expect(await isOpen(buyer.id, course.key)).toBe(false);
    await sandbox.controls.updateRefund(refund.id, status);
    expect(await syncPayment(paymentIntent)).toMatchObject({ outcome: "fulfilled", order: { status: "paid" } });
    expect(await isOpen(buyer.id, course.key)).toBe(true);
    expect((await ledger(orderId)).refunds).toEqual([{ amount: 14_900, status }]);
    expect((await mailsTo(buyer.email)).map((mail) => mail.kind)).toEqual(["receipt", "refund", "refund-failed"]);
  });

  test("does not give back what a person took away", async () => {
    const [course, admin] = [await aCourseForSale(), await anAdmin()];
    const { buyer, paymentIntent, orderId } = await aPurchase(course, sandbox.controls);
    const [entitlement] = await db.entitlement.findMany({ where: { userId: buyer.id } });
    await revokeEntitlement({
      userId: buyer.id,
      entitlementId: entitlement!.id,
      actorId: admin.id,
      reason: "Shared the account.",
    });
    const refund = await sandbox.controls.refund({ paymentIntent, status: "pending" });
    await syncPayment(paymentIntent);
    await sandbox.controls.updateRefund(refund.id, "failed");
    await syncPayment(paymentIntent);
    expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 0, revoked: ["Shared the account."] });
  });

  test("that fails restores of a bundle what the money took, and not what a person took", async () => {
    const [course, more, admin] = [await aCourseForSale(), await aCourseForSale(), await anAdmin()];
    const product = await db.product.findUniqueOrThrow({ where: { key: course.key } });
    await db.productCourse.create({ data: { productId: product.id, courseId: more.courseId } });
    const { buyer, paymentIntent } = await aPurchase(course, sandbox.controls);
    const byHand = await db.entitlement.findFirstOrThrow({ where: { userId: buyer.id, courseId: more.courseId } });
    await revokeEntitlement({ userId: buyer.id, entitlementId: byHand.id, actorId: admin.id, reason: "A test." });
    const refund = await sandbox.controls.refund({ paymentIntent, status: "pending" });
    await syncPayment(paymentIntent);
    await sandbox.controls.updateRefund(refund.id, "failed");
    await syncPayment(paymentIntent);
    expect([await isOpen(buyer.id, course.key), await isOpen(buyer.id, more.key)]).toEqual([true, false]);
  });

  test("before we ever heard of the payment opens nothing", async () => {
    const course = await aCourseForSale();
    const { buyer, sessionId, orderId } = await anOpenCheckout(course);
    await sandbox.controls.payByCard(sessionId);
    const paymentIntent = sandbox.controls.books()[0]?.paymentIntentId ?? "";
    await sandbox.controls.refund({ paymentIntent });
    expect(await fulfil(sessionId)).toMatchObject({ outcome: "refunded" });
    expect(await orderState(orderId)).toMatchObject({ status: "refunded", slot: false, live: 0 });
    expect(await isOpen(buyer.id, course.key)).toBe(false);
    expect((await mailsTo(buyer.email)).map((mail) => mail.kind)).toEqual(["refund"]);
  });

  test("is found by its payment also where the ledger has none yet, and a stranger's payment is unknown", async () => {
    const { sessionId, orderId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    const account = sandbox.controls.books().find((one) => one.sessionId === sessionId);
    expect(await syncPayment(account!.paymentIntentId!)).toMatchObject({ outcome: "fulfilled", order: { id: orderId } });
    for (const id of ["pi_none", "", "cs_1", `pi_${"x".repeat(300)}`, "pi_\0"]) {
      expect(await syncPayment(id)).toEqual({ outcome: "unknown-session", order: null });
    }
  });
});

describe("a dispute", () => {
  test("leaves the course open, closes it when it is lost", async () => {
    const course = await aCourseForSale();
    const { buyer, orderId, paymentIntent } = await aPurchase(course, sandbox.controls);
    const dispute = await sandbox.controls.openDispute({ paymentIntent });
    await syncPayment(paymentIntent);
    expect(await orderState(orderId)).toMatchObject({ status: "disputed", live: 1 });
    await sandbox.controls.closeDispute(dispute.id, "lost");
    expect(await syncPayment(paymentIntent)).toMatchObject({ outcome: "failed" });
    expect(await orderState(orderId)).toMatchObject({ status: "failed", live: 0, revoked: ["dispute-lost"] });
    expect(await isOpen(buyer.id, course.key)).toBe(false);
    expect((await ledger(orderId)).disputes).toEqual([{ amount: 14_900, status: "lost" }]);
  });

  test("that is won, or an inquiry that is closed, gives the order its state back", async () => {
    const { orderId, paymentIntent } = await aPurchase(await aCourseForSale(), sandbox.controls);
    for (const inquiry of [true, false]) {
      const dispute = await sandbox.controls.openDispute({ paymentIntent, inquiry });
      await syncPayment(paymentIntent);
      expect(await orderState(orderId)).toMatchObject({ status: "disputed", live: 1 });
      await sandbox.controls.closeDispute(dispute.id, "won");
      await syncPayment(paymentIntent);
      expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1, revoked: [] });
    }
  });
});

test("news that come at once and out of order end where Stripe stands", async () => {
  for (let round = 0; round < 6; round += 1) {
    const { sessionId, orderId, paymentIntent } = await aPurchase(await aCourseForSale(), sandbox.controls);
    const asking: Promise<unknown>[] = [];
    const hear = () => asking.push(syncPayment(paymentIntent), fulfil(sessionId));
    hear();
    const refund = await sandbox.controls.refund({ paymentIntent, status: "pending" });
    hear();
    await sandbox.controls.updateRefund(refund.id, "failed");
    hear();
    await sandbox.controls.refund({ paymentIntent });
    hear();
    await Promise.all(asking);
    expect(await orderState(orderId)).toMatchObject({ status: "refunded", live: 0, revoked: ["order-refunded"] });
    expect((await ledger(orderId)).refunds.map((row) => row.status).sort()).toEqual(["failed", "succeeded"]);
  }
});
