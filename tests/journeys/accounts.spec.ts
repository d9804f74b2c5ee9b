import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { anAddress, aVisitor, followMail, PASSWORD, signUp } from "./visitor.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("sign up, confirm, sign out, forget the password, set a new one, and sign in with it", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  const address = await signUp(page);
  await goto("/account/security");
  expect(await page.getByRole("main").innerText()).toContain("this browser");
  await page
    .getByRole("button", { name: /^Sign out$/ })
    .first()
    .click();
  await page.waitForLoadState();
  await goto("/learn");
  expect(page.url()).toContain("/sign-in");

  await goto("/forgot-password");
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("main").getByRole("button").click();
  await page.waitForLoadState();
  await followMail(page, address);
  const fresh = "another honest sentence";
  await page
    .getByLabel(/password/i)
    .first()
    .fill(fresh);
  await page.getByRole("button", { name: "Save the password" }).click();
  await page.waitForLoadState();

  for (const [password, allowed] of [
    [PASSWORD, false],
    [fresh, true],
  ] as const) {
    await page.context().clearCookies();
    await goto("/sign-in?returnTo=/account");
    await page.getByLabel("E-mail address").fill(address);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
    await page.waitForLoadState();
    expect(new URL(page.url()).pathname === "/account").toBe(allowed);
  }
  await leave();
});

test("times are in the zone of the device until another is chosen, and the script that asks comes once", async () => {
  const { page, leave, goto } = await aVisitor(browser, { timezoneId: "Asia/Tokyo" });
  const told = page.waitForResponse(/\/account\/time-zone$/);
  await goto("/sign-up");
  await signUp(page);
  expect((await told).status()).toBe(200);
  await goto("/account");
  expect(await page.getByLabel("Time zone").inputValue()).toBe("Asia/Tokyo");
  expect(await page.locator("script:not([type='application/ld+json'])").count()).toBe(0);
  await leave();
});

test("mistakes in a form stand beside the field, and what was typed stays", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  await page.getByLabel("Your name").fill("Robin");
  await page.getByLabel("E-mail address").fill("robin@example.org");
  await page.getByLabel("Password").fill("short");
  await page
    .locator("form")
    .last()
    .evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
  await page.getByRole("main").getByRole("button", { name: "Sign up" }).click();
  const password = page.getByLabel("Password");
  await page.locator("[aria-invalid=true]").waitFor();
  expect(await password.getAttribute("aria-invalid")).toBe("true");
  const error = await page.locator(`#${(await password.getAttribute("aria-describedby"))?.split(" ")[0]}`).innerText();
  expect(error).toContain("8");
  expect(await page.getByLabel("Your name").inputValue()).toBe("Robin");
  expect(await page.getByLabel("E-mail address").inputValue()).toBe("robin@example.org");
  await leave();
});

test("an unknown address is answered as a known one", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  const answers: string[] = [];
  await goto("/sign-up");
  const known = await signUp(page);
  await page.context().clearCookies();
  for (const address of [known, anAddress()]) {
    await goto("/forgot-password");
    await page.getByLabel("E-mail address").fill(address);
    await page.getByRole("main").getByRole("button").click();
    await page.waitForLoadState();
    answers.push((await page.getByRole("main").innerText()).replaceAll(address, "ADDRESS"));
  }
  expect(answers[0]).toBe(answers[1]);
  await leave();
});
