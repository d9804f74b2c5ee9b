import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { databaseUrlOf } from "../support/site.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { aVisitor, site, type Visitor } from "./visitor.ts";

type Builders = typeof import("../support/grading-builders.ts") & typeof import("../support/people.ts");

let browser: Browser;
let build: Builders;
let closeDatabase: () => Promise<void>;
let room: Awaited<ReturnType<Builders["aGradingRoom"]>>;

beforeAll(async () => {
  browser = await openBrowser();
  // The site's own database and folder, in which the builders make what a term of teaching would.
  process.env.DATABASE_URL = databaseUrlOf(inject("siteDataDir"));
  process.env.DATA_DIR = inject("siteDataDir");
  process.env.PORT = new URL(site).port;
  build = { ...(await import("../support/grading-builders.ts")), ...(await import("../support/people.ts")) };
  ({ closeDatabase } = await import("#app/platform/db.server.ts"));
  const items = [...build.aWrittenCheck().items, build.aFileItem()];
  room = await build.aGradingRoom(build.aWrittenCheck({ items }));
});
afterAll(async () => {
  await browser.close();
  await closeDatabase();
});

async function asPerson(person: { id: string }, options: Parameters<typeof aVisitor>[1] = {}): Promise<Visitor> {
  const visitor = await aVisitor(browser, options);
  const [name = "", value = ""] = (await build.aCookieOf(person)).split("=");
  await visitor.page.context().addCookies([{ name, value, url: site }]);
  return visitor;
}

async function expectFit(page: Page) {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
}

const look = async (page: Page, name: string) => {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}-${page.viewportSize()?.width}.png`, fullPage: true });
};

const PHONE = { viewport: { width: 390, height: 844 } };
const SHEET = { name: "my sheet.txt", mimeType: "text/plain", buffer: Buffer.from("What I wrote.") };

for (const javaScriptEnabled of [true, false]) {
  test(`a file is sent, replaced and handed in on a phone, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const { viewer, attemptId } = await build.anOpenAttempt(room);
    const visitor = await asPerson(viewer, { ...PHONE, javaScriptEnabled });
    const { page } = visitor;
    await visitor.goto(`/attempts/${attemptId}`);
    await page.getByLabel("Your text").nth(1).fill("An essay that must not get lost.");
    await page.getByLabel(/Your files/).setInputFiles({ ...SHEET, buffer: Buffer.from([0x4d, 0x5a, 0, 0]) });
    await page.getByRole("button", { name: "Upload" }).click();
    await page.getByText("is none of the kinds of file").waitFor();
    await page.getByLabel(/Your files/).setInputFiles(SHEET);
    await page.getByRole("button", { name: "Upload" }).click();
    await page.getByRole("button", { name: "Remove my sheet.txt" }).waitFor();
    expect(await page.getByLabel("Your text").nth(1).inputValue()).toBe("An essay that must not get lost.");
    if (javaScriptEnabled) await expectFit(page);
    await look(page, "upload");
    await page.getByRole("button", { name: "Remove my sheet.txt" }).click();
    await page.getByText("0 of 2 so far").waitFor();
    await page.getByLabel(/Your files/).setInputFiles({ ...SHEET, name: "second.txt" });
    // Chosen and not yet uploaded: handing in takes it along, and asks about the letter.
    await page.getByRole("button", { name: "Hand in" }).click();
    await page.getByText("1 question has no answer yet.").waitFor();
    await page.getByRole("button", { name: "Hand in as it is" }).click();
    await page.waitForURL(/\/result$/);
    await page.getByRole("link", { name: "second.txt" }).waitFor();
    expect(await page.getByText("A person will read this.").count()).toBe(2);
    await look(page, "waiting");
    await visitor.leave();
  });
}

test("a grader goes through the queue by keyboard, and the student reads what is released", async () => {
  const texts = { letter: "Dear you,\n\nI heard what you said on Monday.", essay: "It was so." };
  const first = await build.handedIn(room, texts, { sheet: [{ name: "sheet.txt", bytes: SHEET.buffer }] });
  await build.handedIn(room, texts);
  const grader = await asPerson(room.grader);
  const { page } = grader;
  const queue = `/instructor/courses/${room.course.key}/grading`;
  await grader.goto(queue);
  await expectFit(page);
  await look(page, "queue");
  await grader.goto(`${queue}/${first.attemptId}`);
  await expectFit(page);

  // While somebody types, n is a letter.
  const feedback = page.getByLabel("Feedback to the student");
  await feedback.first().fill("");
  await feedback.first().pressSequentially("never an n too many");
  await page.getByRole("group", { name: "It is clear" }).getByLabel("Yes").check();
  await page.getByRole("group", { name: "It is kind" }).getByLabel("In part").check();
  await look(page, "grade");
  // The script's own switch says that it is there.
  const keyIsHeard = () => page.getByLabel(/The key n saves/).waitFor();
  await keyIsHeard();
  await page.keyboard.press("n");
  await page.waitForURL((url) => url.pathname !== `${queue}/${first.attemptId}`);
  await keyIsHeard();
  const second = page.url();
  // Nothing has changed here: n goes on without saving.
  await page.keyboard.press("n");
  await page.waitForURL((url) => url.href !== second);

  await grader.goto(`${queue}/${first.attemptId}`);
  expect(await feedback.first().inputValue()).toBe("never an n too many");
  await page.getByLabel("Points, of 6").fill("6");
  await page.getByLabel("Points, of 4").fill("3.5");
  await page.getByRole("button", { name: "Save and release" }).click();
  await page.getByText("Released. The student can read it now.").waitFor();
  await page.getByLabel(/The key n saves/).uncheck();
  await page.reload();
  await keyIsHeard();
  const here = page.url();
  await page.keyboard.press("n");
  expect(page.url()).toBe(here);
  await look(page, "released");
  await grader.leave();

  const phone = await asPerson(room.grader, PHONE);
  await phone.goto(`${queue}/${first.attemptId}`);
  await expectFit(phone.page);
  await look(phone.page, "grade");
  await phone.goto(queue);
  await expectFit(phone.page);
  await look(phone.page, "queue");
  await phone.leave();

  const student = await asPerson(first.viewer, PHONE);
  await student.goto(`/attempts/${first.attemptId}/result`);
  expect(await student.page.getByRole("main").innerText()).toMatch(/In part\s+1 of 2[\s\S]*never an n too many/);
  await expectFit(student.page);
  await look(student.page, "result");
  await student.leave();
});

test("without JavaScript a grader saves, is told of somebody else's newer draft, and keeps both", async () => {
  const { attemptId } = await build.handedIn(room);
  const grader = await asPerson(room.grader, { javaScriptEnabled: false });
  const { page } = grader;
  await grader.goto(`/instructor/courses/${room.course.key}/grading/${attemptId}`);
  await page.getByLabel("Points, of 6").fill("2");
  await build.draftBoth(room, attemptId);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Somebody else has changed question 2 meanwhile.").waitFor();
  expect(await page.getByLabel("Points, of 6").inputValue()).toBe("2");
  expect(await page.getByText("Points: 6").count()).toBe(1);
  await look(page, "conflict");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Saved as a draft.").waitFor();
  expect(await page.getByLabel("Points, of 6").inputValue()).toBe("2");
  await grader.leave();
});
