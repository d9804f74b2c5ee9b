import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { runCourseCommand } from "#app/cli/course/run.ts";
import { publishPages } from "#app/features/courseware/publish-pages.server.ts";
import { SITE_PAGES } from "#app/features/courseware/site-pages.ts";
import { db } from "#app/platform/db.server.ts";

const base = mkdtempSync(path.join(os.tmpdir(), "pages-"));
const dir = path.join(base, "pages");
afterAll(() => rmSync(base, { recursive: true, force: true }));

const page = (key: string, body = "## One\n\nBy {{operator}}.\n\n### Deeper\n\n## Two\n\nMore.") =>
  `---\n# For the operator.\nkey: ${key}\ntitle: About ${key}\nsummary: What it is.\nupdated: 2026-01-31\n---\n${body}\n`;
const write = (name: string, content: string) => writeFileSync(path.join(dir, name), content);

beforeEach(() => {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(path.join(dir, "own"), { recursive: true });
  for (const key of SITE_PAGES) write(`${key}.md`, page(key));
});

/** What is wrong, as `file:line message remedy`. */
async function faults(): Promise<string[]> {
  const outcome = await publishPages(dir);
  if (outcome.status === "published") return [];
  return outcome.faults.map(({ file, line, message, remedy }) => `${file}:${line} ${message} ${remedy}`);
}

test("pages are published, changed and left alone as their files are, and publishing twice changes nothing", async () => {
  expect(await publishPages(dir)).toMatchObject({ status: "published", added: [...SITE_PAGES].sort(), unchanged: 0 });
  const terms = await db.sitePage.findUniqueOrThrow({ where: { key: "terms" } });
  expect(terms).toMatchObject({
    title: "About terms",
    headings: [
      { id: "s-one", title: "One" },
      { id: "s-two", title: "Two" },
    ],
    changedAt: new Date("2026-01-31T00:00:00Z"),
  });
  expect(terms.html).not.toContain("For the operator");

  const audited = await db.auditEntry.count();
  const again = { status: "published", added: [], changed: [], removed: [], unchanged: SITE_PAGES.length, warnings: [] };
  expect(await publishPages(dir)).toEqual(again);
  expect(await db.sitePage.findUniqueOrThrow({ where: { key: "terms" } })).toEqual(terms);
  expect(await db.auditEntry.count()).toBe(audited);

  write("terms.md", page("terms", "New words."));
  expect(await publishPages(dir)).toMatchObject({ added: [], changed: ["terms"], unchanged: SITE_PAGES.length - 1 });
  expect(await db.sitePage.findUniqueOrThrow({ where: { key: "terms" } })).toMatchObject({
    id: terms.id,
    html: "<p>New words.</p>",
  });
});

test("an operator's own file replaces ours while it is there, whatever it is called", async () => {
  for (const name of ["a-first.md", "zz-last.md"]) {
    await publishPages(dir);
    write(`own/${name}`, page("terms", "Our own words."));
    expect(await publishPages(dir)).toMatchObject({ status: "published", changed: ["terms"], removed: [] });
    expect((await db.sitePage.findUniqueOrThrow({ where: { key: "terms" } })).html).toBe("<p>Our own words.</p>");
    rmSync(path.join(dir, "own", name));
    expect(await publishPages(dir)).toMatchObject({ status: "published", changed: ["terms"], removed: [] });
    expect((await db.sitePage.findUniqueOrThrow({ where: { key: "terms" } })).html).toContain("{{operator}}");
  }
});

test("every fault says where it is and what to do, and nothing of the folder is published", async () => {
  await publishPages(dir);
  const before = await db.sitePage.findMany({ orderBy: { key: "asc" } });
  write("terms.md", "No front matter.");
  write("privacy.md", page("privacy").replace("2026-01-31", "last week"));
  write("refunds.md", page("refunds").replace("What it is.", "By {{operator}}."));
  write("help.md", page("imprint"));
  write("accessibility.md", page("accessibility", ""));
  write("own/one.md", page("content-notes"));
  write("own/two.md", page("content-notes", "# Title\n\n[lesson](lesson:x)"));
  const remedy = "Use one of {{operator}}, {{address}}, {{contact}}, in the running text.";
  const found = await faults();
  expect(found).toEqual([
    "accessibility.md:1 This page is empty. Write its text, or remove the file.",
    expect.stringMatching(
      /^help\.md:3 The field `key` cannot be "imprint"\. Give the address of one of the site's pages: terms, /,
    ),
    expect.stringMatching(
      /^own\/two\.md:3 The key content-notes is already the key of own\/one\.md\. Give this page a key of its own\./,
    ),
    expect.stringMatching(/^own\/two\.md:8 A heading of the first level/),
    expect.stringMatching(/^own\/two\.md:10 There is no lesson with the key x\./),
    'privacy.md:6 The field `updated` cannot be "last week". Give a date such as 2026-01-31.',
    expect.stringMatching(/^refunds\.md:5 The field `summary` cannot be .* without \{\{placeholders\}\}\.$/),
    expect.stringMatching(/^terms\.md:1 There is no front matter\. Begin the file with a line ---/),
  ]);
  expect(await db.sitePage.findMany({ orderBy: { key: "asc" } })).toEqual(before);

  for (const key of SITE_PAGES) write(`${key}.md`, page(key));
  rmSync(path.join(dir, "own"), { recursive: true });
  write("terms.md", page("terms", "Fine.\n\nBy {{owner}}."));
  expect(await faults()).toEqual([`terms.md:10 There is no placeholder {{owner}}. ${remedy}`]);
  for (const wrong of [
    "## {{operator}}",
    "`{{operator}}`",
    "[write](mailto:{{contact}})",
    "[{{contact}}](/help)",
    "::embed{provider=vimeo id=123456 title='{{operator}}'}",
  ]) {
    write("terms.md", page("terms", `Fine.\n\n${wrong}`));
    expect(await faults(), wrong).toEqual([`terms.md:10 A placeholder stands where it cannot be filled in. ${remedy}`]);
  }
  for (const right of [
    "By {{operator}}, {{address}}.",
    "- **{{contact}}**",
    "| a | b |\n|---|---|\n| {{operator}} | {{contact}} |",
  ]) {
    write("terms.md", page("terms", right));
    expect(await faults(), right).toEqual([]);
  }
});

test("a page that is missing is a fault: every page of the site links to it", async () => {
  rmSync(path.join(dir, "refunds.md"));
  expect(await faults()).toEqual([
    "refunds.md:1 The page refunds is missing, and every page of the site links to it. Write refunds.md with the key refunds.",
  ]);
  write("own/money-back.md", page("refunds"));
  expect(await faults()).toEqual([]);
});

test("pages published many times at once are there once", async () => {
  // The connections are open from the second round on, and all six set out together.
  for (let round = 0; round < 5; round += 1) {
    await db.sitePage.deleteMany();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => publishPages(dir)));
    expect(outcomes.map((outcome) => outcome.status === "published" && outcome.added.length).sort()).toEqual([0, 0, 0, 0, 0, 6]);
  }
  expect(await db.sitePage.count()).toBe(SITE_PAGES.length);
});

test("the shipped pages are checked with everything else by `course check --all`", async () => {
  const content = path.join(base, "content");
  cpSync("content/pages", path.join(content, "pages"), { recursive: true });
  expect(await runCourseCommand(["check", "--all", content])).toBe(0);
  writeFileSync(path.join(content, "pages/terms.md"), page("terms", "By {{owner}}."));
  expect(await runCourseCommand(["check", "--all", content])).toBe(1);
});
