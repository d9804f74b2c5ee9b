import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { databaseUrlOf } from "../support/site.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { aVisitor, signUp, site } from "./visitor.ts";

let browser: Browser;
let people: typeof import("../support/people.ts");
let drafts: typeof import("../support/drafts.ts");
let closeDatabase: () => Promise<void>;
beforeAll(async () => {
  browser = await openBrowser();
  process.env.DATABASE_URL = databaseUrlOf(inject("siteDataDir"));
  process.env.DATA_DIR = inject("siteDataDir");
  process.env.PORT = new URL(site).port;
  people = await import("../support/people.ts");
  drafts = await import("../support/drafts.ts");
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

test("a change is compared, planned, published, read by its learner, and taken back", async () => {
  const { courseKey, viewer } = await drafts.aDraft();
  const author = await aVisitor(browser, { viewport: { width: 390, height: 844 } });
  const { page } = author;
  const [name = "", value = ""] = (await people.aCookieOf(viewer)).split("=");
  await page.context().addCookies([{ name, value, url: site }]);
  const words = () => page.getByRole("main").innerText();
  const press = async (what: string) => {
    await page.getByRole("button", { name: what, exact: true }).click();
    await page.waitForLoadState();
  };
  const check = `/studio/${courseKey}/check`;
  await author.goto(check);
  await press("Publish");

  const learner = await aVisitor(browser);
  await learner.goto(`/sign-up?returnTo=/courses/${courseKey}`);
  await signUp(learner.page);
  await learner.goto(`/courses/${courseKey}`);
  await learner.page.getByRole("button", { name: "Begin for free" }).click();
  await learner.page.waitForURL(/\/learn\//);

  await author.goto(`/studio/${courseKey}/lessons/one`);
  await page.getByLabel("Text, in Markdown").fill("The softer text of lesson one.\n");
  await press("Save");
  await author.goto(check);
  await page.locator("summary", { hasText: "Lesson one" }).click();
  expect(await page.locator("ins").allInnerTexts()).toContain("softer ");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByText("Publish it later").click();
  await page.getByLabel("Day and time").fill("2020-01-01T10:00");
  await press("Publish it then");
  expect(await words()).toContain("This moment is over.");
  await page.getByLabel("Day and time").fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 16));
  await press("Publish it then");
  expect(await words()).toContain("This draft waits to be published");
  await press("Do not publish it then");
  expect(await words()).not.toContain("waits to be published");
  await page.getByLabel("What has changed").first().fill("The first lesson is softer.");
  await press("Publish");
  expect(await words()).toContain("Release 2 is published");

  await learner.goto(`/learn/${courseKey}`);
  expect(await learner.page.getByRole("main").innerText()).toContain("The first lesson is softer.");
  await learner.page.getByRole("button", { name: "I have read it" }).click();
  await learner.page.waitForLoadState();
  await expect.poll(() => learner.page.getByRole("main").innerText()).not.toContain("The first lesson is softer.");

  await author.goto(`/studio/${courseKey}/releases`);
  await page.getByRole("link", { name: /Go back to it/ }).click();
  expect(await words()).toContain("1 learner enrolled; 1 moves to it at the next visit.");
  expect(await accessibilityFaults(page)).toEqual([]);
  await press("Publish release 1 again");
  expect(await words()).toContain("Release 3 is published");
  expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).toBe(true);
  await author.leave();
  await learner.leave();
}, 120_000);
