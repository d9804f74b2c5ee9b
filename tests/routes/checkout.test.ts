import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { loader as cancelled } from "#app/routes/checkout.cancelled.tsx";
import { loader as success } from "#app/routes/checkout.success.tsx";
import { action as buy, loader as buyByAddress } from "#app/routes/courses.$courseSlug.buy.ts";
import { loader as ordersPage } from "#app/routes/orders._index.tsx";
import { loader as orderPage } from "#app/routes/orders.$orderNumber._index.tsx";
import { action as webhook, loader as webhookByGet } from "#app/routes/webhooks.stripe.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { askRoute } from "#tests/support/routes.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase } from "#tests/support/shop.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

async function pressBuy(courseSlug: string, cookie?: string) {
  const headers = { Referer: `http://127.0.0.1:3000/courses/${courseSlug}`, Host: "127.0.0.1:3000" };
  const response = await responseOf(() =>
    buy(visit(`/courses/${courseSlug}/buy`, { cookie, form: {}, params: { courseSlug }, headers })),
  );
  return { status: response.status, location: response.headers.get("Location") };
}

describe("the buy button", () => {
  test("leads to the payment page", async () => {
    const [course, buyer] = [await aCourseForSale(), await aStudent()];
    const answer = await pressBuy(course.key, await aCookieOf(buyer));
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(/^http:\/\/127\.0\.0\.1:3000\/payment-sandbox\/pay\/cs_test_\w+$/);
  });

  test("leads whoever is not signed in to the payment page too, with a code to sign in first", async () => {
    const course = await aCourseForSale();
    const answer = await pressBuy(course.key);
    expect(answer.location).toMatch(/payment-sandbox/);
    const coded = await askRoute({
      name: "courses.$courseSlug.buy",
      method: "POST",
      params: { courseSlug: course.key },
      form: { code: "CODE" },
    });
    expect(coded.location).toMatch(/^\/sign-in\?/);
  });

  test("leads to the course where it is owned, to the order where the money is on its way", async () => {
    const course = await aCourseForSale();
    const { buyer } = await aPurchase(course, sandbox.controls);
    expect(await pressBuy(course.key, await aCookieOf(buyer))).toEqual({ status: 303, location: `/learn/${course.key}` });
    const waiting = await anOpenCheckout(course);
    await sandbox.controls.payByBankDebit(waiting.sessionId);
    await fulfil(waiting.sessionId);
    expect(await pressBuy(course.key, await aCookieOf(waiting.buyer))).toEqual({
      status: 303,
      location: `/orders/${waiting.orderNumber}`,
    });
  });

  test("says on the course page what is free, or not for sale", async () => {
    const [free, closed, buyer] = [await aCourse(), await aCourseForSale(), await aStudent()];
    await db.product.updateMany({ where: { key: closed.key }, data: { active: false } });
    const cookie = await aCookieOf(buyer);
    expect((await pressBuy(free.key, cookie)).location).toBe(`/courses/${free.key}`);
    expect((await pressBuy(closed.key, cookie)).location).toBe(`/courses/${closed.key}?error=not-for-sale`);
  });

  test.each(["no-such-course", "\0", "../admin", "x".repeat(5_000), "a\r\nSet-Cookie: x"])(
    "of a course %j is a 404",
    async (courseSlug) => {
      const cookie = await aCookieOf(await aStudent());
      const response = await responseOf(() => buy(visit("/courses/x/buy", { cookie, form: {}, params: { courseSlug } })));
      expect(response.status).toBe(404);
    },
  );

  test("by address leads to the course page", () => {
    expect(buyByAddress({ params: { courseSlug: "some\ncourse" } }).headers.get("Location")).toBe("/courses/some%0Acourse");
  });
});

describe("the success page", () => {
  const open = (sessionId: string, cookie?: string) =>
    success(visit(`/checkout/success?session_id=${encodeURIComponent(sessionId)}`, { cookie }));

  test("opens what the viewer has paid", async () => {
    const course = await aCourseForSale();
    const { buyer, sessionId, orderNumber } = await anOpenCheckout(course);
    await sandbox.controls.payByCard(sessionId);
    const { data } = await dataOf(open(sessionId, await aCookieOf(buyer)));
    expect(data).toMatchObject({
      kind: "own",
      state: "paid",
      orderNumber,
      title: course.manifest.title,
      courseKeys: [course.key],
    });
    expect(await db.entitlement.count({ where: { userId: buyer.id } })).toBe(1);
  });

  test("tells how things stand where nothing has arrived", async () => {
    const course = await aCourseForSale();
    const { buyer, sessionId } = await anOpenCheckout(course);
    const cookie = await aCookieOf(buyer);
    const state = async () => (await dataOf(open(sessionId, cookie))).data.state;
    expect(await state()).toBe("open");
    await sandbox.controls.payByBankDebit(sessionId);
    expect(await state()).toBe("awaiting-payment");
    await sandbox.controls.settleBankDebit(sessionId, "fails");
    expect(await state()).toBe("failed");
    expect(await db.entitlement.count({ where: { userId: buyer.id } })).toBe(0);
  });

  test("of somebody else grants and shows nothing, neither to the stranger nor to the owner", async () => {
    const { buyer, sessionId, orderId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    const stranger = await aStudent();
    expect((await responseOf(async () => open(sessionId, await aCookieOf(stranger)))).status).toBe(404);
    expect(await db.entitlement.count({ where: { userId: { in: [stranger.id, buyer.id] } } })).toBe(0);
    expect(await db.order.findUnique({ where: { id: orderId } })).toMatchObject({ status: "open" });
  });

  test.each(["", "cs_test_guess", "cs_\0", "' or 1=1", "x".repeat(4_000), "{CHECKOUT_SESSION_ID}"])(
    "at a guessed address %j is a 404",
    async (sessionId) => {
      const cookie = await aCookieOf(await aStudent());
      expect((await responseOf(() => open(sessionId, cookie))).status).toBe(404);
    },
  );

  test("asks who is there first, and comes back", async () => {
    const response = await responseOf(() => open("cs_test_1"));
    expect(response.headers.get("Location")).toContain(encodeURIComponent("/checkout/success?session_id=cs_test_1"));
  });
});

describe("the cancel page", () => {
  test("leads back to the course, and knows no other", async () => {
    const course = await aCourseForSale();
    const open = async (query: string) => (await dataOf(cancelled(visit(`/checkout/cancelled${query}`)))).data.course;
    expect(await open(`?course=${course.key}`)).toEqual({ key: course.key, title: course.manifest.title });
    for (const query of ["", "?course=none", "?course=%00", "?course=//evil.example"]) expect(await open(query)).toBeNull();
  });
});

describe("orders", () => {
  test("are listed to their buyer, the newest first, without pages that were left", async () => {
    const [first, second] = [await aCourseForSale(), await aCourseForSale()];
    const { buyer, orderNumber } = await aPurchase(first, sandbox.controls);
    const later = await anOpenCheckout(second, buyer);
    const left = await anOpenCheckout(await aCourseForSale(), buyer);
    await sandbox.controls.expireSession(left.sessionId);
    await fulfil(left.sessionId);
    const { data } = await dataOf(ordersPage(visit("/orders", { cookie: await aCookieOf(buyer) })));
    expect(data.orders).toMatchObject([
      { number: later.orderNumber, status: "open", titles: [second.manifest.title] },
      { number: orderNumber, status: "paid", total: 14_900, currency: "usd" },
    ]);
    const empty = await dataOf(ordersPage(visit("/orders", { cookie: await aCookieOf(await aStudent()) })));
    expect(empty.data.orders).toEqual([]);
  });

  test("have a receipt with what went back", async () => {
    const course = await aCourseForSale();
    const { buyer, sessionId, orderNumber, paymentIntent } = await aPurchase(course, sandbox.controls);
    await sandbox.controls.refund({ paymentIntent, amount: 4_900 });
    await fulfil(sessionId);
    const cookie = await aCookieOf(buyer);
    const { data } = await dataOf(
      orderPage(visit(`/orders/${orderNumber}`, { cookie, params: { orderNumber: String(orderNumber) } })),
    );
    expect(data.receipt).toMatchObject({
      number: orderNumber,
      status: "partially_refunded",
      open: true,
      inReview: false,
      refunded: 4_900,
      buyer: { email: buyer.email },
      items: [{ title: course.manifest.title, amount: 14_900, courseKeys: [course.key] }],
      refunds: [{ amount: 4_900, status: "succeeded" }],
    });
  });

  test("of others, and numbers that are none, are a 404", async () => {
    const { orderNumber } = await aPurchase(await aCourseForSale(), sandbox.controls);
    const cookie = await aCookieOf(await aStudent());
    for (const written of [String(orderNumber), "0", "-1", "1e3", "999999999", "99999999999999999999", "\0", "abc", ""]) {
      const response = await responseOf(() => orderPage(visit("/orders/x", { cookie, params: { orderNumber: written } })));
      expect(response.status).toBe(404);
    }
  });
});

describe("the webhook", () => {
  const send = (body: BodyInit, headers: Record<string, string> = {}) => {
    const args = visit("/webhooks/stripe");
    const request = new Request("http://127.0.0.1:3000/webhooks/stripe", {
      method: "POST",
      body,
      headers,
      ...({ duplex: "half" } as object),
    });
    return responseOf(() => webhook({ ...args, request }));
  };

  test("takes what is signed with 200, once and again", async () => {
    const { sessionId } = await anOpenCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(sessionId);
    const event = sandbox.controls.events().at(-1)!;
    const { body, signature } = sandbox.controls.sign(event.id);
    for (const words of ["received\n", "received-before\n"]) {
      const response = await send(body, { "Stripe-Signature": signature });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(words);
    }
    expect(await db.stripeEvent.findUnique({ where: { id: event.id } })).toMatchObject({ type: "checkout.session.completed" });
  });

  test("answers 400 to what is not, 413 to what is huge, with or without its length, and 405 to a GET", async () => {
    const before = await db.stripeEvent.count();
    expect((await send("{}")).status).toBe(400);
    expect((await send('{"id":', { "Stripe-Signature": "t=1,v1=00" })).status).toBe(400);
    expect((await send("")).status).toBe(400);
    expect((await send("x".repeat(1_000_001), { "Stripe-Signature": "t=1,v1=00" })).status).toBe(413);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64_000)) });
    expect((await send(endless)).status).toBe(413);
    expect(webhookByGet()).toMatchObject({ status: 405 });
    expect(await db.stripeEvent.count()).toBe(before);
  });
});
