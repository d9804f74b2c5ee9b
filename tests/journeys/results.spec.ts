import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { readPdf } from "../support/pdf-text.ts";
import { databaseUrlOf } from "../support/site.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { answerAll, aVisitor, buy, signUp, type Visitor } from "./visitor.ts";

const COURSE = "courageous-communicator";
const LESSON = "your-attachment-profile";

let browser: Browser;
let student: Visitor;
beforeAll(async () => {
  browser = await openBrowser();
  student = await aVisitor(browser, { viewport: { width: 390, height: 844 } });
  await student.goto("/sign-up");
  const address = await signUp(student.page);
  await buy(student.page, COURSE);
  await student.goto(`/learn/${COURSE}`);
  await completeWhatComesBefore(address);
});
afterAll(() => browser.close());

/** The lessons open in their order, and this journey is about a later one. */
async function completeWhatComesBefore(address: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrlOf(inject("siteDataDir")) });
  await client.connect();
  await client
    .query(
      `insert into "LessonProgress" ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
       select e.id, l->>'key', now(), now(), now(), e."releaseId"
       from "Enrolment" e join "User" u on u.id = e."userId" join "Release" r on r.id = e."releaseId",
         jsonb_array_elements(r.manifest::jsonb->'modules') m, jsonb_array_elements(m->'lessons') l
       where u.email = $1 and l->>'key' <> $2
       on conflict ("enrolmentId", "lessonKey") do update set "completedAt" = now()`,
      [address, LESSON],
    )
    .finally(() => client.end());
}

async function takeIt(choose: (item: string) => string): Promise<string> {
  const { page } = student;
  await student.goto(`/learn/${COURSE}/${LESSON}`);
  await page.getByRole("button", { name: /begin|Take it again/i }).click();
  await page.waitForURL(/\/attempts\/[^/]+$/);
  await answerAll(page, (item) => [choose(item)]);
  await page.getByRole("button", { name: "Hand in" }).click();
  await page.waitForURL(/\/result$/);
  return new URL(page.url()).pathname;
}

async function faultsOf(): Promise<string[]> {
  const { page } = student;
  const found = await accessibilityFaults(page);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return wider > 0 ? [...found, `the page is ${wider} px wider than the phone`] : found;
}

async function fileOf(path: string) {
  const response = await student.page.request.get(path);
  expect([response.status(), response.headers()["content-type"]]).toEqual([200, "application/pdf"]);
  expect(response.headers()["cache-control"]).toBe("private, no-store");
  return readPdf(await response.body())
    .pages.join("\n")
    .replace(/\s+/g, " ");
}

test("two results on a phone, what has changed between them, and both kept as files", async () => {
  const { page } = student;
  const first = await takeIt(() => "2");
  await page.getByRole("img", { name: /Attachment anxiety and Attachment avoidance/ }).waitFor();
  expect(await faultsOf()).toEqual([]);
  expect(await fileOf(`${first}.pdf`)).toContain("What this result can and cannot tell");

  const second = await takeIt((item) => (item.startsWith("anx") ? "6" : "2"));
  await page.getByRole("link", { name: /attempt 1/ }).click();
  await page.getByRole("img", { name: /Before and after/ }).waitFor();
  expect(await page.getByRole("region", { name: "Before and after" }).getByRole("row").count()).toBe(3);
  expect(await faultsOf()).toEqual([]);
  await page.getByRole("link", { name: "Keep it as a PDF" }).waitFor();
  const [attempt, other] = [first, second].map((path) => path.split("/")[2]);
  expect(await fileOf(`/attempts/${attempt}/compare/${other}/report.pdf`)).toContain("Attachment anxiety");
  await student.leave();
});
