import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { publishFiles } from "./publish-folder.ts";
import { aVisitor, signUp } from "./visitor.ts";

const COURSE = "by-the-month";
const FILES: Record<string, string> = {
  "course.yaml": `key: ${COURSE}
title: By the month
tagline: A course that can be paid in several ways.
summary: One lesson.
language: en
outcomes: [Pay, Change, Cancel]
instructors:
  - { name: The editorial team, role: Authors, bio: Those who wrote this. }
price: { amount: 14900, currency: usd }
payWays:
  - { key: in-three, payments: 3, every: month, amount: 5300 }
  - { key: monthly, every: month, amount: 1900, trialDays: 7 }
  - { key: yearly, every: year, amount: 19000 }
afterPayment: You begin.
refundPolicy: Thirty days.
modules: [only]
`,
  "modules/only/module.yaml": "key: only\ntitle: Only\nsummary: One lesson.\nlessons: [lesson]\n",
  "modules/only/lesson.md": "---\nkey: lesson\ntitle: The lesson\nkind: text\nsummary: A lesson.\n---\nRead this.\n",
};

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  await publishFiles(Object.entries(FILES));
});
afterAll(() => browser.close());

async function choose(page: Page, words: RegExp) {
  await page.goto(`/courses/${COURSE}`);
  await page.getByRole("button", { name: words }).click();
  await page.waitForURL(/payment-sandbox\/pay/);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.waitForURL(/checkout\/success/);
}

/** Nothing is wider than the window. */
async function fits(page: Page) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

test.each([
  ["on a phone, without JavaScript", { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }],
  ["on a wide screen", {}],
])("a trial, another rhythm, another card, cancelled and taken up again: %s", async (_where, options) => {
  const { page, goto, leave } = await aVisitor(browser, options);
  await goto("/sign-up");
  await signUp(page);
  await goto("/account/plans");
  await expect.poll(() => page.getByText("You have no memberships or instalments").count()).toBe(1);
  await goto(`/courses/${COURSE}`);
  await fits(page);
  await choose(page, /\$19\.00 every month/);
  await goto("/account/plans");
  await fits(page);
  expect(await page.getByText("On trial").count()).toBe(1);
  await page.getByRole("main").getByRole("link", { name: "By the month" }).click();
  await page.waitForURL(/account\/plans\/./);
  await fits(page);
  const plan = page.url();

  await page.getByRole("link", { name: /\$190\.00 every year/ }).click();
  await page.waitForURL(/switch\/yearly/);
  await fits(page);
  await page.getByRole("button", { name: "Change it" }).click();
  await page.getByText("Your plan is changed.").waitFor();

  await page.getByRole("button", { name: "Change the card" }).click();
  await page.waitForURL(/payment-sandbox\/portal/);
  await page.getByRole("button", { name: "A card that works" }).click();
  await page.waitForURL(/\?card/);

  await page.getByRole("link", { name: "Cancel" }).click();
  await page.waitForURL(/cancel$/);
  await fits(page);
  await page.getByRole("button", { name: "Cancel the membership" }).click();
  await page.getByText("You have cancelled").waitFor();
  await page.getByRole("button", { name: "Go on with it" }).click();
  await page.getByText("It goes on as before.").waitFor();
  expect(new URL(page.url()).pathname).toBe(new URL(plan).pathname);
  await leave();
});

test("instalments say how many are paid, and have no way to cancel", async () => {
  const { page, goto, leave } = await aVisitor(browser, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  await goto("/sign-up");
  await signUp(page);
  await choose(page, /3 payments of \$53\.00/);
  await goto("/account/plans");
  expect(await page.getByText("1 of 3 paid").count()).toBe(1);
  await page.getByRole("main").getByRole("link", { name: "By the month" }).click();
  await page.waitForURL(/account\/plans\/./);
  await fits(page);
  expect(await page.getByRole("link", { name: "Cancel" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: /order \d+/ }).count()).toBe(1);
  await leave();
});
