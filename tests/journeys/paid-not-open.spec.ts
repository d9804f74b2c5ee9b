import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { databaseUrlOf } from "../support/site.ts";
import { aVisitor, goToPayment, signUp } from "./visitor.ts";

const COURSE = "courageous-communicator";
let browser: Browser;
let books: pg.Client;

beforeAll(async () => {
  browser = await openBrowser();
  books = new pg.Client({ connectionString: databaseUrlOf(inject("siteDataDir")) });
  await books.connect();
});
afterAll(async () => {
  await books.end();
  await browser.close();
});

/** Holds up whatever would act on the newest order: what Stripe tells is kept, and waits. */
async function holdUp(): Promise<void> {
  await books.query("begin");
  await books.query(`select id from "Order" order by number desc limit 1 for update`);
}

/** Once the event that the money came is kept. */
async function untilTold(): Promise<void> {
  await expect
    .poll(async () => (await books.query(`select 1 from "StripeEvent" where "processedAt" is null`)).rowCount, {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);
}

test.each([
  { name: "by itself", javaScriptEnabled: true },
  { name: "by its link, without scripts", javaScriptEnabled: false },
])("paid, and we are held up: every page says that the money is there, and opens $name", async ({ javaScriptEnabled }) => {
  const { page, leave, goto } = await aVisitor(browser, { javaScriptEnabled, viewport: { width: 390, height: 844 } });
  await goto("/sign-up");
  await signUp(page);
  await goToPayment(page, COURSE);
  await holdUp();
  try {
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.waitForURL(/checkout\/success/);
    await untilTold();
    await page.getByRole("link", { name: "Look again" }).click();
    await page.getByRole("heading", { name: "Your payment arrived" }).waitFor();
    // The lesson's door and the course's page: no shop.
    await goto(`/learn/${COURSE}/welcome`);
    await page.getByText("Your payment arrived, we are opening the course.").waitFor();
    expect(new URL(page.url()).pathname).toBe(`/courses/${COURSE}`);
    expect(await page.getByRole("button", { name: "Buy this course" }).count()).toBe(0);
    expect(await page.getByText("You do not have this course yet").count()).toBe(0);
    await goto("/learn");
    await page.getByText("Your payment arrived, we are opening what you bought.").waitFor();
    await goto(`/courses/${COURSE}`);
    await page.getByText("Your payment arrived, we are opening the course.").waitFor();
  } finally {
    await books.query("rollback");
  }
  if (javaScriptEnabled) await page.getByText("This course is yours.").waitFor({ timeout: 60_000 });
  else
    await expect
      .poll(
        async () => {
          const again = page.getByRole("link", { name: "Look again" });
          if ((await again.count()) > 0) await again.click();
          return page.getByText("This course is yours.").count();
        },
        { timeout: 30_000, interval: 300 },
      )
      .toBe(1);
  await goto(`/learn/${COURSE}`);
  expect(new URL(page.url()).pathname).toBe(`/learn/${COURSE}`);
  await leave();
});

test("paid, the tab closed, and no event: the course's page opens it at the first look", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  await signUp(page);
  await goToPayment(page, COURSE);
  // Whoever closes the tab never sees the page that Stripe leads back to.
  await page.route(/checkout\/success/, (route) => route.abort());
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await goto(`/courses/${COURSE}`);
  await page.getByText("This course is yours.").waitFor();
  await leave();
});
