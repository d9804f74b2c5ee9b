import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { action as buy } from "#app/routes/courses.$courseSlug.buy.ts";
import { mailsTo, tokenFor } from "#tests/support/outbox.ts";
import { aCookieOf, aStudent, cookieIn } from "#tests/support/people.ts";
import { askRoute } from "#tests/support/routes.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale } from "#tests/support/shop.ts";
import { responseOf, visit } from "#tests/support/visit.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

async function pressBuy(courseSlug: string, cookie?: string) {
  const response = await responseOf(() => buy(visit(`/courses/${courseSlug}/buy`, { cookie, form: {}, params: { courseSlug } })));
  return { location: response.headers.get("Location") ?? "", setCookie: response.headers.get("Set-Cookie") };
}

const success = (checkoutSessionId: string, cookie?: string, form?: Record<string, string>) =>
  askRoute({
    name: "checkout.success",
    method: form ? "POST" : "GET",
    params: {},
    query: `?session_id=${checkoutSessionId}`,
    cookie,
    form,
  });

test("from the button to the course without an account, as a browser does it", async () => {
  const course = await aCourseForSale();
  const pressed = await pressBuy(course.key);
  // Lax: it must be there when Stripe's page leads back.
  expect(pressed.setCookie).toMatch(/^guest-checkout-\d+=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  const cookie = cookieIn(pressed.setCookie);
  const sessionId = pressed.location.split("/").at(-1)!;
  expect((await pressBuy(course.key, cookie)).location).toBe(pressed.location);

  expect(JSON.parse((await success(sessionId, cookie)).said)).toMatchObject({ kind: "guest", state: "open", sentTo: null });
  const email = "ada.buyer@example.org";
  await sandbox.controls.payByCard(sessionId, { email });
  const done = await success(sessionId, cookie);
  expect(JSON.parse(done.said)).toMatchObject({ kind: "guest", state: "paid", sentTo: "a…@example.org" });
  expect(done.said).not.toContain(email);

  expect(await success(sessionId, cookie, {})).toMatchObject({ status: 303, location: expect.stringContaining("sent=") });
  expect((await mailsTo(email)).filter(({ kind }) => kind === "claim-account")).toHaveLength(2);
  expect((await pressBuy(course.key, cookie)).location).toBe(`/checkout/success?session_id=${sessionId}`);

  const claim = (form?: Record<string, string>) =>
    tokenFor(email, "claim").then((token) =>
      askRoute({ name: "claim.$token", method: form ? "POST" : "GET", params: { token }, form }),
    );
  expect((await claim()).said).toContain(email);
  const weak = await claim({ name: "Ada", password: "short" });
  expect(weak).toMatchObject({ status: 400, said: expect.stringContaining("Ada") });
  expect(await claim({ name: "Ada", password: "quite an honest sentence" })).toMatchObject({ status: 303, location: "/learn" });
  expect((await claim()).status).toBe(410);
  const ada = await db.user.findUniqueOrThrow({ where: { email } });
  expect(
    (
      await askRoute({
        name: "learn.$courseSlug._index",
        method: "GET",
        params: { courseSlug: course.key },
        cookie: await aCookieOf(ada),
      })
    ).status,
  ).toBe(200);
});

test("the browser that has bought a course is shown no shop for it, and every other browser is", async () => {
  const course = await aCourseForSale();
  const pressed = await pressBuy(course.key);
  const cookie = cookieIn(pressed.setCookie);
  const sessionId = pressed.location.split("/").at(-1)!;
  const page = async (cookie?: string, courseSlug = course.key) => {
    const ask = { name: "courses.$courseSlug._index", method: "GET" as const, params: { courseSlug }, cookie };
    return JSON.parse((await askRoute(ask)).said).guestPurchase;
  };
  expect(await page(cookie, (await aCourseForSale()).key)).toBeNull();
  await sandbox.controls.payByCard(sessionId, { email: "bea.buyer@example.org" });
  expect(await page(cookie)).toBe(sessionId);
  expect(await page(cookie)).toBe(sessionId);
  expect(await page()).toBeNull();
  expect(await page(cookieIn((await pressBuy(course.key)).setCookie))).toBeNull();
});

test("a success address that was guessed or shared shows and sends nothing", async () => {
  const course = await aCourseForSale();
  const pressed = await pressBuy(course.key);
  const sessionId = pressed.location.split("/").at(-1)!;
  await sandbox.controls.payByCard(sessionId, { email: "someone@example.org" });
  const other = cookieIn((await pressBuy(course.key)).setCookie);
  for (const cookie of [undefined, other]) {
    expect((await success(sessionId, cookie)).location).toMatch(/^\/sign-in\?/);
    expect((await success(sessionId, cookie, {})).status).toBe(404);
  }
  const stranger = await success(sessionId, await aCookieOf(await aStudent()));
  expect(stranger).toMatchObject({ status: 404 });
  // Nobody who may have asked has moved the order: the webhook will.
  expect(await db.user.count({ where: { email: "someone@example.org" } })).toBe(0);
});

test("a visitor is sent to the course page where there is nothing to buy", async () => {
  const course = await aCourseForSale();
  await db.product.updateMany({ where: { key: course.key }, data: { active: false } });
  expect(await pressBuy(course.key)).toEqual({ location: `/courses/${course.key}?error=not-for-sale`, setCookie: null });
});
