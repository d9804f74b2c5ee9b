import type { Browser, BrowserContextOptions } from "playwright-core";
import { publishFiles } from "./publish-folder.ts";
import { aVisitor, signUp, type Visitor } from "./visitor.ts";

/** A free course with a check on four pages: statements, a word to type, a file to send. */

const COURSE = "in-pages";
const statement = (number: number) =>
  `  - { key: q${number}, kind: true-false, prompt: "Statement ${number} holds.", answer: true }\n`;

const FILES: Record<string, string> = {
  "course.yaml": `key: ${COURSE}
title: In pages
tagline: A course for going through a check page by page.
summary: One check.
language: en
outcomes: [Answer, Go on, Hand in]
instructors:
  - { name: The editorial team, role: Authors, bio: Those who wrote this. }
price: free
modules: [checks]
`,
  "modules/checks/module.yaml": `key: checks
title: Checks
summary: One check.
lessons: [in-pages]
`,
  "modules/checks/in-pages.md": `---
key: in-pages
title: Check your understanding
kind: assessment
summary: A check in pages.
assessment: in-pages
---
Take your time.
`,
  "assessments/in-pages.yaml": `key: in-pages
title: Check your understanding
kind: graded
passMark: 50
pages: 3
intro: |
  Eleven questions on four pages. Take your time, and come back whenever you like.
items:
${[1, 2].map(statement).join("")}  - { key: word, kind: short-text, prompt: Which word comes first?, answers: [{ text: I }] }
${[3, 4, 5].map(statement).join("")}  - { key: sheet, kind: file-upload, prompt: Send the sheet., accept: [text] }
${[6, 7, 8, 9].map(statement).join("")}`,
};

/** Publishes the course at the site of the journeys. */
export function publishPagedCourse(): Promise<void> {
  return publishFiles(Object.entries(FILES));
}

/** Somebody new who has begun the check; `attempt` is its path. */
export async function beginPagedCheck(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Visitor & { attempt: string }> {
  const visitor = await aVisitor(browser, options);
  const { page } = visitor;
  await visitor.goto("/sign-up");
  await signUp(page);
  await visitor.goto(`/courses/${COURSE}`);
  await page.getByRole("button", { name: "Begin for free" }).click();
  await page.waitForURL(/\/learn\//);
  await visitor.goto(`/learn/${COURSE}/in-pages`);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL(/\/attempts\//);
  return { ...visitor, attempt: new URL(page.url()).pathname };
}
