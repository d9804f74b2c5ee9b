import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../support/chromium.ts";
import { publishAt } from "./publish-folder.ts";
import { aVisitor, PASSWORD, signUp } from "./visitor.ts";

const FREE = "first-words";
let browser: Browser;
const folder = mkdtempSync(path.join(os.tmpdir(), "courses-edited-"));

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test("an instructor publishes a changed course while a student is half-way, and the student loses nothing", async () => {
  const student = await aVisitor(browser);
  await student.goto("/sign-up");
  await signUp(student.page);
  await student.goto(`/courses/${FREE}`);
  await student.page.getByRole("button", { name: "Begin for free" }).click();
  await student.page.getByRole("link", { name: "Begin" }).click();
  await student.page.getByRole("button", { name: /^Complete/ }).click();
  await student.page.waitForLoadState();
  await student.goto(`/learn/${FREE}`);
  expect(await student.page.getByRole("main").innerText()).toMatch(/1 of \d+ lessons/);

  cpSync(`content/courses/${FREE}`, folder, { recursive: true });
  const course = path.join(folder, "course.yaml");
  writeFileSync(course, readFileSync(course, "utf8").replace(/^tagline:.*$/m, "tagline: A new line on the first page."));
  const stdout = await publishAt(folder);
  expect(stdout).toMatch(/release 2/);

  // The cached public page is new at the next request, and the completion is still there.
  const visitor = await aVisitor(browser);
  await expect
    .poll(async () => {
      await visitor.goto(`/courses/${FREE}`);
      return visitor.page.getByRole("main").innerText();
    })
    .toContain("A new line on the first page.");
  await student.goto(`/learn/${FREE}`);
  const home = await student.page.getByRole("main").innerText();
  expect(home).toContain("A new line on the first page.");
  expect(home).toMatch(/1 of \d+ lessons/);
  await visitor.leave();
  await student.leave();
});

test("the first instructor follows the one-time link, sees the course and its students, and the link is used up", async () => {
  const instructor = await aVisitor(browser);
  const welcome = inject("welcomeUrl");
  await instructor.page.goto(welcome);
  await instructor.page.getByLabel("Your name").fill("Ada Instructor");
  await instructor.page.getByLabel("E-mail address").fill("ada@example.org");
  await instructor.page.getByLabel("Password").fill(PASSWORD);
  await instructor.page.getByRole("main").getByRole("button").click();
  await instructor.page.waitForURL(/\/instructor/);
  await instructor.goto(`/instructor/courses/${FREE}/students`);
  expect(await instructor.page.getByRole("main").innerText()).toContain("Robin Visitor");
  await instructor.goto("/admin");
  expect(await instructor.page.getByRole("main").innerText()).not.toBe("");
  await instructor.leave();

  const late = await aVisitor(browser);
  await late.page.goto(welcome);
  expect(await late.page.getByLabel("Your name").count()).toBe(0);
  await late.leave();
});
