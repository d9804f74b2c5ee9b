import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { aVisitor, signUp } from "./visitor.ts";

const COURSE = "courageous-communicator";
const SCRIPTS = "thirty-scripts";
const BUNDLE = "communicator-with-scripts";
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

type Page = Awaited<ReturnType<typeof aVisitor>>["page"];
const words = (page: Page) => page.getByRole("main").innerText();
async function pay(page: Page, amount: string): Promise<void> {
  await page.waitForURL(/payment-sandbox\/pay/);
  expect(await page.locator("body").innerText()).toContain(amount);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.waitForURL(/checkout\/success/);
}
const noSidewaysScroll = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

test("on a phone, without JavaScript: the scripts, then the bundle for the rest", async () => {
  const { page, goto, leave } = await aVisitor(browser, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await goto(`/sign-up?returnTo=/courses/${SCRIPTS}`);
  await signUp(page);
  await goto(`/courses/${SCRIPTS}`);
  await page.getByRole("button", { name: "Buy this course" }).click();
  await pay(page, "39.00");
  await goto(`/courses/${SCRIPTS}`);
  await page.getByRole("link", { name: "The Courageous Communicator with 30 Scripts" }).click();
  expect(await words(page)).toMatch(/\$130\.00/);
  expect(await words(page)).toContain("$169.00, less $39.00 that you have paid for 30 Scripts");
  expect(await words(page)).toContain("You have this");
  await page.getByRole("button", { name: "Buy this bundle" }).click();
  await pay(page, "130.00");
  await page.getByRole("link", { name: "See the receipt" }).click();
  expect(await words(page)).toMatch(/Paid before for a part of it\s+-\$39\.00/);
  await goto(`/products/${BUNDLE}`);
  expect(await words(page)).toContain("All of it is yours.");
  await leave();
});

test("with the keyboard: the course with the scripts beside it, in one order", async () => {
  const { page, goto, leave } = await aVisitor(browser);
  await goto(`/sign-up?returnTo=/courses/${COURSE}`);
  await signUp(page);
  await goto(`/courses/${COURSE}`);
  const tick = page.getByRole("checkbox", { name: /Add 30 Scripts/ });
  expect(await tick.isChecked()).toBe(false);
  await tick.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await pay(page, "178.00");
  await page.getByRole("link", { name: "See the receipt" }).click();
  expect(await words(page)).toMatch(/\$149\.00[\s\S]*\$29\.00[\s\S]*\$178\.00/);
  for (const key of [COURSE, SCRIPTS]) {
    await goto(`/learn/${key}`);
    expect(page.url()).toContain(`/learn/${key}`);
  }
  await leave();
});

test("no page of it scrolls sideways, on a phone and on a screen, light and dark", async () => {
  for (const width of [390, 1280]) {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, goto, leave } = await aVisitor(browser, { viewport: { width, height: 900 }, colorScheme });
      for (const path of [`/products/${BUNDLE}`, `/courses/${COURSE}`, "/courses"]) {
        await goto(path);
        expect(await noSidewaysScroll(page), `${path} at ${width}`).toBe(true);
      }
      await leave();
    }
  }
});
