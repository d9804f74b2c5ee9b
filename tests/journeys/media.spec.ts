import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { anMp4, aPhoto } from "../support/hostile-files.ts";
import { databaseUrlOf } from "../support/site.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { aVisitor, site, type Visitor } from "./visitor.ts";

type Builders = typeof import("../support/courses.ts") & typeof import("../support/people.ts");

let browser: Browser;
let build: Builders;
let closeDatabase: () => Promise<void>;
let folder: string;

beforeAll(async () => {
  browser = await openBrowser();
  process.env.DATABASE_URL = databaseUrlOf(inject("siteDataDir"));
  process.env.DATA_DIR = inject("siteDataDir");
  process.env.PORT = new URL(site).port;
  build = { ...(await import("../support/courses.ts")), ...(await import("../support/people.ts")) };
  ({ closeDatabase } = await import("#app/platform/db.server.ts"));
  folder = await mkdtemp(path.join(os.tmpdir(), "journey-"));
});
afterAll(async () => {
  await browser.close();
  await closeDatabase();
  await rm(folder, { recursive: true });
});

async function anOwner(options: Parameters<typeof aVisitor>[1] = {}): Promise<Visitor & { address: string }> {
  const owner = await build.anInstructor();
  const { key } = await build.aCourse({ ownerId: owner.id });
  const visitor = await aVisitor(browser, options);
  const [name = "", value = ""] = (await build.aCookieOf(owner)).split("=");
  await visitor.page.context().addCookies([{ name, value, url: site }]);
  return { ...visitor, address: `/instructor/courses/${key}/media` };
}

async function expectFit(page: Page, name: string) {
  const shots = process.env.SCREENSHOTS;
  if (shots) await page.screenshot({ path: `${shots}/${name}-${page.viewportSize()?.width}.png`, fullPage: true });
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
}

test("a film whose sending is cut twice, by the network and by a reload, goes on where it stopped", async () => {
  const film = path.join(folder, "A talk.mp4");
  await writeFile(film, anMp4({ seconds: 754, size: 30_000_000 }));
  const { page, goto, leave, address } = await anOwner();
  const begun: string[] = [];
  const offsets: number[] = [];
  let pieces = 0;
  let held: () => void;
  const isHeld = new Promise<void>((done) => {
    held = done;
  });
  await page.route("**/media/uploads**", async (route) => {
    const request = route.request();
    if (request.method() === "POST") begun.push(request.url());
    if (request.method() === "PATCH") {
      pieces += 1;
      offsets.push(Number(request.headers()["upload-offset"]));
      if (pieces === 2) return route.abort("connectionreset");
      // Never answered: the reload ends it.
      if (pieces === 4) return held();
    }
    return route.continue();
  });
  await goto(address);
  await page.getByLabel("Add a file").setInputFiles(film);
  await page.getByRole("button", { name: "Send the file" }).click();
  await isHeld;
  await page.reload();
  await page.getByLabel("Add a file").setInputFiles(film);
  await page.getByRole("button", { name: "Send the file" }).click();
  await page.getByRole("heading", { name: "A-talk.mp4" }).waitFor();
  expect(await page.getByText("12:34 min").count()).toBe(1);
  expect(begun).toHaveLength(1);
  expect(offsets).toEqual([0, 8_000_000, 8_000_000, 16_000_000, 16_000_000, 24_000_000]);
  await expectFit(page, "media-film");
  await leave();
});

for (const [javaScriptEnabled, width] of [
  [false, 390],
  [true, 1280],
] as const) {
  test(`a picture is sent, described, put away and brought back ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const { page, goto, leave, address } = await anOwner({ javaScriptEnabled, viewport: { width, height: 844 } });
    await goto(address);
    if (javaScriptEnabled) await expectFit(page, "media-empty");
    const send = async (name: string, buffer: Buffer) => {
      await page.getByLabel("Add a file").setInputFiles({ name, mimeType: "image/jpeg", buffer });
      await page.getByRole("button", { name: "Send the file" }).click();
    };
    await send("me.jpg", Buffer.from("<script>alert(1)</script>"));
    await page.getByText("This file does not hold what its name says").waitFor();
    await send("me.jpg", await aPhoto());
    await page.getByRole("heading", { name: "me.jpg" }).waitFor();
    await page.getByLabel("What it shows").fill("A brown wall");
    await page.getByRole("button", { name: "Save the description of me.jpg" }).click();
    await page.getByRole("img", { name: "A brown wall" }).waitFor();
    if (javaScriptEnabled) await expectFit(page, "media-picture");
    else if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/media-picture-${width}.png`, fullPage: true });
    await page.getByRole("button", { name: "Put away me.jpg" }).click();
    await page.getByText("There are no files yet").waitFor();
    await page.getByRole("button", { name: "Bring back me.jpg" }).click();
    await page.getByRole("img", { name: "A brown wall" }).waitFor();
    await leave();
  });
}
