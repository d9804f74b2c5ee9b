import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { revokeEntitlement } from "#app/features/access/revoke-entitlement.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { changeGift } from "#app/features/checkout/gifts/change-gift.server.ts";
import { readGiftPage, readGivenGift } from "#app/features/checkout/gifts/gift.queries.server.ts";
import { redeemGift } from "#app/features/checkout/gifts/redeem-gift.server.ts";
import { resendGift } from "#app/features/checkout/gifts/resend-gift.server.ts";
import { sendDueGifts } from "#app/features/checkout/gifts/send-due-gifts.server.ts";
import { eraseAccount } from "#app/features/privacy/erase-account.server.ts";
import { db } from "#app/platform/db.server.ts";
import { newSecretToken } from "#app/platform/secret-token.server.ts";
import { aPaidGift, aSentGift, giftTokenFor, giftWords } from "#tests/support/gifts.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { anAdmin, aStudent, PASSWORD } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  await anAdmin();
});
afterAll(() => sandbox.close());

const liveOf = (userId: string) => db.entitlement.findMany({ where: { userId, revokedAt: null } });

describe("taking a gift", () => {
  test("opens the course to any account that has the link, once, and the same person is told so again", async () => {
    const course = await aCourseForSale();
    const gift = await aSentGift(course, sandbox.controls);
    const taker = await aStudent();
    const taken = { status: "redeemed", courseKeys: [course.key] };
    expect(await redeemGift({ userId: taker.id, token: gift.token })).toEqual(taken);
    expect(await redeemGift({ userId: taker.id, token: gift.token })).toEqual(taken);
    expect(await liveOf(taker.id)).toMatchObject([
      { source: "gift", courseId: course.courseId, sourceKey: `gift:${gift.giftId}:${course.courseId}` },
    ]);
    const other = await aStudent();
    expect(await redeemGift({ userId: other.id, token: gift.token })).toEqual({ status: "refused", reason: "taken" });
    expect(await readGiftPage({ token: gift.token, userId: null })).toEqual({ status: "refused", reason: "taken" });
    expect(await readGiftPage({ token: gift.token, userId: taker.id })).toMatchObject({ status: "yours" });
    const told = (await mailsTo((await db.user.findUniqueOrThrow({ where: { id: gift.buyer.id } })).email)).filter(
      ({ kind }) => kind === "gift-redeemed",
    );
    expect(told).toHaveLength(1);
    expect(told[0]!.text).not.toContain(taker.email);
  });

  test("of fifty people at once one gets it", async () => {
    const course = await aCourseForSale();
    const gift = await aSentGift(course, sandbox.controls);
    const people = await Promise.all(Array.from({ length: 50 }, () => aStudent()));
    const answers = await Promise.all(people.map(({ id }) => redeemGift({ userId: id, token: gift.token })));
    expect(answers.filter(({ status }) => status === "redeemed")).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === "refused" && answer.reason === "taken")).toHaveLength(49);
    expect(await db.entitlement.count({ where: { courseId: course.courseId } })).toBe(1);
  });

  test("through several links, of mails sent again, it is taken once", async () => {
    const course = await aCourseForSale();
    const gift = await aSentGift(course, sandbox.controls);
    await resendGift({ userId: gift.buyer.id, giftId: gift.giftId });
    const tokens = [gift.token, await giftTokenFor(gift.words.recipientEmail)];
    expect(new Set(tokens).size).toBe(2);
    const people = await Promise.all(Array.from({ length: 20 }, () => aStudent()));
    await Promise.all(people.map(({ id }, at) => redeemGift({ userId: id, token: tokens[at % 2]! })));
    expect(await db.entitlement.count({ where: { courseId: course.courseId } })).toBe(1);
  });

  test("a guessed link, and one that a newer recipient replaced, open nothing", async () => {
    const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
    const taker = await aStudent();
    const refused = { status: "refused", reason: "unknown-link" };
    for (const token of ["", "x", newSecretToken()]) expect(await redeemGift({ userId: taker.id, token })).toEqual(refused);
    await changeGift({ userId: gift.buyer.id, giftId: gift.giftId, words: giftWords(), timeZone: "UTC" });
    expect(await redeemGift({ userId: taker.id, token: gift.token })).toEqual(refused);
    expect(await readGiftPage({ token: gift.token, userId: taker.id })).toEqual(refused);
  });

  test("a change of recipient and the taking at once: either it is taken, or its link is dead", async () => {
    for (let round = 0; round < 6; round += 1) {
      const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
      const taker = await aStudent();
      const [change, redeem] = await Promise.all([
        changeGift({ userId: gift.buyer.id, giftId: gift.giftId, words: giftWords(), timeZone: "UTC" }),
        redeemGift({ userId: taker.id, token: gift.token }),
      ]);
      expect([change.status, redeem.status].sort()).toEqual(
        change.status === "changed" ? ["changed", "refused"] : ["redeemed", "refused"],
      );
      expect(await liveOf(taker.id)).toHaveLength(redeem.status === "redeemed" ? 1 : 0);
    }
  });

  test("who has it already is told, and the gift stays free for somebody else", async () => {
    const course = await aCourseForSale();
    const gift = await aSentGift(course, sandbox.controls);
    const { buyer: owner } = await aPurchase(course, sandbox.controls);
    expect(await readGiftPage({ token: gift.token, userId: owner.id })).toMatchObject({ status: "open", owned: true });
    expect(await redeemGift({ userId: owner.id, token: gift.token })).toEqual({ status: "refused", reason: "already-owned" });
    const friend = await aStudent();
    expect(await redeemGift({ userId: friend.id, token: gift.token })).toMatchObject({ status: "redeemed" });
  });

  test("a gift that was taken is neither changed nor sent again", async () => {
    const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
    await redeemGift({ userId: (await aStudent()).id, token: gift.token });
    const about = { userId: gift.buyer.id, giftId: gift.giftId };
    expect(await changeGift({ ...about, words: giftWords(), timeZone: "UTC" })).toEqual({
      status: "refused",
      reason: "redeemed",
    });
    expect(await resendGift(about)).toEqual({ status: "refused", reason: "not-now" });
  });
});

describe("when the money goes back", () => {
  const settle = (gift: { sessionId: string }) => fulfil(gift.sessionId, { thorough: true });

  test("before it is taken, the link dies; where the refund fails, it lives again", async () => {
    const course = await aCourseForSale();
    const gift = await aSentGift(course, sandbox.controls);
    const refund = await sandbox.controls.refund({ paymentIntent: gift.paymentIntent });
    await settle(gift);
    const taker = await aStudent();
    const ask = { userId: taker.id, token: gift.token };
    expect(await redeemGift(ask)).toEqual({ status: "refused", reason: "withdrawn" });
    expect(await readGiftPage({ token: gift.token, userId: null })).toEqual({ status: "refused", reason: "withdrawn" });
    expect(await readGivenGift({ userId: gift.buyer.id, giftId: gift.giftId })).toMatchObject({ state: "withdrawn" });
    await sandbox.controls.updateRefund(refund.id, "failed");
    await settle(gift);
    expect(await redeemGift(ask)).toMatchObject({ status: "redeemed" });
    const lines = await db.ledgerEntry.findMany({ where: { orderId: gift.orderId, amount: 0 }, orderBy: { number: "asc" } });
    expect(lines.map(({ kind }) => kind)).toEqual(["access_opened", "access_closed", "access_opened"]);
  });

  test("one that was never sent is not sent any more", async () => {
    const gift = await aPaidGift(await aCourseForSale(), sandbox.controls);
    await sandbox.controls.refund({ paymentIntent: gift.paymentIntent });
    await settle(gift);
    await sendDueGifts();
    expect(await mailsTo(gift.words.recipientEmail)).toEqual([]);
  });

  test("after it was taken, that grant alone goes, and who had it is told", async () => {
    const course = await aCourseForSale();
    const gift = await aSentGift(course, sandbox.controls);
    const taker = await aStudent();
    await redeemGift({ userId: taker.id, token: gift.token });
    const own = await db.entitlement.create({
      data: {
        userId: taker.id,
        courseId: course.courseId,
        source: "manual",
        sourceKey: `manual:${gift.giftId}`,
        startsAt: new Date(),
      },
    });
    const refund = await sandbox.controls.refund({ paymentIntent: gift.paymentIntent });
    await Promise.all([settle(gift), settle(gift)]);
    expect(await liveOf(taker.id)).toMatchObject([{ id: own.id }]);
    expect(await orderState(gift.orderId)).toMatchObject({ status: "refunded", revoked: ["order-refunded"] });
    expect((await mailsTo(taker.email)).map(({ kind }) => kind)).toEqual(["gift-taken-back"]);
    await sandbox.controls.updateRefund(refund.id, "failed");
    await settle(gift);
    expect(await liveOf(taker.id)).toHaveLength(2);
  });

  test("what was revoked by hand does not come back with the money", async () => {
    const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
    const taker = await aStudent();
    await redeemGift({ userId: taker.id, token: gift.token });
    const [grant] = await liveOf(taker.id);
    await revokeEntitlement({ userId: taker.id, entitlementId: grant!.id, actorId: (await anAdmin()).id, reason: "A mistake" });
    const refund = await sandbox.controls.refund({ paymentIntent: gift.paymentIntent });
    await settle(gift);
    await sandbox.controls.updateRefund(refund.id, "failed");
    await settle(gift);
    expect(await liveOf(taker.id)).toEqual([]);
  });

  test("a part that goes back, and a dispute that is not decided, leave it; a lost one closes it", async () => {
    const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
    await sandbox.controls.refund({ paymentIntent: gift.paymentIntent, amount: 700 });
    const dispute = await sandbox.controls.openDispute({ paymentIntent: gift.paymentIntent });
    await settle(gift);
    const taker = await aStudent();
    expect(await redeemGift({ userId: taker.id, token: gift.token })).toMatchObject({ status: "redeemed" });
    await sandbox.controls.closeDispute(dispute.id, "lost");
    await settle(gift);
    expect(await liveOf(taker.id)).toEqual([]);
  });

  test("a refund and the taking at once leave nothing open that was paid back", async () => {
    for (let round = 0; round < 6; round += 1) {
      const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
      const taker = await aStudent();
      await sandbox.controls.refund({ paymentIntent: gift.paymentIntent });
      await Promise.all([settle(gift), redeemGift({ userId: taker.id, token: gift.token }), settle(gift)]);
      expect(await liveOf(taker.id)).toEqual([]);
    }
  });
});

describe("when an account goes", () => {
  const erase = (userId: string) => eraseAccount({ userId, password: PASSWORD, sessionHash: "none" });

  test("the buyer's: the gift still goes out on its day, without a name, and can be taken", async () => {
    const gift = await aPaidGift(await aCourseForSale(), sandbox.controls);
    expect(await erase(gift.buyer.id)).toMatchObject({ status: "erased" });
    await sendDueGifts();
    const [mail] = await mailsTo(gift.words.recipientEmail);
    expect(mail?.text).toContain("Somebody has bought you");
    expect(mail?.text).not.toContain("Robin");
    expect(await db.gift.findUnique({ where: { id: gift.giftId } })).toMatchObject({ recipientEmail: "", message: "" });
    const taker = await aStudent();
    const token = await giftTokenFor(gift.words.recipientEmail);
    expect(await redeemGift({ userId: taker.id, token })).toMatchObject({ status: "redeemed" });
  });

  test("the taker's: the gift stays taken, and neither a refund nor its failing brings a grant back", async () => {
    const course = await aCourseForSale();
    const gift = await aSentGift(course, sandbox.controls);
    const taker = await aStudent();
    await redeemGift({ userId: taker.id, token: gift.token });
    expect(await erase(taker.id)).toMatchObject({ status: "erased" });
    const refund = await sandbox.controls.refund({ paymentIntent: gift.paymentIntent });
    await fulfil(gift.sessionId, { thorough: true });
    await sandbox.controls.updateRefund(refund.id, "failed");
    await fulfil(gift.sessionId, { thorough: true });
    expect(await db.entitlement.count({ where: { courseId: course.courseId } })).toBe(0);
    expect(await redeemGift({ userId: (await aStudent()).id, token: gift.token })).toEqual({
      status: "refused",
      reason: "taken",
    });
  });

  test("the taker's, at the moment of taking: either it is taken and gone, or it is free", async () => {
    for (let round = 0; round < 4; round += 1) {
      const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
      const taker = await aStudent();
      await Promise.all([erase(taker.id), redeemGift({ userId: taker.id, token: gift.token })]);
      const after = await db.gift.findUniqueOrThrow({ where: { id: gift.giftId } });
      expect(after.redeemedById).toBeNull();
      expect(await db.entitlement.count({ where: { sourceKey: { startsWith: `gift:${gift.giftId}` } } })).toBe(0);
    }
  });
});
