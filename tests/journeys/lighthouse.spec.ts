import lighthouse from "lighthouse";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../support/chromium.ts";
import { freePort } from "../support/site.ts";
import { aVisitor, signUp, site } from "./visitor.ts";

const COURSE = "courageous-communicator";
const FREE = "first-words";
let browser: Browser;
let port: number;

beforeAll(async () => {
  port = await freePort();
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      `--remote-debugging-port=${port}`,
    ],
  });
});
afterAll(() => browser.close());

/** Lighthouse's scores on a phone, 0 to 100, with the names of the audits that cost something. */
async function scoresOf(path: string, categories: string[], headers: Record<string, string> = {}) {
  const result = await lighthouse(site + path, {
    port,
    onlyCategories: categories,
    extraHeaders: headers,
    output: "json",
    logLevel: "error",
  });
  if (!result) throw new Error(`Lighthouse gave no result for ${path}`);
  const lost = Object.values(result.lhr.audits)
    .filter((audit) => audit.score !== null && audit.score < 0.9)
    .map((audit) => audit.id);
  const scores = Object.values(result.lhr.categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)] as const);
  return { scores: Object.fromEntries(scores), lost };
}

test.each([
  ["home", "/"],
  ["course", `/courses/${COURSE}`],
  ["free lesson", "preview"],
])("the %s page scores at least 95 in accessibility, best practices and SEO", async (_, path) => {
  let address = path;
  if (path === "preview") {
    const html = await (await fetch(`${site}/courses/${COURSE}`)).text();
    address = new RegExp(`/courses/${COURSE}/lessons/[a-z0-9-]+`).exec(html)![0];
  }
  const { scores, lost } = await scoresOf(address, ["accessibility", "best-practices", "seo"]);
  for (const [category, score] of Object.entries(scores))
    expect(score, `${category}: ${lost.join(", ")}`).toBeGreaterThanOrEqual(95);
});

test("a lesson in the player scores at least 95 in accessibility and best practices", async () => {
  const { page, leave, goto } = await aVisitor(browser);
  await goto("/sign-up");
  await signUp(page);
  await goto(`/courses/${FREE}`);
  await page.getByRole("button", { name: "Begin for free" }).click();
  await page.getByRole("link", { name: "Begin" }).click();
  await page.waitForURL(new RegExp(`/learn/${FREE}/.+`));
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const { pathname } = new URL(page.url());
  await leave();
  // Personal pages are kept out of search engines on purpose, so SEO is asked of the public lesson above.
  const { scores, lost } = await scoresOf(pathname, ["accessibility", "best-practices"], { Cookie: cookie });
  for (const [category, score] of Object.entries(scores))
    expect(score, `${category}: ${lost.join(", ")}`).toBeGreaterThanOrEqual(95);
});
