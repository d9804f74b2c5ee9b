import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { anAddress, aVisitor, PASSWORD, signUp } from "./visitor.ts";

const ABOUT = "/assessments/attachment-styles";
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Chooses this point of every statement, but for the first `except`. */
async function answer(page: Page, value: number, except = 0): Promise<void> {
  for (const item of (await page.locator("[data-item]").all()).slice(except))
    await item.locator(`input[value="${value}"]`).check();
}

const ticked = (page: Page) => page.locator("[data-item]:has(input:checked)").count();
const main = (page: Page) => page.getByRole("main");

test("without JavaScript a visitor finds it, takes it, is asked once, sees the result, signs up, and has it once", async () => {
  const { page, leave, goto } = await aVisitor(browser, { javaScriptEnabled: false });
  await goto("/");
  await main(page).getByRole("link", { name: "open to everyone, free" }).click();
  await main(page).getByRole("link", { name: "Attachment Styles Assessment" }).click();
  expect(await main(page).innerText()).toMatch(/30 statements[\s\S]*yours[\s\S]*30 days[\s\S]*not a diagnosis/i);
  await main(page).getByRole("link", { name: "Begin" }).first().click();
  await page.waitForURL(`**${ABOUT}/take`);
  await answer(page, 6, 1);
  await page.getByRole("button", { name: "See my result" }).click();
  await page.waitForLoadState();
  expect(await main(page).innerText()).toContain("1 statement has no answer yet.");
  expect(await ticked(page)).toBe(29);
  await page.getByRole("button", { name: "See my result as it is" }).click();
  await page.waitForURL(`**${ABOUT}/result*`);
  const result = await main(page).innerText();
  expect(result).toContain("Only this browser can open this page");
  expect(result).toContain("Attachment anxiety");
  expect(await page.locator("main svg").count()).toBeGreaterThan(0);

  await page.getByRole("link", { name: "Save it: sign up" }).click();
  const address = await signUp(page);
  await page.waitForURL(/\/attempts\/.+\/result/);
  expect(await main(page).innerText()).toContain("Attachment anxiety");
  const saved = page.url();
  await goto(`${ABOUT}/result`);
  expect(page.url()).toBe(saved);
  await goto(`${ABOUT}/result?save`);
  expect(page.url()).toBe(saved);
  await goto("/learn");
  await main(page).getByRole("link", { name: "your results" }).click();
  expect(await main(page).locator("a[href^='/attempts/']").count()).toBe(1);

  // Signed out, this browser opens it no more; signed in elsewhere, it is there.
  await page.context().clearCookies({ name: /session/ });
  await goto(`${ABOUT}/result`);
  expect(await main(page).innerText()).toContain("saved to an account");
  await leave();
  const elsewhere = await aVisitor(browser);
  await elsewhere.goto("/sign-in?returnTo=/account/results");
  await elsewhere.page.getByLabel("E-mail address").fill(address);
  await elsewhere.page.getByLabel("Password").fill(PASSWORD);
  await main(elsewhere.page).getByRole("button", { name: "Sign in" }).click();
  await elsewhere.page.waitForURL(/account\/results/);
  expect(await main(elsewhere.page).locator("a[href^='/attempts/']").count()).toBe(1);
  await elsewhere.leave();
});

test("with JavaScript a reload and a closed tab lose no answer, nothing is sent before the button, and then it is forgotten", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  const sent: string[] = [];
  page.context().on("request", (request) => {
    if (request.method() !== "GET") sent.push(request.url());
  });
  await goto(`${ABOUT}/take`);
  const status = page.locator('[data-answers="status"]');
  await status.filter({ hasText: "kept in this browser only" }).waitFor();
  await page.locator("[data-item]").nth(0).locator('input[value="2"]').check();
  await page.locator("[data-item]").nth(3).locator('input[value="5"]').check();
  await page.reload();
  await status.filter({ hasText: "Your answers from before are back." }).waitFor();
  expect(await ticked(page)).toBe(2);
  expect(await page.locator("[data-item]").nth(3).locator('input[value="5"]').isChecked()).toBe(true);

  // Another tab shows the same, and what one is given the other shows too.
  const second = await page.context().newPage();
  await second.goto(`${ABOUT}/take`);
  await second.locator("[data-item]").nth(1).locator('input[value="7"]').check();
  await expect.poll(() => ticked(page)).toBe(3);
  await page.close();
  const third = await second.context().newPage();
  await second.close();
  await third.goto(`${ABOUT}/take`);
  await third.locator('[data-answers="status"]', { hasText: "are back" }).waitFor();
  expect(await ticked(third)).toBe(3);
  expect(sent).toEqual([]);

  await third.context().setOffline(true);
  await third.getByRole("button", { name: "See my result" }).click();
  await third.locator('[data-answers="status"]', { hasText: "You are offline, so nothing was sent." }).waitFor();
  await third.context().setOffline(false);
  await third.getByRole("button", { name: "See my result" }).click();
  await third.getByText("27 statements have no answer yet.").waitFor();
  expect(await ticked(third)).toBe(3);
  await answer(third, 2);
  await third.getByRole("button", { name: /^See my result/ }).click();
  await third.waitForURL(`**${ABOUT}/result*`);
  await expect.poll(() => third.evaluate(() => Object.keys(localStorage))).toEqual([]);

  await third.goto(`${ABOUT}/take`);
  expect(await ticked(third)).toBe(0);
  expect(await main(third).innerText()).toContain("The new one will take its place.");
  await third.goto(`${ABOUT}/result`);
  await third.getByText("Delete this result").click();
  await third.getByRole("button", { name: "Delete it for good" }).click();
  await third.getByText("Your result is deleted.").waitFor();
  await third.goto(`${ABOUT}/result`);
  expect(await main(third).innerText()).toContain("This browser has no result of this assessment");
  await leave();
});

test("who is signed in saves it with one button, and two presses in two tabs save it once", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  await signUp(page, anAddress());
  await goto(`${ABOUT}/take`);
  await answer(page, 4);
  await page.getByRole("button", { name: "See my result" }).click();
  await page.waitForURL(`**${ABOUT}/result*`);
  const second = await page.context().newPage();
  await second.goto(`${ABOUT}/result`);
  await Promise.all([page, second].map((tab) => tab.getByRole("button", { name: "Save it to my account" }).click()));
  await Promise.all([page, second].map((tab) => tab.waitForURL(/\/attempts\/.+\/result/)));
  expect(page.url()).toBe(second.url());
  await goto("/account/results");
  expect(await main(page).locator("a[href^='/attempts/']").count()).toBe(1);
  await leave();
});

test("on a phone and by a checker of accessibility nothing is wrong with any of its pages", async () => {
  const { page, leave, goto } = await aVisitor(browser, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const check = async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBeLessThanOrEqual(390);
    expect(await accessibilityFaults(page)).toEqual([]);
  };
  for (const path of ["/assessments", ABOUT, `${ABOUT}/take`]) {
    await goto(path);
    await check();
  }
  await page.getByRole("button", { name: "See my result" }).click();
  await page.getByText("Nothing is answered yet.").waitFor();
  await check();
  await answer(page, 5);
  await page.getByRole("button", { name: "See my result" }).click();
  await page.waitForURL(`**${ABOUT}/result*`);
  await page.getByText("Delete this result").click();
  await check();
  await leave();
});
