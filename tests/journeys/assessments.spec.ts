import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { databaseUrlOf } from "../support/site.ts";
import { EVERY_KIND } from "./every-kind.ts";
import { publishFiles } from "./publish-folder.ts";
import { aVisitor, SAVED, signUp, type Visitor } from "./visitor.ts";

const COURSE = "every-kind";
let browser: Browser;

beforeAll(async () => {
  await publishFiles(Object.entries(EVERY_KIND));
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function beginAssessment(lesson: string, options = {}): Promise<Visitor> {
  const visitor = await aVisitor(browser, options);
  await visitor.goto("/sign-up");
  await signUp(visitor.page);
  await visitor.goto(`/courses/${COURSE}`);
  await visitor.page.getByRole("button", { name: "Begin for free" }).click();
  await visitor.page.waitForURL(/\/learn\//);
  await visitor.goto(`/learn/${COURSE}/${lesson}`);
  await visitor.page.getByRole("button", { name: "Begin" }).click();
  await visitor.page.waitForURL(/\/attempts\//);
  return visitor;
}

/** Presses Tab until the focus is on a control of the item; a trap or a control that is out of reach fails. */
async function tabTo(page: Page, item: string, tag = ""): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const { activeElement } = document;
      return `${activeElement?.closest("[data-item]")?.getAttribute("data-item")} ${activeElement?.tagName.toLowerCase()}`;
    });
    if (at.startsWith(`${item} ${tag}`)) return;
  }
  throw new Error(`Twelve presses of Tab do not lead to a control of ${item}.`);
}

/** The group of an item as a screen reader is told it. */
const heard = (page: Page, item: string) => page.locator(`[data-item="${item}"]`).ariaSnapshot();

test("every kind of question is read out with its name and answered by the keyboard alone", { timeout: 180_000 }, async () => {
  const { page, leave } = await beginAssessment("all-kinds");
  await page.locator("h1").click();

  expect(await heard(page, "one")).toMatch(
    /group "1\. What comes first\?"[\s\S]*radio "What you saw"[\s\S]*radio "What they meant"/,
  );
  await tabTo(page, "one", "input");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");

  expect(await heard(page, "several")).toMatch(/group "2\. Which are feelings\?"[\s\S]*checkbox "Sad"[\s\S]*checkbox "Ignored"/);
  await tabTo(page, "several", "input");
  await page.keyboard.press("Space");

  expect(await heard(page, "true-or-false")).toMatch(/group "3\. A pause is a no\."[\s\S]*radio "True"[\s\S]*radio "False"/);
  await tabTo(page, "true-or-false", "input");
  await page.keyboard.press("ArrowDown");

  expect(await heard(page, "distance")).toMatch(/group "4\. How far is it\?"[\s\S]*textbox "Your answer"/);
  await tabTo(page, "distance", "input");
  await page.keyboard.type("far");
  await page.keyboard.press("Tab");
  // What is wrong with it is a live region, and the control's own description.
  const field = page.locator('[data-item="distance"] input');
  await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
  const remark = page.locator(`#${(await field.getAttribute("aria-describedby"))!.split(" ")[0]}`);
  expect(await remark.getAttribute("role")).toBe("status");
  expect(await remark.innerText()).toMatch(/number/i);
  await field.press("ControlOrMeta+a");
  await page.keyboard.type("392 km");

  expect(await heard(page, "capital")).toMatch(/group "5\. What is the capital\?"[\s\S]*textbox "Your answer"/);
  await tabTo(page, "capital", "input");
  await page.keyboard.type("paris");

  const gaps = await heard(page, "revolution");
  expect(gaps).toMatch(/textbox "Gap 1 of 2"/);
  expect(gaps).toMatch(/combobox "A form of “to be”|combobox "A form of \\"to be\\"/);
  await tabTo(page, "revolution", "input");
  await page.keyboard.type("Paris");
  await tabTo(page, "revolution", "select");
  await page.keyboard.press("w");

  expect(await heard(page, "capitals")).toMatch(/combobox "France"[\s\S]*combobox "Italy"/);
  for (const letter of ["P", "R"]) {
    await tabTo(page, "capitals", "select");
    await page.keyboard.press(letter);
  }

  expect(await heard(page, "steps")).toMatch(/combobox "Say what you saw"|combobox "Say what you felt"/);
  await tabTo(page, "steps", "button");
  await page.keyboard.press("Enter");
  expect(await page.locator('[data-item="steps"] [role="status"]').innerText()).toMatch(/: \d of 2\./);

  expect(await heard(page, "letter")).toMatch(/group "9\. Write the letter\."[\s\S]*textbox/);
  await tabTo(page, "letter", "textarea");
  await page.keyboard.type("Dear you, I saw that I was late, and I am sorry.");

  const status = page.locator('[data-answers="status"]');
  expect(await status.getAttribute("role")).toBe("status");
  await status.filter({ hasText: SAVED }).waitFor();
  await page.reload();
  const unanswered = await page
    .locator("[data-item]")
    .evaluateAll((items) =>
      items
        .filter((item) =>
          [...item.querySelectorAll<HTMLInputElement>("input, select, textarea")].every((control) =>
            /radio|checkbox/.test(control.type) ? !control.checked : control.value === "",
          ),
        )
        .map((item) => item.getAttribute("data-item")),
    );
  expect(unanswered).toEqual([]);

  await page.getByRole("button", { name: "Hand in" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/result/);
  const result = await page.getByRole("main").innerText();
  expect(result).toContain("Not yet graded");
  expect(result).not.toContain("no answer");
  await leave();
});

test("an attempt whose time runs out while offline is handed in by the server with what it has", async () => {
  const { page, leave } = await beginAssessment("timed");
  const attempt = new URL(page.url()).pathname;
  const items = await page.locator("[data-item]").all();
  const status = page.locator('[data-answers="status"]');
  await items[0]!.getByRole("radio", { name: "True" }).check();
  await status.filter({ hasText: SAVED }).waitFor();

  await page.context().setOffline(true);
  await items[1]!.getByRole("radio", { name: "True" }).check();
  await status.filter({ hasText: "Not saved yet" }).waitFor();
  // An hour goes by on the server, the grace for answers that are on their way included.
  await onDatabase(`update "Attempt" set "deadlineAt" = now() - interval '1 hour' where id = $1`, [attempt.split("/").at(-1)]);
  await page.context().setOffline(false);
  await status.filter({ hasText: /time is over|handed in/i }).waitFor();
  expect(await status.innerText()).toMatch(/1 answer|one answer/i);

  await page.goto(attempt);
  await page.waitForURL(/\/result/);
  // One of two is right: the answer that came too late is not counted, and the page says which one is missing.
  expect(await page.getByRole("main").innerText()).toContain("50 %");
  await leave();
});

async function onDatabase(text: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrlOf(inject("siteDataDir")) });
  await client.connect();
  await client.query(text, values).finally(() => client.end());
}
