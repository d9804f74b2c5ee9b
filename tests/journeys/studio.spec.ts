import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { databaseUrlOf } from "../support/site.ts";
import { aVisitor, site } from "./visitor.ts";

let browser: Browser;
let people: typeof import("../support/people.ts");
let closeDatabase: () => Promise<void>;
beforeAll(async () => {
  browser = await openBrowser();
  process.env.DATABASE_URL = databaseUrlOf(inject("siteDataDir"));
  process.env.DATA_DIR = inject("siteDataDir");
  process.env.PORT = new URL(site).port;
  people = await import("../support/people.ts");
  ({ closeDatabase } = await import("#app/platform/db.server.ts"));
});
afterAll(async () => {
  await browser.close();
  await closeDatabase();
});

test("a course is made from nothing to published in the browser alone, without a script, in under 40 actions", async () => {
  const author = await aVisitor(browser, { javaScriptEnabled: false });
  const { page } = author;
  const [name = "", value = ""] = (await people.aCookieOf(await people.anInstructor())).split("=");
  await page.context().addCookies([{ name, value, url: site }]);
  await author.goto("/instructor");

  let actions = 0;
  const fill = async (label: string | RegExp, text: string) => {
    actions += 1;
    await page.getByLabel(label).first().fill(text);
  };
  const press = async (what: Locator) => {
    actions += 1;
    await what.click();
    await page.waitForLoadState();
  };
  const button = (name: string) => page.getByRole("main").getByRole("button", { name, exact: true });
  const link = (name: string) => page.getByRole("main").getByRole("link", { name, exact: true });

  await press(link("Studio"));
  await fill("Title of the course", "Quiet Talks");
  await fill("In one line", "Three short lessons on speaking softly.");
  await fill("What it is about", "A course about talking when it is hard.");
  await fill("What one learns in it", "Begin softly.\nListen to the end.\nRepair a talk.");
  await fill("About them", "They have taught talking for years.");
  await press(button("Make the course"));
  await fill("Title of the module", "The beginning");
  await fill("What it is about", "How a talk begins.");
  await press(button("Add module"));
  for (const title of ["Begin softly", "Listen"]) {
    await fill(/New lesson in/, title);
    await press(button("Add lesson"));
  }
  expect(await page.getByRole("status").innerText()).toContain("Added “Listen”");
  await press(page.getByRole("button", { name: "Move Listen up" }));
  for (const title of ["Begin softly", "Listen"]) {
    await press(link(title));
    await fill("Summary", `What ${title.toLowerCase()} means.`);
    await fill("Text, in Markdown", `## First\n\nSay what you **saw** in one sentence.`);
    await press(button("Save"));
    expect(await page.locator(".prose strong").innerText()).toBe("saw");
    await press(link("Back to the outline"));
  }
  await press(link("Check and publish"));
  await press(button("Publish"));
  expect(await page.getByRole("main").innerText()).toContain("Release 1 is published");
  expect(actions).toBeLessThan(40);

  await author.goto("/courses/quiet-talks");
  const shown = await page.getByRole("main").innerText();
  expect(shown.indexOf("Listen")).toBeLessThan(shown.indexOf("Begin softly", shown.indexOf("The beginning")));
  await author.leave();
}, 120_000);
