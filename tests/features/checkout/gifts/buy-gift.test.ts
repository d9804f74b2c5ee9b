import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { changeGift } from "#app/features/checkout/gifts/change-gift.server.ts";
import { listGivenGifts, readGivenGift } from "#app/features/checkout/gifts/gift.queries.server.ts";
import { resendGift } from "#app/features/checkout/gifts/resend-gift.server.ts";
import { sendDueGifts } from "#app/features/checkout/gifts/send-due-gifts.server.ts";
import { startGift } from "#app/features/checkout/gifts/start-gift.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { anOpenGift, aPaidGift, aSentGift, giftTokenFor, giftWords } from "#tests/support/gifts.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase, changePrice, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const HOUR = 3_600_000;
const stateOf = async (gift: { buyer: { id: string }; giftId: string }) =>
  (await readGivenGift({ userId: gift.buyer.id, giftId: gift.giftId }))?.state;

describe("the form", () => {
  test("makes one order of the purpose gift, and tells Stripe nothing of the recipient", async () => {
    const course = await aCourseForSale();
    const gift = await anOpenGift(course);
    const order = await db.order.findUniqueOrThrow({ where: { id: gift.orderId }, include: { gift: true, items: true } });
    expect(order).toMatchObject({ purpose: "gift", status: "open", total: 14_900, gift: gift.words });
    const session = await stripe().checkout.sessions.retrieve(gift.sessionId, { expand: ["line_items"] });
    expect(session.amount_total).toBe(14_900);
    expect(JSON.stringify(session)).not.toContain(gift.words.recipientEmail);
    expect(await stateOf(gift)).toBe("not-paid");
    expect(await listGivenGifts(gift.buyer.id)).toEqual([]);
  });

  test("sent fifty times at once is one gift and one session", async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    const ask = { userId: buyer.id, courseKey: course.key, requestId: randomUUID(), words: giftWords(), timeZone: "UTC" };
    const before = sandbox.controls.books().length;
    const answers = await Promise.all(Array.from({ length: 50 }, () => startGift(ask)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(sandbox.controls.books().length).toBe(before + 1);
    expect(await db.order.count({ where: { userId: buyer.id } })).toBe(1);
  });

  test("sent again before paying says what it says now; after paying it leads to the gift", async () => {
    const course = await aCourseForSale();
    const gift = await anOpenGift(course);
    const words = giftWords({ message: "On second thoughts." });
    const again = await anOpenGift(course, { ...gift, words });
    expect(again).toMatchObject({ orderId: gift.orderId, sessionId: gift.sessionId });
    expect(await readGivenGift({ userId: gift.buyer.id, giftId: gift.giftId })).toMatchObject(words);
    await sandbox.controls.payByCard(gift.sessionId);
    await fulfil(gift.sessionId);
    const ask = { userId: gift.buyer.id, courseKey: course.key, requestId: gift.requestId, words, timeZone: "UTC" };
    expect(await startGift(ask)).toEqual({ status: "bought", giftId: gift.giftId });
    expect(await db.order.count({ where: { userId: gift.buyer.id } })).toBe(1);
  });

  test("after its page expired, or at another price, makes another order", async () => {
    const course = await aCourseForSale();
    const gift = await anOpenGift(course);
    await sandbox.controls.expireSession(gift.sessionId);
    await fulfil(gift.sessionId);
    const second = await anOpenGift(course, gift);
    expect(second.orderId).not.toBe(gift.orderId);
    await changePrice(course, 9_900);
    const third = await anOpenGift(course, gift);
    expect((await orderState(second.orderId)).status).toBe("expired");
    expect(await db.order.findUnique({ where: { id: third.orderId } })).toMatchObject({ total: 9_900, status: "open" });
  });

  test("two openings of it are two gifts, and one's own purchase stands beside them", async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    const [one, two] = [
      await aPaidGift(course, sandbox.controls, { buyer }),
      await aPaidGift(course, sandbox.controls, { buyer }),
    ];
    expect(one.orderId).not.toBe(two.orderId);
    const own = await aPurchase(course, sandbox.controls, buyer as never);
    expect(await orderState(own.orderId)).toMatchObject({ status: "paid", live: 1, attention: null });
    expect(await orderState(two.orderId)).toMatchObject({ status: "paid", live: 0, attention: null });
  });

  test("is refused for days that are over, far off, or over in the buyer's zone alone", async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    const ask = (sendOn: string, timeZone = "UTC") =>
      startGift({ userId: buyer.id, courseKey: course.key, requestId: randomUUID(), words: giftWords({ sendOn }), timeZone });
    shiftClock(Date.parse("2026-12-24T12:00:00Z") - Date.now());
    expect(await ask("2026-12-23")).toMatchObject({ reason: "bad-day" });
    expect(await ask("2028-12-23")).toMatchObject({ reason: "bad-day" });
    expect(await ask("2026-12-24", "Pacific/Kiritimati")).toMatchObject({ reason: "bad-day" });
    expect(await ask("2026-12-25", "Pacific/Kiritimati")).toMatchObject({ status: "redirect" });
  });
});

describe("when the money is there", () => {
  test("the buyer gets a receipt and no access, the recipient one mail, whatever comes twice", async () => {
    const course = await aCourseForSale();
    const gift = await anOpenGift(course);
    await sendDueGifts();
    expect(await mailsTo(gift.words.recipientEmail)).toEqual([]);
    await sandbox.controls.payByCard(gift.sessionId);
    await Promise.all(Array.from({ length: 8 }, () => fulfil(gift.sessionId)));
    await Promise.all(Array.from({ length: 8 }, () => sendDueGifts()));
    expect(await orderState(gift.orderId)).toEqual({ status: "paid", slot: false, attention: null, live: 0, revoked: [] });
    expect(await db.entitlement.count({ where: { userId: gift.buyer.id } })).toBe(0);
    const [mail, ...more] = await mailsTo(gift.words.recipientEmail);
    expect(more).toEqual([]);
    expect(mail?.text).toContain("Robin has bought you");
    expect(mail?.text).toContain("> For the two of you.");
    const receipts = (await mailsTo((await aPersonOf(gift.buyer.id)).email)).filter(({ kind }) => kind === "receipt");
    expect(receipts).toHaveLength(1);
    expect(receipts[0]!.text).toContain("/gifts");
    expect(receipts[0]!.text).not.toContain(`/learn/${course.key}`);
    expect(receipts[0]!.text).not.toContain(gift.words.recipientEmail);
    expect(await stateOf(gift)).toBe("sent");
    const lines = await db.ledgerEntry.findMany({ where: { orderId: gift.orderId }, orderBy: { number: "asc" } });
    expect(lines.map(({ kind }) => kind)).toEqual(["payment", "access_opened"]);
  });

  test("a gift for another day waits until nine by the buyer's clock, and goes out once", async () => {
    const start = Date.parse("2026-12-01T12:00:00Z") - Date.now();
    shiftClock(start);
    const words = giftWords({ sendOn: "2026-12-24" });
    const gift = await aPaidGift(await aCourseForSale(), sandbox.controls, { words, timeZone: "America/New_York" });
    // Nine in New York is two in the afternoon in Greenwich.
    shiftClock(start + Date.parse("2026-12-24T13:59:00Z") - Date.parse("2026-12-01T12:00:00Z"));
    await sendDueGifts();
    expect(await stateOf(gift)).toBe("waiting");
    shiftClock(start + Date.parse("2026-12-24T14:00:10Z") - Date.parse("2026-12-01T12:00:00Z"));
    await Promise.all([sendDueGifts(), sendDueGifts()]);
    expect(await stateOf(gift)).toBe("sent");
    expect(await mailsTo(words.recipientEmail)).toHaveLength(1);
  });

  test("by bank debit it waits for the money, and goes nowhere where that fails", async () => {
    const course = await aCourseForSale();
    const [arrives, fails] = [await anOpenGift(course), await anOpenGift(course)];
    for (const { sessionId } of [arrives, fails]) {
      await sandbox.controls.payByBankDebit(sessionId);
      await fulfil(sessionId);
    }
    await sendDueGifts();
    expect(await stateOf(arrives)).toBe("not-paid");
    await sandbox.controls.settleBankDebit(arrives.sessionId, "arrives");
    await sandbox.controls.settleBankDebit(fails.sessionId, "fails");
    for (const { sessionId } of [arrives, fails]) await fulfil(sessionId);
    await sendDueGifts();
    expect([await stateOf(arrives), await stateOf(fails)]).toEqual(["sent", "not-paid"]);
    expect(await mailsTo(fails.words.recipientEmail)).toEqual([]);
  });
});

describe("until it is taken", () => {
  test("the buyer changes recipient and day; the link that went out before is dead", async () => {
    const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
    const words = giftWords({ message: "" });
    const ask = { userId: gift.buyer.id, giftId: gift.giftId, words, timeZone: "UTC" };
    expect(await changeGift(ask)).toEqual({ status: "changed" });
    expect(await db.giftLink.count({ where: { giftId: gift.giftId } })).toBe(0);
    await sendDueGifts();
    expect(await giftTokenFor(words.recipientEmail)).not.toBe(gift.token);
    expect(await mailsTo(gift.words.recipientEmail)).toHaveLength(1);
    const stranger = await aStudent();
    expect(await changeGift({ ...ask, userId: stranger.id })).toEqual({ status: "refused", reason: "no-such-gift" });
    expect(await readGivenGift({ userId: stranger.id, giftId: gift.giftId })).toBeNull();
  });

  test("sending again is another mail with another link, ten times an hour at most", async () => {
    const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
    const ask = { userId: gift.buyer.id, giftId: gift.giftId };
    const answers = await Promise.all(Array.from({ length: 14 }, () => resendGift(ask)));
    expect(answers.filter(({ status }) => status === "sent")).toHaveLength(10);
    expect(await mailsTo(gift.words.recipientEmail)).toHaveLength(11);
    expect(await db.giftLink.count({ where: { giftId: gift.giftId } })).toBe(11);
    expect(await changeGift({ ...ask, words: giftWords(), timeZone: "UTC" })).toMatchObject({ reason: "too-many-tries" });
    shiftClock(2 * HOUR);
    expect(await resendGift(ask)).toEqual({ status: "sent" });
    expect(await resendGift({ ...ask, userId: (await aStudent()).id })).toEqual({ status: "refused", reason: "no-such-gift" });
  });

  test("a change and a sending at once leave one of both orders, never a mail to nobody's address with a live link", async () => {
    for (let round = 0; round < 5; round += 1) {
      const gift = await aPaidGift(await aCourseForSale(), sandbox.controls);
      const words = giftWords();
      await Promise.all([
        sendDueGifts(),
        changeGift({ userId: gift.buyer.id, giftId: gift.giftId, words, timeZone: "UTC" }),
        sendDueGifts(),
      ]);
      await sendDueGifts();
      expect(await mailsTo(words.recipientEmail)).toHaveLength(1);
      expect(await db.giftLink.count({ where: { giftId: gift.giftId } })).toBe(1);
    }
  });
});

const aPersonOf = (id: string) => db.user.findUniqueOrThrow({ where: { id } });
