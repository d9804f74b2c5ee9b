import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { aVisitor, buy, signUp } from "./visitor.ts";

const COURSE = "courageous-communicator";
const LESSON = `/learn/${COURSE}/what-a-spiral-is`;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const video = (page: Page) => page.locator("video").first();

/** Plays fast and without sound, which a browser allows without a click, to a share of the length; 1 is the end. */
async function playTo(page: Page, share: number): Promise<void> {
  await video(page).evaluate(async (element, share) => {
    const media = element as HTMLVideoElement;
    media.muted = true;
    media.playbackRate = 8;
    await media.play();
    await new Promise<void>((resolve) => {
      media.addEventListener("ended", () => resolve());
      media.addEventListener("timeupdate", () => {
        if (share >= 1 || media.currentTime < media.duration * share) return;
        media.pause();
        resolve();
      });
    });
  }, share);
}

test("a video resumes where it was left, counts what was played and not what was skipped, and completes its lesson", async () => {
  const { page, goto, leave } = await aVisitor(browser);
  await goto("/sign-up");
  await signUp(page);
  await buy(page, COURSE);
  await goto(`/learn/${COURSE}`);
  await page.getByRole("link", { name: "Begin" }).click();
  await page.getByRole("button", { name: /^Complete/ }).click();
  await page.waitForURL((url) => url.pathname === LESSON);
  const saved = page.waitForResponse((response) => response.url().endsWith(`${LESSON}/position`));
  await playTo(page, 0.4);
  expect((await saved).status()).toBe(200);

  await goto(LESSON);
  await expect.poll(() => video(page).evaluate((element) => (element as HTMLVideoElement).currentTime)).toBeGreaterThan(15);
  // Skipping to the end is no watching.
  await video(page).evaluate((element) => {
    const media = element as HTMLVideoElement;
    media.currentTime = media.duration - 1;
  });
  const reported = page.waitForResponse((response) => response.url().endsWith(`${LESSON}/position`));
  await playTo(page, 1);
  expect(await (await reported).json()).toMatchObject({ completed: false });

  await video(page).evaluate((element) => {
    const media = element as HTMLVideoElement;
    media.currentTime = media.duration * 0.35;
  });
  await playTo(page, 1);
  await expect.poll(() => page.locator("[data-waiting]").innerText()).toContain("Completed");
  await page.getByRole("link", { name: "Go on" }).click();
  await goto(`/learn/${COURSE}`);
  expect(await page.getByRole("main").innerText()).toMatch(/2 of \d+ lessons/);
  await leave();
});
