import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { answerKeyOf } from "./answer-keys.ts";
import { answerAll, aVisitor, buy, countAnswered, goToPayment, signUp } from "./visitor.ts";

const COURSE = "courageous-communicator";
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Completes lessons one by one, and passes by what need not be done, until the page at hand is the check to begin. */
async function learnUpToCheck(page: Awaited<ReturnType<typeof aVisitor>>["page"], check: string): Promise<void> {
  for (let lesson = 0; lesson < 20; lesson += 1) {
    if (new URL(page.url()).pathname.endsWith(`/${check}`)) return;
    const complete = page.getByRole("button", { name: /^Complete/ });
    const transcript = page.getByRole("button", { name: "I have read the transcript instead" });
    const onward = page.getByRole("link", { name: "Next lesson" }).or(page.locator("nav[aria-label=Lessons] a[rel=next]"));
    const step = (await complete.count()) ? complete : (await transcript.count()) ? transcript : onward;
    const before = page.url();
    await step.click();
    await page.waitForURL((url) => url.href !== before);
  }
  throw new Error(`no ${check} within twenty lessons`);
}

test("from a stranger to a paid student to a passed check to the next lesson", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/");
  await page.getByRole("link", { name: "The Courageous Communicator" }).last().click();
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await page.waitForURL(/sign-(in|up)/);
  if (/sign-in/.test(page.url()))
    await page
      .getByRole("main")
      .getByRole("link", { name: /sign up|account/i })
      .first()
      .click();
  await signUp(page);
  // Signing up led back to the page with the button.
  await page.waitForURL(new RegExp(`/courses/${COURSE}`));
  await buy(page, COURSE);
  await page
    .getByRole("main")
    .getByRole("link", { name: /begin|start|course/i })
    .first()
    .click();
  await page.waitForURL(/\/learn\//);
  await page.getByRole("link", { name: /^(Begin|Continue)$/ }).click();
  await page.waitForURL(new RegExp(`/learn/${COURSE}/.+`));

  await learnUpToCheck(page, "check-opening");
  const lessonUrl = page.url();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL(/\/attempts\//);
  const key = answerKeyOf("check-opening");
  await answerAll(page, (item) => key.get(item) ?? []);
  await page.reload();
  const asked = await page
    .locator("[data-item]")
    .evaluateAll((items) => items.map((item) => item.getAttribute("data-item") ?? ""));
  expect(await countAnswered(page)).toBe(asked.length);
  const ticks = asked.flatMap((item) => key.get(item) ?? []).filter((value) => !value.includes("="));
  expect(await page.locator("input:checked").count()).toBe(ticks.length);
  await page.getByRole("button", { name: "Hand in" }).click();
  await page.waitForURL(/\/result/);
  expect(await page.getByRole("main").innerText()).toMatch(/100\s?%/);
  await page.goto(`${lessonUrl}/next`);
  expect(page.url()).not.toBe(lessonUrl);
  expect(await page.locator("[aria-current=page]").count()).toBeGreaterThan(0);
  await leave();
});

test("a declined card buys nothing, says so, and can be followed by one that works", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto(`/sign-up?returnTo=/courses/${COURSE}`);
  await signUp(page);
  await goToPayment(page, COURSE);
  await page.getByRole("button", { name: "Pay with a card that is declined" }).click();
  expect(await page.getByRole("alert").innerText()).toContain("Nothing was paid");
  const payment = page.url();
  await goto(`/learn/${COURSE}`);
  expect(page.url()).toContain(`/courses/${COURSE}`);
  await page.goto(payment);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.waitForURL(/checkout\/success/);
  await goto(`/learn/${COURSE}`);
  expect(page.url()).toContain(`/learn/${COURSE}`);
  await leave();
});

test("3-D Secure: a refused confirmation buys nothing, a given one buys", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  await signUp(page);
  await goToPayment(page, COURSE);
  await page.getByRole("button", { name: "Pay with a card that needs 3-D Secure" }).click();
  await page.locator("button[value=fail]").click();
  expect(await page.getByRole("alert").innerText()).toContain("Nothing was paid");
  await page.getByRole("button", { name: "Pay with a card that needs 3-D Secure" }).click();
  await page.locator("button[value=approve]").click();
  await page.waitForURL(/checkout\/success/);
  await goto(`/learn/${COURSE}`);
  expect(page.url()).toContain(`/learn/${COURSE}`);
  await leave();
});

test("a delayed payment opens the course when the money arrives, and not before", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  const address = await signUp(page);
  await goToPayment(page, COURSE);
  await page.getByRole("button", { name: "Pay later, by bank debit" }).click();
  await page.waitForURL(/checkout\/success/);
  expect(await page.getByRole("main").innerText()).toMatch(/on its way/i);
  await goto(`/learn/${COURSE}`);
  expect(page.url()).toContain(`/courses/${COURSE}`);
  expect(await page.getByRole("main").innerText()).toMatch(/your payment is on its way/i);
  expect(await page.getByRole("button", { name: "Buy this course" }).count()).toBe(0);
  await goto("/payment-sandbox/delayed");
  await page.locator("section, li, tr, form", { hasText: address }).first().locator("button[value=arrives]").click();
  await expect
    .poll(
      async () => {
        await goto(`/learn/${COURSE}`);
        return page.url();
      },
      { timeout: 20_000, interval: 300 },
    )
    .toContain(`/learn/${COURSE}`);
  await leave();
});

test("leaving the payment page costs nothing and says where to go on", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  await signUp(page);
  await goToPayment(page, COURSE);
  await page.getByRole("link", { name: "Leave without paying" }).click();
  await page.waitForURL(/checkout\/cancelled/);
  await goto("/learn");
  expect(await page.getByRole("main").innerText()).toContain("You have no courses yet");
  await leave();
});

test("buying again what one has leads to the course", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  await signUp(page);
  await buy(page, COURSE);
  await goto(`/courses/${COURSE}`);
  expect(await page.getByRole("button", { name: "Buy this course" }).count()).toBe(0);
  await goto("/orders");
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  expect(await page.getByRole("main").innerText()).toContain("$149.00");
  await leave();
});
