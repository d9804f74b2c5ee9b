import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { databaseUrlOf } from "../support/site.ts";
import { beginPagedCheck, publishPagedCourse } from "./paged-course.ts";
import { SAVED } from "./visitor.ts";

let browser: Browser;

beforeAll(async () => {
  await publishPagedCourse();
  browser = await openBrowser();
});
afterAll(() => browser.close());

const tick = (page: Page, item: string, label = "True") => page.locator(`[data-item="${item}"]`).getByLabel(label).check();
const press = async (page: Page, name: string | RegExp) => {
  const from = page.url();
  await page.getByRole("button", { name }).click();
  await page.waitForURL((url) => url.href !== from);
};
const at = (page: Page) => page.locator("h2#page").innerText();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

async function storedOf(attempt: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrlOf(inject("siteDataDir")) });
  await client.connect();
  const text = `select "itemKey" from "Answer" where "attemptId" = $1 and value <> 'null'::jsonb order by 1`;
  const { rows } = await client.query(text, [attempt.split("/").at(-1)]).finally(() => client.end());
  return rows.map(({ itemKey }) => itemKey);
}

test("without JavaScript: through four pages, with a file that is refused, away and back, and handed in", async () => {
  const { page, leave, goto, attempt } = await beginPagedCheck(browser, { javaScriptEnabled: false });
  expect([await at(page), await page.title()]).toEqual(["Page 1 of 4", expect.stringMatching(/^Page 1 of 4 · Check/)]);
  await tick(page, "q1");
  await page.getByLabel("Your answer").fill("I");
  // The Enter key saves, and stays.
  await page.getByLabel("Your answer").press("Enter");
  await page.waitForURL(/page=1#page/);
  expect(await page.locator('[data-answers="progress"]').innerText()).toBe("2 of 11 answered");
  await press(page, "Save and go on");
  expect([await at(page), await focused(page)]).toEqual(["Page 2 of 4", "page"]);
  await tick(page, "q3");
  // A button of the list of pages saves too.
  await press(page, /^Page 3/);
  expect(await storedOf(attempt)).toEqual(["q1", "q3", "word"]);

  await tick(page, "q6");
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "sheet.txt", mimeType: "text/plain", buffer: Buffer.from("MZ\0") });
  await press(page, "Save and go on");
  expect(await at(page)).toBe("Page 3 of 4");
  expect(await focused(page)).toBe("notice");
  expect(await page.locator("#error-sheet").innerText()).toContain("none of the kinds of file");
  expect(await page.locator('[data-item="q6"]').getByLabel("True").isChecked()).toBe(true);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "sheet.txt", mimeType: "text/plain", buffer: Buffer.from("So.") });
  await press(page, "Save and come back later");
  expect(page.url()).toMatch(/\/learn\/in-pages\/in-pages$/);

  // Back at the first page with an open question.
  await page.getByRole("link", { name: "Go on with your attempt" }).click();
  expect(await at(page)).toBe("Page 1 of 4");
  await goto(`${attempt}?page=3`);
  expect(await page.getByRole("link", { name: "sheet.txt" }).count()).toBe(1);
  await tick(page, "q7");
  await press(page, "Save and go on");
  for (const item of ["q8", "q9"]) await tick(page, item);
  await press(page, /^Back$/);
  expect(await at(page)).toBe("Page 3 of 4");
  await press(page, "Save and go on");

  await press(page, "Hand in");
  expect(await focused(page)).toBe("notice");
  expect(await page.getByRole("main").innerText()).toContain("3 questions have no answer yet.");
  await page.getByRole("link", { name: "question 5" }).click();
  expect(new URL(page.url()).search + new URL(page.url()).hash).toBe("?page=2#item-q4");
  await tick(page, "q4", "False");
  await press(page, /^Page 4/);
  await press(page, "Hand in");
  expect(await page.getByRole("main").innerText()).toContain("2 questions have no answer yet.");
  await press(page, "Hand in as it is");
  await page.waitForURL(/\/result$/);
  // Seven right of eleven points, one wrong, one to be graded, two open.
  expect(await page.getByRole("main").innerText()).toMatch(/7 of 11/);
  await leave();
});

test("on a phone whose connection drops on the second page no answer is lost, and no page says what is not so", async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { page, leave, attempt } = await beginPagedCheck(browser, phone);
  const status = (of = page) => of.locator('[data-answers="status"]');
  await tick(page, "q1");
  await press(page, "Save and go on");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await tick(page, "q3");
  await status().filter({ hasText: SAVED }).waitFor();
  await page.context().setOffline(true);
  await tick(page, "q4");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await status().filter({ hasText: "This page stays open. Not saved yet: you are offline." }).waitFor();
  expect(await at(page)).toBe("Page 2 of 4");
  expect(await storedOf(attempt)).toEqual(["q1", "q3"]);
  // The tab is closed in the tunnel; at home another page of the attempt is opened, and sends what was left.
  await page.close();
  await page.context().setOffline(false);
  const home = await page.context().newPage();
  await home.goto(`${attempt}?page=4`);
  await status(home).filter({ hasText: SAVED }).waitFor();
  expect(await storedOf(attempt)).toEqual(["q1", "q3", "q4"]);
  expect(await home.locator('[data-answers="progress"]').innerText()).toBe("3 of 11 answered");
  expect(await home.getByRole("button", { name: /^Page 2/ }).ariaSnapshot()).toContain("Page 2, 1 open");
  await home.goto(attempt);
  await home.waitForURL(/page=1$/);
  await home.goto(`${attempt}?page=2`);
  expect(await home.locator("[data-item]:has(input:checked)").count()).toBe(2);
  await leave();
});
