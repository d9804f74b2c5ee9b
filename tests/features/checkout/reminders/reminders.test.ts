import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { askForReminder } from "#app/features/checkout/reminders/ask-for-reminder.server.ts";
import { sendDueReminders } from "#app/features/checkout/reminders/send-due-reminders.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { action, loader } from "#app/routes/checkout.cancelled.tsx";
import { mailsTo } from "#tests/support/outbox.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { aBundle } from "#tests/support/products.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, changePrice } from "#tests/support/shop.ts";
import { aGrant } from "#tests/support/viewers.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const HOUR = 60 * 60 * 1000;
const kindsTo = async (email: string) => (await mailsTo(email)).map(({ kind }) => kind);

/** Somebody who left the payment page of a course and wants to be reminded. */
async function aLeaver() {
  const course = await aCourseForSale();
  const checkout = await anOpenCheckout(course);
  const ask = { userId: checkout.buyer.id, productKey: course.key };
  expect(await askForReminder({ ...ask, wanted: true })).toMatchObject({ status: "set", remindAt: expect.any(Date) });
  return { ...checkout, course, ask };
}

async function aDayLater(): Promise<number> {
  shiftClock(25 * HOUR);
  return sendDueReminders();
}

test("who asks for it is written to once, a day later, with the way back", async () => {
  const { buyer, course, ask } = await aLeaver();
  expect(await sendDueReminders()).toBe(0);
  shiftClock(25 * HOUR);
  const sent = await Promise.all(Array.from({ length: 5 }, sendDueReminders));
  expect(sent.reduce((sum, one) => sum + one, 0)).toBe(1);
  const [mail, ...others] = await mailsTo(buyer.email);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ kind: "checkout-reminder", text: expect.stringContaining(`/courses/${course.key}\n`) });
  expect(await askForReminder({ ...ask, wanted: true })).toEqual({ status: "refused", reason: "reminded" });
});

describe("nobody hears of it", () => {
  test("who did not ask", async () => {
    const { buyer } = await anOpenCheckout(await aCourseForSale());
    expect(await aDayLater()).toBe(0);
    expect(await kindsTo(buyer.email)).toEqual([]);
  });

  test("who took it back", async () => {
    const { buyer, ask } = await aLeaver();
    expect(await askForReminder({ ...ask, wanted: false })).toEqual({ status: "set", remindAt: null });
    expect(await aDayLater()).toBe(0);
    expect(await kindsTo(buyer.email)).toEqual([]);
  });

  test("who has paid since", async () => {
    const { buyer, sessionId } = await aLeaver();
    await sandbox.controls.payByCard(sessionId);
    await fulfil(sessionId);
    expect(await aDayLater()).toBe(0);
    expect(await kindsTo(buyer.email)).toEqual(["receipt"]);
  });

  test("who was given it since", async () => {
    const { buyer, course } = await aLeaver();
    await aGrant({ userId: buyer.id, courseId: course.courseId });
    expect(await aDayLater()).toBe(0);
    expect(await kindsTo(buyer.email)).toEqual([]);
  });

  test("who paid, and had the money back", async () => {
    const { buyer, course, ask } = await aLeaver();
    const { paymentIntent, sessionId } = await aPurchase(course, sandbox.controls, buyer);
    await sandbox.controls.refund({ paymentIntent });
    await fulfil(sessionId, { thorough: true });
    expect(await aDayLater()).toBe(0);
    expect(await kindsTo(buyer.email)).not.toContain("checkout-reminder");
    expect(await askForReminder({ ...ask, wanted: true })).toEqual({ status: "refused", reason: "nothing-left-unpaid" });
  });

  test("who wanted something that is no longer for sale", async () => {
    const { buyer, course } = await aLeaver();
    await db.product.update({ where: { key: course.key }, data: { active: false } });
    expect(await aDayLater()).toBe(0);
    expect(await kindsTo(buyer.email)).toEqual([]);
  });

  test("who left too long ago: a site that was down for days writes to nobody", async () => {
    const { buyer, ask } = await aLeaver();
    shiftClock(49 * HOUR);
    expect(await sendDueReminders()).toBe(0);
    expect(await kindsTo(buyer.email)).toEqual([]);
    expect(await askForReminder({ ...ask, wanted: true })).toEqual({ status: "refused", reason: "nothing-left-unpaid" });
  });

  test("who has come back to a new payment page since", async () => {
    const { buyer, course } = await aLeaver();
    await changePrice(course, 9_900);
    await anOpenCheckout(course, buyer);
    expect(await aDayLater()).toBe(0);
    expect(await kindsTo(buyer.email)).toEqual([]);
  });
});

test("a page that has expired is reminded of too", async () => {
  const { buyer, sessionId } = await aLeaver();
  await sandbox.controls.expireSession(sessionId);
  await fulfil(sessionId);
  expect(await aDayLater()).toBe(1);
  expect(await kindsTo(buyer.email)).toEqual(["checkout-reminder"]);
});

describe("the page", () => {
  const open = async (query: string, cookie?: string) =>
    (await dataOf(loader(visit(`/checkout/cancelled${query}`, { cookie }) as never))).data.reminder;

  test("offers it to who left a course or a bundle unpaid, and takes yes and no", async () => {
    const buyer = await aStudent();
    const cookie = await aCookieOf(buyer);
    const courses = [await aCourseForSale(), await aCourseForSale()];
    const bundle = await aBundle(courses);
    await anOpenCheckout({ key: bundle.key }, buyer);
    const query = `?product=${bundle.key}`;
    expect(await open(query, cookie)).toEqual({ at: null, action: `/checkout/cancelled${query}` });
    const press = (intent: string) =>
      responseOf(() => action(visit(`/checkout/cancelled${query}`, { cookie, form: { intent } }) as never));
    expect((await press("remind")).headers.get("Location")).toBe(`/checkout/cancelled${query}`);
    expect((await open(query, cookie))?.at).toBeInstanceOf(Date);
    await press("forget");
    expect((await open(query, cookie))?.at).toBeNull();
  });

  test("offers nothing to visitors, to others, and to who has it", async () => {
    const course = await aCourseForSale();
    const { buyer } = await aPurchase(course, sandbox.controls);
    const query = `?course=${course.key}`;
    expect(await open(query)).toBeNull();
    expect(await open(query, await aCookieOf(buyer))).toBeNull();
    expect(await open(query, await aCookieOf(await aStudent()))).toBeNull();
    const other = await aStudent();
    const refused = await askForReminder({ userId: other.id, productKey: course.key, wanted: true });
    expect(refused).toEqual({ status: "refused", reason: "nothing-left-unpaid" });
  });
});
