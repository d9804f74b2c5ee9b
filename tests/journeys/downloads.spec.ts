import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { aDownloadFolder } from "../support/download-folder.ts";
import { publishFiles } from "./publish-folder.ts";
import { aVisitor, signUp } from "./visitor.ts";

const KEY = "talk-cards";
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  await publishFiles(aDownloadFolder({ key: KEY }).files);
});
afterAll(() => browser.close());

test("on a phone, without JavaScript: a download is bought, and its files are saved", async () => {
  const { page, goto, leave } = await aVisitor(browser, {
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    acceptDownloads: true,
  });
  await goto(`/sign-up?returnTo=/courses/${KEY}`);
  await signUp(page);
  await goto(`/courses/${KEY}`);
  const words = await page.getByRole("main").innerText();
  expect(words).toMatch(/Download · 2 files/);
  expect(words).toMatch(/The cards\s+PDF, 15 bytes/);
  expect(words).not.toMatch(/\blessons?\b|\bminutes?\b|Complete/i);
  await page.getByRole("button", { name: "Buy this download" }).click();
  await page.waitForURL(/payment-sandbox\/pay/);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.waitForURL(/checkout\/success/);
  await page.getByRole("main").getByRole("link", { name: "Your files" }).click();
  await page.waitForURL(new RegExp(`/learn/${KEY}$`));
  expect(await page.getByRole("progressbar").count()).toBe(0);
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "The cards" }).click()]);
  expect(saved.suggestedFilename()).toBe("cards.pdf");
  await goto("/learn");
  expect(await page.getByRole("main").innerText()).toContain("Download, 2 files.");
  expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).toBe(true);
  await leave();
});
