import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SITE_PAGES } from "#app/features/courseware/site-pages.ts";
import { openBrowser } from "../support/chromium.ts";
import { anAddress, answerSomehow, aVisitor, buy, countAnswered, PASSWORD, SAVED, signUp } from "./visitor.ts";

const COURSE = "courageous-communicator";
const FREE = "first-words";
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("without JavaScript: sign up, sign in, buy, mark complete, watch by reading", async () => {
  const { page, leave, goto } = await aVisitor(browser, { javaScriptEnabled: false });
  const address = anAddress();
  await goto(`/sign-up?returnTo=/courses/${COURSE}`);
  await signUp(page, address);
  await page.context().clearCookies();
  await goto("/sign-in");
  await page.getByLabel("E-mail address").fill(address);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/learn/);
  await buy(page, COURSE);
  await goto(`/learn/${COURSE}`);
  await page.getByRole("link", { name: "Begin" }).click();
  const first = page.url();
  await page.getByRole("button", { name: /^Complete/ }).click();
  await page.waitForURL((url) => url.href !== first);
  await goto(first);
  expect(await page.getByRole("main").innerText()).toContain("Completed");
  await leave();
});

test("without JavaScript: an assessment is one form", async () => {
  const { page, leave, goto } = await aVisitor(browser, { javaScriptEnabled: false });
  await goto("/sign-up");
  await signUp(page);
  await goto(`/courses/${FREE}`);
  await page.getByRole("button", { name: "Begin for free" }).click();
  await page.waitForURL(/\/learn\//);
  await page.locator("a", { hasText: "Assessment" }).first().click();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL(/\/attempts\//);
  for (const item of await page.locator("[data-item]").all()) await answerSomehow(item);
  await page.getByRole("button", { name: "Save and come back later" }).click();
  await page.waitForLoadState();
  await page.goto(page.url());
  await page.goBack();
  await goto(`/learn/${FREE}`);
  await page.locator("a", { hasText: "Assessment" }).first().click();
  await page.getByRole("link", { name: "Go on with your attempt" }).click();
  const items = await page.locator("[data-item]").count();
  expect(await countAnswered(page)).toBe(items);
  await page.getByRole("button", { name: "Hand in" }).click();
  await page.waitForURL(/\/result/);
  expect(await page.getByRole("main").innerText()).toMatch(/%/);
  await leave();
});

test("by keyboard only: skip link, outline, arrow keys that turn pages, complete", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  await signUp(page);
  await goto(`/courses/${FREE}`);
  await press(page, "Begin for free");
  await page.waitForURL(/\/learn\//);
  await press(page, "Begin");
  await page.waitForURL(new RegExp(`/learn/${FREE}/.+`));
  await page.waitForLoadState("networkidle");
  const first = page.url();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Skip to the content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => location.hash)).toBe("#main");
  await press(page, /^Complete/);
  await page.waitForURL((url) => url.pathname !== new URL(first).pathname);
  await page.waitForLoadState("networkidle");
  const second = page.url();
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL((url) => url.pathname === new URL(first).pathname);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(second);
  await leave();
});

test("on a phone nothing is wider than the screen, targets are large enough, and the outline is a drawer", async () => {
  const { page, leave, goto } = await aVisitor(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await goto("/sign-up");
  await signUp(page);
  await buy(page, COURSE);
  for (const path of [
    "/",
    "/courses",
    `/courses/${COURSE}`,
    "/articles",
    "/learn",
    `/learn/${COURSE}`,
    "/orders",
    "/account",
    "/account/security",
    ...SITE_PAGES.map((key) => `/${key}`),
  ]) {
    await goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("button, input:not([type=hidden]), select, header a")]
        .filter((element) => element.offsetParent !== null && element.getBoundingClientRect().height < 24)
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    expect(small, path).toEqual([]);
  }
  await page.goto(`/learn/${COURSE}`);
  await page.getByRole("link", { name: "Begin" }).click();
  await page.waitForURL(new RegExp(`/learn/${COURSE}/.+`));
  const outline = page.getByRole("navigation", { name: "Course outline" });
  expect(await outline.getByRole("listitem").first().isVisible()).toBe(false);
  await outline.getByText("Course outline").click();
  expect(await outline.getByRole("listitem").first().isVisible()).toBe(true);
  await leave();
});

test("a connection that is lost in the middle of an assessment loses no answer", async () => {
  const { page, leave, goto } = await aVisitor(browser, { viewport: { width: 390, height: 844 } });
  await goto("/sign-up");
  await signUp(page);
  await goto(`/courses/${FREE}`);
  await page.getByRole("button", { name: "Begin for free" }).click();
  await page.waitForURL(/\/learn\//);
  await page.locator("a", { hasText: "Assessment" }).first().click();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL(/\/attempts\//);
  const items = await page.locator("[data-item]").all();
  const status = page.locator('[data-answers="status"]');
  await answerSomehow(items[0]!);
  await status.filter({ hasText: SAVED }).waitFor();
  await page.context().setOffline(true);
  await answerSomehow(items[1]!);
  await status.filter({ hasText: "Not saved yet" }).waitFor();
  await page.context().setOffline(false);
  await status.filter({ hasText: SAVED }).waitFor();
  await page.reload();
  expect(await countAnswered(page)).toBe(2);
  await leave();
});

/** Goes to a button or link of the page's main part by the Tab key alone, and presses it. */
async function press(page: Page, name: string | RegExp): Promise<void> {
  const control = page.getByRole("main").getByRole("button", { name }).or(page.getByRole("main").getByRole("link", { name }));
  const target = control.first();
  await target.waitFor();
  for (let presses = 0; !(await target.evaluate((element) => element === document.activeElement)); presses += 1) {
    if (presses === 100) throw new Error(`A hundred presses of Tab do not lead to ${name}.`);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
}
