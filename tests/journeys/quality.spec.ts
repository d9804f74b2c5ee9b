import { HtmlValidate } from "html-validate";
import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { SITE_PAGES } from "#app/features/courseware/site-pages.ts";
import { openBrowser } from "../support/chromium.ts";
import { databaseUrlOf } from "../support/site.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { answerSomehow, aVisitor, buy, signUp, site, type Visitor } from "./visitor.ts";

const COURSE = "courageous-communicator";
const FREE = "first-words";
let browser: Browser;
let student: Visitor;
let admin: Visitor;
let adminAddress: string;
/** One address of every kind of page, by who sees it. */
const pages = {
  anonymous: [
    "/",
    "/courses",
    `/courses/${COURSE}`,
    "/articles",
    "/assessments",
    "/assessments/attachment-styles",
    ...SITE_PAGES.map((key) => `/${key}`),
    "/sign-in",
    "/sign-up",
    "/forgot-password",
    "/check-your-mail",
    "/goodbye",
    "/reset-password/no-such-link",
    "/verify-email/no-such-link",
    `/checkout/cancelled?course=${COURSE}`,
    "/outbox",
    "/no-such-page",
  ],
  student: [
    "/learn",
    `/learn/${COURSE}`,
    "/orders",
    "/account",
    "/account/security",
    "/account/results",
    "/assessments/attachment-styles/take",
    "/account/data",
    "/account/data/delete",
    `/courses/${COURSE}`,
  ],
  admin: [
    "/instructor",
    `/instructor/courses/${COURSE}`,
    `/instructor/courses/${COURSE}/students`,
    `/instructor/courses/${COURSE}/assessments/check-opening`,
    "/admin",
    "/admin/people",
    "/admin/orders",
    "/admin/events",
    "/admin/mail",
    "/admin/audit",
  ],
};
const addresses: string[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  const visitor = await aVisitor(browser);
  await visitor.goto(`/courses/${COURSE}`);
  const preview = await visitor.page.locator(`a[href*="/courses/${COURSE}/lessons/"]`).first().getAttribute("href");
  await visitor.goto("/articles");
  const article = await visitor.page.locator("main a[href^='/articles/']").first().getAttribute("href");
  pages.anonymous.push(preview!, article!);
  await visitor.leave();

  student = await aVisitor(browser);
  await student.goto("/sign-up");
  await signUp(student.page);
  await buy(student.page, COURSE);
  addresses.push(student.page.url().slice(site.length));
  await student.goto(`/learn/${COURSE}`);
  await student.page.getByRole("link", { name: "Begin" }).click();
  addresses.push(new URL(student.page.url()).pathname);
  await student.goto(`/courses/${FREE}`);
  await student.page.getByRole("button", { name: "Begin for free" }).click();
  await student.page.waitForURL(/\/learn\//);
  await student.page.locator("a", { hasText: "Assessment" }).first().click();
  addresses.push(new URL(student.page.url()).pathname);
  await student.page.getByRole("button", { name: "Begin" }).click();
  await student.page.waitForURL(/\/attempts\//);
  const attempt = new URL(student.page.url()).pathname;
  for (const item of await student.page.locator("[data-item]").all()) await answerSomehow(item);
  await student.page.getByRole("button", { name: "Hand in" }).click();
  await student.page.waitForURL(/\/result/);
  addresses.push(`${attempt}/result`);
  await student.page.getByRole("button", { name: "Try again" }).click();
  await student.page.waitForURL((url) => url.pathname.startsWith("/attempts/") && !url.pathname.startsWith(attempt));
  addresses.push(new URL(student.page.url()).pathname);
  await student.page.goto("/orders");
  const receipt = await student.page.getByRole("main").getByRole("link").first().getAttribute("href");
  pages.student.push(...addresses, receipt!);

  admin = await aVisitor(browser);
  await admin.goto("/sign-up");
  adminAddress = await signUp(admin.page);
  await setRole("admin");
  await admin.goto("/admin/people");
  const person = await admin.page.getByRole("main").locator("a[href^='/admin/people/']").first().getAttribute("href");
  await admin.goto("/admin/orders");
  const order = await admin.page.getByRole("main").locator("a[href^='/admin/orders/']").first().getAttribute("href");
  await admin.goto(`/instructor/courses/${COURSE}/students`);
  const learner = await admin.page.getByRole("main").locator("a[href*='/students/']").first().getAttribute("href");
  pages.admin.push(person!, order!, learner!);
});

async function setRole(role: "admin" | "student"): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrlOf(inject("siteDataDir")) });
  await client.connect();
  await client.query('update "User" set role = $1 where email = $2', [role, adminAddress]).finally(() => client.end());
}

afterAll(async () => {
  await browser.close();
  // The site's one-time link for its first instructor is good while there is no admin, and another journey follows it.
  await setRole("student");
});

test("axe finds nothing wrong on any kind of page, in light and in dark", { timeout: 360_000 }, async () => {
  const found: string[] = [];
  const check = async (visitor: Visitor, paths: string[]) => {
    for (const path of paths) {
      await visitor.goto(path);
      found.push(...(await accessibilityFaults(visitor.page)));
    }
  };
  const anonymous = await aVisitor(browser);
  await check(anonymous, pages.anonymous);
  await anonymous.page.context().close();
  await check(student, pages.student);
  await check(admin, pages.admin);
  expect(found).toEqual([]);
});

test("the HTML of every kind of page is valid", async () => {
  const validator = new HtmlValidate({
    extends: ["html-validate:standard"],
    rules: {
      // React writes attributes its own way; both are valid HTML.
      "attr-case": "off",
      "attribute-boolean-style": "off",
      "attribute-empty-style": "off",
      "doctype-style": "off",
      "void-style": "off",
      "no-trailing-whitespace": "off",
      "long-title": "off",
      // A group of checkboxes shares its name: that is how a form says "several of these".
      "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }],
    },
  });
  const faults: string[] = [];
  const cookieOf = async ({ page }: Visitor) =>
    (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const [paths, headers] of [
    [pages.anonymous, {}],
    [pages.student, { Cookie: await cookieOf(student) }],
    [pages.admin, { Cookie: await cookieOf(admin) }],
  ] as const) {
    for (const path of paths) {
      const html = await (await fetch(site + path, { headers })).text();
      const report = await validator.validateString(html);
      for (const result of report.results) {
        for (const message of result.messages) faults.push(`${path}: ${message.ruleId} ${message.message} (${message.selector})`);
      }
    }
  }
  expect([...new Set(faults)]).toEqual([]);
});

test("public pages ship no script, and nothing of any page comes from elsewhere", async () => {
  const visitor = await aVisitor(browser);
  const requested: string[] = [];
  for (const { page } of [visitor, student, admin]) page.on("request", (request) => requested.push(request.url()));
  for (const path of pages.anonymous) {
    await visitor.goto(path);
    expect(await visitor.page.locator("script:not([type='application/ld+json'])").count(), path).toBe(0);
  }
  for (const path of pages.student) await student.goto(path);
  for (const path of pages.admin) await admin.goto(path);
  expect(requested.filter((url) => !url.startsWith(site) && !url.startsWith("data:"))).toEqual([]);
  await visitor.leave();
});

test("an address that leads nowhere is answered in the site's own words", async () => {
  const visitor = await aVisitor(browser);
  await visitor.goto("/nowhere/at/all");
  const main = visitor.page.getByRole("main");
  expect(await main.getByRole("heading").innerText()).toBe("There is no such page");
  expect(await main.innerText()).toContain("The address may be mistyped, or the page has moved.");
  await visitor.leave();
});
