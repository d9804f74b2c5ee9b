import { HtmlValidate } from "html-validate";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shiftClock } from "#app/platform/clock.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const CANCEL = "http://127.0.0.1:3000/checkout/cancelled?course=a";
const sell = (name = "A course", currency = "usd") =>
  stripe().checkout.sessions.create({
    mode: "payment",
    customer_email: "ada@example.org",
    line_items: [{ quantity: 1, price_data: { currency, unit_amount: 14_900, product_data: { name } } }],
    success_url: "http://127.0.0.1:3000/checkout/success?session_id={CHECKOUT_SESSION_ID}",
    cancel_url: CANCEL,
  });

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: { "void-style": "off", "no-trailing-whitespace": "off" },
});

/** A page as a browser without scripts gets it; every page is checked for sound HTML. */
async function open(path: string) {
  const response = await fetch(sandbox.apiUrl + path, { redirect: "manual" });
  const text = await response.text();
  if (response.headers.get("Content-Type")?.startsWith("text/html")) {
    const report = await validator.validateString(text);
    expect(report.results.flatMap((result) => result.messages.map((message) => `${message.ruleId}: ${message.message}`))).toEqual(
      [],
    );
    expect(text).not.toMatch(/<script|style=|onclick/);
    expect(text).toContain("No money moves");
  }
  return { status: response.status, text, location: response.headers.get("Location"), headers: response.headers };
}
async function press(path: string, choice: string) {
  const response = await fetch(sandbox.apiUrl + path, {
    method: "POST",
    body: new URLSearchParams({ choice }),
    redirect: "manual",
  });
  return { status: response.status, location: response.headers.get("Location") };
}
const payPage = (id: string) => `/payment-sandbox/pay/${id}`;
const success = (id: string) => `http://127.0.0.1:3000/checkout/success?session_id=${id}`;
const state = async (id: string) => {
  const { status, payment_status } = await stripe().checkout.sessions.retrieve(id);
  return `${status} ${payment_status}`;
};

describe("the payment page", () => {
  test("shows what is bought, for how much, and that no money moves", async () => {
    const { id } = await sell("Letters & <Words>");
    const page = await open(payPage(id));
    expect(page.status).toBe(200);
    for (const word of ["Letters &#38; &#60;Words&#62;", "$149.00", "ada@example.org", "This is a payment sandbox."])
      expect(page.text).toContain(word);
    expect(page.text).toContain(`href="${CANCEL}"`);
    expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(page.headers.get("Cache-Control")).toBe("no-store");
  });

  test("pays, and leads to the shop; a second click leads there too and charges nothing more", async () => {
    const { id } = await sell();
    expect(await press(payPage(id), "card")).toEqual({ status: 303, location: success(id) });
    expect(await state(id)).toBe("complete paid");
    expect(await press(payPage(id), "card")).toEqual({ status: 303, location: payPage(id) });
    expect((await open(payPage(id))).text).toContain(`href="${success(id)}"`);
    expect(sandbox.controls.events().filter((event) => event.type === "charge.succeeded")).toHaveLength(1);
  });

  test("stays with a message when the card is declined, and takes another", async () => {
    const { id } = await sell();
    expect(await press(payPage(id), "declined")).toEqual({ status: 303, location: payPage(id) });
    const page = await open(payPage(id));
    expect(page.text).toContain('role="alert">Your card was declined. Nothing was paid.');
    expect(await state(id)).toBe("open unpaid");
    await press(payPage(id), "card");
    expect(await state(id)).toBe("complete paid");
  });

  test("asks on a second page for 3-D Secure, which fails or approves", async () => {
    const { id } = await sell();
    const second = `/payment-sandbox/authenticate/${id}`;
    expect((await open(second)).location).toBe(payPage(id));
    expect(await press(payPage(id), "three-d-secure")).toEqual({ status: 303, location: second });
    expect((await open(second)).text).toContain("$149.00");
    expect(await press(second, "fail")).toEqual({ status: 303, location: payPage(id) });
    expect((await open(payPage(id))).text).toContain("could not be authenticated");
    await press(payPage(id), "three-d-secure");
    expect(await press(second, "approve")).toEqual({ status: 303, location: success(id) });
    expect(await state(id)).toBe("complete paid");
  });

  test("takes a bank debit, whose money arrives or fails on a page of its own", async () => {
    const [arriving, failing] = [await sell("The arriving"), await sell("The failing", "eur")];
    expect((await open("/payment-sandbox/delayed")).text).toContain("There are none.");
    for (const { id } of [arriving, failing])
      expect(await press(payPage(id), "bank-debit")).toEqual({ status: 303, location: success(id) });
    expect((await open(payPage(arriving.id))).text).toContain("on its way");
    const list = await open("/payment-sandbox/delayed");
    for (const word of ["The arriving, $149.00", "The failing, €149.00", "By ada@example.org."])
      expect(list.text).toContain(word);
    expect((await open("/payment-sandbox")).location).toBe("/payment-sandbox/delayed");
    expect(await press(`/payment-sandbox/delayed/${arriving.id}`, "arrives")).toEqual({
      status: 303,
      location: "/payment-sandbox/delayed",
    });
    await press(`/payment-sandbox/delayed/${failing.id}`, "fails");
    expect([await state(arriving.id), await state(failing.id)]).toEqual(["complete paid", "complete unpaid"]);
    expect((await press(`/payment-sandbox/delayed/${arriving.id}`, "arrives")).status).toBe(400);
  });

  test("offers no bank debit in a currency that has none", async () => {
    const { id } = await sell("A course", "sek");
    expect((await open(payPage(id))).text).not.toContain("bank-debit");
    expect(await press(payPage(id), "bank-debit")).toEqual({ status: 303, location: payPage(id) });
    expect(await state(id)).toBe("open unpaid");
  });

  test("says that it has expired, and pays nothing any more", async () => {
    const { id } = await sell();
    shiftClock(25 * 60 * 60 * 1000);
    const page = await open(payPage(id));
    expect(page.status).toBe(410);
    expect(page.text).toContain("nothing was paid");
    expect(await press(payPage(id), "card")).toEqual({ status: 303, location: payPage(id) });
    expect(await state(id)).toBe("expired unpaid");
  });
});

describe("what is no page", () => {
  test.each([
    "/payment-sandbox/pay/cs_none",
    "/payment-sandbox/pay/",
    "/payment-sandbox/pay/a/b",
    "/payment-sandbox/admin",
    "/payment-sandbox/authenticate/x",
    "/payment-sandbox/pay/__proto__",
  ])("%s is a 404", async (path) => {
    expect((await open(path)).status).toBe(404);
    expect((await press(path, "card")).status).toBe(404);
  });

  test("an unknown button does nothing, and a huge form is refused", async () => {
    const { id } = await sell();
    expect(await press(payPage(id), "free-of-charge")).toEqual({ status: 303, location: payPage(id) });
    expect((await press("/payment-sandbox/delayed", "x".repeat(20_000))).status).toBe(413);
    expect(await state(id)).toBe("open unpaid");
  });

  test("the rest of the site is not the sandbox's", async () => {
    expect(sandbox.handlePage({ url: "/payment-sandboxes" } as never, {} as never)).toBe(false);
    expect(sandbox.handlePage({ url: "/" } as never, {} as never)).toBe(false);
    const style = await open("/payment-sandbox/style.css");
    expect(style.headers.get("Content-Type")).toContain("text/css");
  });
});

test("asks for an address where the shop gave none, and nothing is paid before", async () => {
  const session = await stripe().checkout.sessions.create({
    mode: "payment",
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 14_900, product_data: { name: "A course" } } }],
    success_url: "http://127.0.0.1:3000/checkout/success?session_id={CHECKOUT_SESSION_ID}",
  });
  const path = payPage(session.id);
  expect((await open(path)).text).toContain('type="email"');
  expect(await press(path, "card")).toEqual({ status: 303, location: path });
  expect(await state(session.id)).toBe("open unpaid");
  const send = (email: string) =>
    fetch(sandbox.apiUrl + path, { method: "POST", body: new URLSearchParams({ choice: "email", email }), redirect: "manual" });
  await send("nobody");
  expect((await open(path)).text).toContain('type="email"');
  await send("guest@example.org");
  expect((await open(path)).text).toContain("The receipt goes to guest@example.org.");
  expect((await press(path, "card")).location).toBe(success(session.id));
  const paid = await stripe().checkout.sessions.retrieve(session.id);
  expect(paid).toMatchObject({
    customer_email: null,
    customer_details: { email: "guest@example.org" },
    payment_status: "paid",
  });
});
