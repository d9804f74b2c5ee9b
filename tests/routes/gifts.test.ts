import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { dayIn } from "#app/features/checkout/gifts/gift-day.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aPaidGift, aSentGift, giftWords } from "#tests/support/gifts.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { askRoute } from "#tests/support/routes.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const ask = (name: string, params: Record<string, string>, cookie?: string, form?: Record<string, string>, query?: string) =>
  askRoute({ name, method: form ? "POST" : "GET", params, cookie, form, query });
const give = (courseSlug: string, cookie?: string, form?: Record<string, string>) =>
  ask("courses.$courseSlug.gift", { courseSlug }, cookie, form);

test("a form leads to the payment page, its errors stand beside the fields, and what was typed is kept", async () => {
  const course = await aCourseForSale();
  const cookie = await aCookieOf(await aStudent());
  const page = await give(course.key, cookie);
  expect(page.said).toContain(dayIn("UTC", now()));
  const words = giftWords({ message: "Line one.\r\nLine two." });
  const requestId = randomUUID();
  const wrong = await give(course.key, cookie, { ...words, recipientEmail: "nobody", message: "x".repeat(501), requestId });
  expect(wrong.status).toBe(400);
  expect(wrong.said).toContain("Write an e-mail address such as");
  expect(wrong.said).toContain("at most 500 characters");
  expect(wrong.said).toContain(requestId);
  const over = await give(course.key, cookie, { ...words, sendOn: "2020-01-01", requestId });
  expect(over.said).toContain("This day is over");
  const silent = await give(course.key, cookie, { ...words, message: "", requestId: randomUUID() });
  expect(silent.status).toBe(303);
  await db.gift.deleteMany({ where: { recipientEmail: words.recipientEmail } });
  const paid = await give(course.key, cookie, { ...words, requestId });
  expect(paid).toMatchObject({ status: 303, location: expect.stringContaining("/payment-sandbox/pay/cs_test_") });
  const gift = await db.gift.findFirstOrThrow({ where: { recipientEmail: words.recipientEmail } });
  expect(gift.message).toBe("Line one.\nLine two.");
});

test("what is free, unknown or not for sale cannot be given", async () => {
  const cookie = await aCookieOf(await aStudent());
  const closed = await aCourseForSale();
  await db.product.updateMany({ where: { key: closed.key }, data: { active: false } });
  expect((await give(closed.key, cookie)).location).toBe(`/courses/${closed.key}?error=not-for-sale`);
  expect((await give("no-such-course", cookie)).status).toBe(404);
});

test("the success page says it is a gift and leads to it; somebody else's session is nothing", async () => {
  const course = await aCourseForSale();
  const gift = await aPaidGift(course, sandbox.controls);
  const query = `?session_id=${gift.sessionId}`;
  const own = await ask("checkout.success", {}, await aCookieOf(gift.buyer), undefined, query);
  expect(JSON.parse(own.said)).toMatchObject({ state: "paid", purpose: "gift", giftId: gift.giftId });
  const other = await ask("checkout.success", {}, await aCookieOf(await aStudent()), undefined, query);
  expect(other.status).toBe(404);
});

test("from the mail to the course: signed out, signing in leads back; one press takes it; the second leads on", async () => {
  const course = await aCourseForSale();
  const gift = await aSentGift(course, sandbox.controls);
  const link = (cookie?: string, form?: Record<string, string>) => ask("gift.$token", { token: gift.token }, cookie, form);
  const signedOut = await link();
  expect(signedOut.said).toContain(encodeURIComponent(`/gift/${gift.token}`));
  expect(signedOut.said).not.toContain(gift.words.recipientEmail);
  expect((await link(undefined, {})).location).toMatch(/^\/sign-in\?/);
  const cookie = await aCookieOf(await aStudent());
  for (let press = 0; press < 2; press += 1) {
    expect(await link(cookie, {})).toMatchObject({ status: 303, location: `/learn/${course.key}` });
  }
  expect((await link()).status).toBe(410);
  expect((await link(await aCookieOf(await aStudent()), {})).location).toBe(`/gift/${gift.token}`);
  expect((await ask("learn.$courseSlug._index", { courseSlug: course.key }, cookie)).status).toBe(200);
});

test("who has the course is told so, and nothing is taken", async () => {
  const course = await aCourseForSale();
  const gift = await aSentGift(course, sandbox.controls);
  const { buyer } = await aPurchase(course, sandbox.controls);
  const cookie = await aCookieOf(buyer);
  const page = await ask("gift.$token", { token: gift.token }, cookie);
  expect(JSON.parse(page.said).gift).toMatchObject({ status: "open", owned: true });
  expect((await ask("gift.$token", { token: gift.token }, cookie, {})).location).toBe(`/gift/${gift.token}`);
  expect((await db.gift.findUniqueOrThrow({ where: { id: gift.giftId } })).redeemedAt).toBeNull();
});

test("the buyer changes and sends again; a refund shows on every page of it", async () => {
  const gift = await aSentGift(await aCourseForSale(), sandbox.controls);
  const cookie = await aCookieOf(gift.buyer);
  const page = (form?: Record<string, string>) => ask("gifts.$giftId", { giftId: gift.giftId }, cookie, form);
  expect(JSON.parse((await page()).said).gift).toMatchObject({ state: "sent", recipientEmail: gift.words.recipientEmail });
  expect((await page({ intent: "resend" })).location).toBe(`/gifts/${gift.giftId}?done=sent`);
  const words = giftWords();
  expect((await page({ intent: "change", ...words })).location).toBe(`/gifts/${gift.giftId}?done=changed`);
  expect((await page({ intent: "change", ...words, sendOn: "2020-01-01" })).said).toContain("This day is over");
  await sandbox.controls.refund({ paymentIntent: gift.paymentIntent });
  await fulfil(gift.sessionId);
  expect(JSON.parse((await page()).said).gift.state).toBe("withdrawn");
  expect((await page({ intent: "change", ...giftWords() })).location).toBe(`/gifts/${gift.giftId}?done=late`);
  expect((await page({ intent: "resend" })).location).toBe(`/gifts/${gift.giftId}?done=late`);
  const list = JSON.parse((await ask("gifts._index", {}, cookie)).said);
  expect(list.gifts).toMatchObject([{ state: "withdrawn" }]);
  const refunds = (await mailsTo((await db.user.findUniqueOrThrow({ where: { id: gift.buyer.id } })).email)).filter(
    ({ kind }) => kind === "refund",
  );
  expect(refunds[0]?.text).toContain("the gift can no longer be taken");
});

test("the course page of somebody with a gift on its way still sells the course", async () => {
  const course = await aCourseForSale();
  const buyer = await aStudent();
  const gift = await aPaidGift(course, sandbox.controls, { buyer });
  await db.order.update({ where: { id: gift.orderId }, data: { status: "awaiting_payment" } });
  const page = await ask("courses.$courseSlug._index", { courseSlug: course.key }, await aCookieOf(buyer));
  expect(JSON.parse(page.said)).toMatchObject({ orderUnderWay: null });
});
