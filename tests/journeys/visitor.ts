import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect, inject } from "vitest";

export const site = inject("siteUrl");
export const PASSWORD = "an honest sentence";

/** A browser of one's own at the site. What the browser's console calls an error fails the test at `leave()`. */
export interface Visitor {
  page: Page;
  goto(path: string): Promise<void>;
  leave(): Promise<void>;
}

export async function aVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: site, viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on("pageerror", (error) => {
    // The browser's own words for a page that is left for one without our transition, such as the payment page, or at once.
    if (!/ViewTransition opt-in disabled|Transition was aborted/.test(error.message)) faults.push(error.message);
  });
  page.on("console", (message) => {
    // A page that answers 4xx on purpose is not a fault of the page.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  return {
    page,
    async goto(path) {
      await page.goto(path);
    },
    async leave() {
      await context.close();
      expect(faults).toEqual([]);
    },
  };
}

let count = 0;

export function anAddress(): string {
  count += 1;
  return `visitor-${process.pid}-${Date.now()}-${count}@example.org`;
}

/** Follows the link of the last mail to an address, from the outbox page, as a person would. */
export async function followMail(page: Page, address: string): Promise<void> {
  await page.goto("/outbox");
  await page.locator("tr", { hasText: address }).first().getByRole("link").click();
  await page.locator("main a[href^='http']").first().click();
  await page.waitForLoadState();
}

/** Signs up from the page the visitor is on now, confirms the address, and is signed in. */
export async function signUp(page: Page, address = anAddress()): Promise<string> {
  await page.getByLabel("Your name").fill("Robin Visitor");
  await page.getByLabel("E-mail address").fill(address);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign up" }).click();
  await page.waitForURL(/check-your-mail/);
  await followMail(page, address);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.waitForLoadState();
  return address;
}

/** From a course page to the sandbox's payment page. */
export async function goToPayment(page: Page, courseKey: string): Promise<void> {
  await page.goto(`/courses/${courseKey}`);
  await page.getByRole("button", { name: "Buy this course" }).click();
  await page.waitForURL(/payment-sandbox\/pay/);
}

/** Buys a course with a card that works. */
export async function buy(page: Page, courseKey: string): Promise<void> {
  await goToPayment(page, courseKey);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.waitForURL(/checkout\/success/);
}

/**
 * Answers every item of the attempt that is open, by a rule, page after page, and leaves each when its status line says
 * `saved`; without a script it says something else. The rule gives values to tick, or `part=value` to choose.
 */
export async function answerAll(page: Page, choose: (item: string, options: string[]) => string[], saved = SAVED): Promise<void> {
  for (;;) {
    for (const item of await page.locator("[data-item]").all()) {
      const key = (await item.getAttribute("data-item")) ?? "";
      const inputs = await item.locator("input").all();
      const options = await Promise.all(inputs.map(async (input) => (await input.getAttribute("value")) ?? ""));
      for (const value of choose(key, options)) {
        const [part, chosen] = value.split("=");
        if (chosen === undefined) await inputs[options.indexOf(value)]?.check();
        else await item.locator(`select[name="item.${key}.${part}"]`).selectOption(chosen);
      }
    }
    await page.locator('[data-answers="status"]', { hasText: saved }).waitFor();
    const next = page.getByRole("button", { name: "Save and go on" });
    if ((await next.count()) === 0) return;
    const here = page.url();
    await next.click();
    await page.waitForURL((url) => url.href !== here);
  }
}

/** The page's word that every answer has arrived. Case counts: "Not saved yet" is something else. */
export const SAVED = /^Saved/;

/** Answers one item in the first way that its form offers: ticks, or chooses something for each part. */
export async function answerSomehow(item: Locator): Promise<void> {
  const ticks = item.locator("input");
  if ((await ticks.count()) > 0) return ticks.first().check();
  const selects = await item.locator("select").all();
  for (const [index, select] of selects.entries()) {
    const options = await select.locator("option").count();
    await select.selectOption({ index: Math.min(index + 1, options - 1) });
  }
}

/** How many items of the page have an answer. */
export function countAnswered(page: Page): Promise<number> {
  return page
    .locator("[data-item]")
    .evaluateAll(
      (items) =>
        items.filter(
          (item) =>
            item.querySelector("input:checked") !== null ||
            [...item.querySelectorAll("select")].some(({ value }) => value !== ""),
        ).length,
    );
}
