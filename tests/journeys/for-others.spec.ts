import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { anAddress, aVisitor, PASSWORD, signUp } from "./visitor.ts";

const COURSE = "courageous-communicator";
const PHONE = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false };
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const pay = async (page: Page) => {
  await page.waitForURL(/payment-sandbox\/pay/);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.waitForURL(/checkout\/success/);
};
/** Follows the link to one of our pages in the last mail to an address. */
async function follow(page: Page, address: string, place: string): Promise<void> {
  await page.goto("/outbox");
  await page.locator("tr", { hasText: address }).filter({ hasNotText: "receipt" }).first().getByRole("link").click();
  await page.locator(`main a[href*="/${place}/"]`).first().click();
  await page.waitForURL(new RegExp(`/${place}/`));
}
const main = (page: Page) => page.getByRole("main");
const fits = async (page: Page) => {
  const [width, most] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(width).toBeLessThanOrEqual(most!);
};

test("without an account, on a phone, without JavaScript: pay, follow the mail, choose a password, learn", async () => {
  const { page, leave, goto } = await aVisitor(browser, PHONE);
  const address = anAddress();
  await goto(`/courses/${COURSE}`);
  await page.getByRole("button", { name: "Buy this course" }).click();
  await page.waitForURL(/payment-sandbox\/pay/);
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Go on" }).click();
  await pay(page);
  expect(await main(page).innerText()).toContain("v…@example.org");
  await fits(page);
  await page.getByRole("button", { name: "Send the link again" }).click();
  await page.getByText("✓ Sent again").waitFor();
  await follow(page, address, "claim");
  await fits(page);
  await page.getByLabel("Your name").fill("Ada Buyer");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Open it" }).click();
  await page.waitForURL(/\/learn/);
  expect(await main(page).innerText()).toContain("The Courageous Communicator");
  await leave();
});

test("a gift, on a phone, without JavaScript: given, read in the mail, taken by a new account, seen by its buyer", async () => {
  const buyer = await aVisitor(browser, PHONE);
  const recipient = anAddress();
  await buyer.goto(`/sign-up?returnTo=/courses/${COURSE}/gift`);
  await signUp(buyer.page);
  await buyer.page.waitForURL(/\/gift$/);
  await buyer.page.getByLabel("Their e-mail address").fill(recipient);
  await buyer.page.getByLabel("A message (optional)").fill("For the two of you.\nTake your time.");
  await fits(buyer.page);
  await buyer.page.getByRole("button", { name: "Go to payment" }).click();
  await pay(buyer.page);
  await buyer.page.getByRole("link", { name: "See your gift" }).click();
  await buyer.page.waitForURL(/\/gifts\//);
  const shown = async () => {
    await buyer.page.reload();
    return main(buyer.page).innerText();
  };
  await expect.poll(shown, { timeout: 15_000 }).toContain("Sent on");
  await fits(buyer.page);

  const { page, leave } = await aVisitor(browser, PHONE);
  await follow(page, recipient, "gift");
  const link = page.url();
  expect(await main(page).innerText()).toContain("Take your time.");
  await fits(page);
  await page.getByRole("link", { name: "Make an account" }).click();
  await signUp(page);
  // Signing up led back to the gift.
  expect(page.url()).toBe(link);
  await page.getByRole("button", { name: "Take the gift" }).click();
  await page.waitForURL(new RegExp(`/learn/${COURSE}`));
  await leave();

  await buyer.page.reload();
  expect(await main(buyer.page).innerText()).toContain("Taken on");
  await buyer.leave();
});

test("seats for a team, without JavaScript: bought, handed out, taken, and taken back", async () => {
  const owner = await aVisitor(browser, { javaScriptEnabled: false });
  const [one, two] = [anAddress(), anAddress()];
  await owner.goto(`/sign-up?returnTo=/courses/${COURSE}/team`);
  await signUp(owner.page);
  await owner.page.getByLabel("Name of the team").fill("The quiet house");
  await owner.page.getByLabel("Seats").fill("3");
  await owner.page.getByRole("button", { name: "Go to payment" }).click();
  await pay(owner.page);
  await owner.page.getByRole("link", { name: "Invite your team" }).click();
  await owner.page.getByLabel("Invite by e-mail").fill(`${one}\n${two}`);
  await owner.page.getByRole("button", { name: "Invite", exact: true }).click();
  await owner.page.getByText("The invitations are on their way.").waitFor();

  const { page, leave } = await aVisitor(browser, PHONE);
  await follow(page, one, "seat");
  await fits(page);
  await page.getByRole("link", { name: "Make an account" }).click();
  await signUp(page);
  await page.getByRole("button", { name: "Take the seat" }).click();
  await page.waitForURL(new RegExp(`/learn/${COURSE}`));
  await leave();

  await owner.page.reload();
  expect(await main(owner.page).innerText()).toContain("Robin Visitor");
  await owner.page.getByRole("button", { name: `Take back the seat of ${two}` }).click();
  await owner.page.getByText("The seat is free again.").waitFor();
  expect(await main(owner.page).innerText()).toContain("2 free seats");
  await owner.page.setViewportSize({ width: 390, height: 844 });
  await fits(owner.page);
  await owner.leave();
});
