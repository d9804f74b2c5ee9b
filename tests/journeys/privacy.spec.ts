import { readFileSync } from "node:fs";
import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { databaseUrlOf } from "../support/site.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { answerAll, aVisitor, buy, PASSWORD, signUp } from "./visitor.ts";

const COURSE = "courageous-communicator";
const LESSON = "your-attachment-profile";
let browser: Browser;
let adminAddress: string;

beforeAll(async () => {
  browser = await openBrowser();
});
// The site's one-time link for its first instructor is good while there is no admin, and another journey follows it.
afterAll(async () => {
  await browser.close();
  await sql(`update "User" set role = 'student' where email = $1`, [adminAddress]);
});

async function sql(text: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrlOf(inject("siteDataDir")) });
  await client.connect();
  await client.query(text, values).finally(() => client.end());
}

/** The course opens its lessons in their order: as if all had been read. */
async function readEverything(address: string): Promise<void> {
  await sql(
    `insert into "LessonProgress" ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt")
     select e.id, l ->> 'key', now(), now(), now()
     from "Enrolment" e join "User" u on u.id = e."userId" join "Release" r on r.id = e."releaseId",
       jsonb_array_elements(r.manifest -> 'modules') m, jsonb_array_elements(m -> 'lessons') l
     where u.email = $1 and l ->> 'key' <> $2 on conflict do nothing`,
    [address, LESSON],
  );
}

test("without JavaScript: agree, answer, share, take it back, delete, download everything, delete the account", async () => {
  const { page, leave, goto } = await aVisitor(browser, { javaScriptEnabled: false });
  await goto("/sign-up");
  const address = await signUp(page);
  await buy(page, COURSE);
  await goto(`/learn/${COURSE}`);
  await readEverything(address);
  await goto(`/learn/${COURSE}/${LESSON}`);
  const main = page.getByRole("main");
  expect(await main.innerText()).toContain("Your answers and your result are yours.");
  await page.getByRole("button", { name: "I understand, begin" }).click();
  await page.waitForURL(/\/attempts\//);
  await answerAll(page, (_, options) => [options[5]!], /saved when you press/);
  await page.getByRole("button", { name: "Hand in" }).click();
  await page.waitForURL(/\/result/);
  const result = page.url();

  const admin = await aVisitor(browser);
  await admin.goto("/sign-up");
  adminAddress = await signUp(admin.page);
  await sql(`update "User" set role = 'admin' where email = $1`, [adminAddress]);
  const attemptId = /attempts\/([^/]+)/.exec(result)![1]!;
  const theirs = `/instructor/courses/${COURSE}/results/${attemptId}`;
  const isOpen = async () => (await admin.page.goto(theirs))!.status() === 200;
  expect(await isOpen()).toBe(false);

  await page.goto(result);
  await page.getByLabel("The result, and what you answered to each statement").check();
  await page.getByRole("button", { name: "Share this result" }).click();
  await page.waitForURL(/sharing/);
  expect(await main.innerText()).toContain("It is shared now.");
  expect(await isOpen()).toBe(true);
  expect(await admin.page.getByRole("main").innerText()).toMatch(/Shared by them on/);
  expect(await accessibilityFaults(admin.page)).toEqual([]);
  await admin.goto(`/instructor/courses/${COURSE}/students`);
  await admin.page.getByRole("main").locator("a[href*='/students/']").first().click();
  await admin.page.waitForLoadState();
  expect(await accessibilityFaults(admin.page)).toEqual([]);
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await page.waitForURL(/sharing/);
  expect(await main.innerText()).toContain("Only you can see it now.");
  expect(await isOpen()).toBe(false);

  await goto("/account/data");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download my data" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("my-data.json");
  const data = JSON.parse(readFileSync(await download.path(), "utf8"));
  expect(data.profile.email).toBe(address);
  expect(data.attempts[0].answers).toHaveLength(30);

  await page.goto(result);
  await page.getByRole("link", { name: "Delete these answers and this result" }).click();
  await page.getByRole("button", { name: "Delete them for good" }).click();
  expect(await main.innerText()).toContain("The answers and the result of this attempt are deleted.");
  await page.goto(result);
  expect(page.url()).toContain("/delete");

  await goto("/account/data/delete");
  expect(await main.innerText()).toContain("You will lose access to");
  await page.getByLabel("Your password").fill("not it");
  await page.getByRole("button", { name: "Delete my account for good" }).click();
  expect(await main.innerText()).toContain("This is not your password.");
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Delete my account for good" }).click();
  await page.waitForURL(/goodbye/);
  await goto("/account");
  expect(page.url()).toContain("/sign-in");
  await admin.leave();
  await leave();
});

test("the pages about one's own data are accessible", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  const address = await signUp(page);
  await buy(page, COURSE);
  await goto(`/learn/${COURSE}`);
  await readEverything(address);
  await goto(`/learn/${COURSE}/${LESSON}`);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "I understand, begin" }).click();
  await page.waitForURL(/\/attempts\//);
  await answerAll(page, (_, options) => [options[0]!]);
  await page.getByRole("button", { name: "Hand in" }).click();
  await page.waitForURL(/\/result/);
  expect(await accessibilityFaults(page)).toEqual([]);
  const attempt = /\/attempts\/[^/]+/.exec(page.url())![0];
  for (const path of [`${attempt}/delete`, "/account/data", "/account/data/delete", "/goodbye"]) {
    await goto(path);
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  await leave();
});
