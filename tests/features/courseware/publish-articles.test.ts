import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { publishArticles } from "#app/features/courseware/publish-articles.server.ts";
import { db } from "#app/platform/db.server.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "articles-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const article = (key: string, body = "## One\n\nText.\n\n### Deeper\n\n## Two\n\nMore.", fields = "") =>
  `---\nkey: ${key}\ntitle: About ${key}\nsummary: What it is.\npublished: 2026-01-31\n${fields}---\n${body}\n`;
const write = (name: string, content: string) => writeFileSync(path.join(dir, name), content);

test("articles are published, changed, left alone and removed as their files are", async () => {
  write("why.md", article("why", undefined, "course: first-words\n"));
  write("how.md", article("how"));
  write("notes.txt", "not an article");
  mkdirSync(path.join(dir, "drafts"));
  write("drafts/later.md", "no front matter yet");
  expect(await publishArticles(dir)).toEqual({
    status: "published",
    added: ["how", "why"],
    changed: [],
    removed: [],
    unchanged: 0,
    warnings: [],
  });
  const why = await db.article.findUniqueOrThrow({ where: { key: "why" } });
  expect(why).toMatchObject({
    title: "About why",
    courseKey: "first-words",
    headings: [
      { id: "s-one", title: "One" },
      { id: "s-two", title: "Two" },
    ],
    publishedAt: new Date("2026-01-31T00:00:00Z"),
  });
  expect(why.html).toContain('<h2 id="s-one">One</h2>');

  expect(await publishArticles(dir)).toMatchObject({ added: [], changed: [], removed: [], unchanged: 2 });
  expect(await db.article.findUniqueOrThrow({ where: { key: "why" } })).toEqual(why);

  write("why.md", article("why", "New words."));
  rmSync(path.join(dir, "how.md"));
  write("who.md", article("who"));
  expect(await publishArticles(dir)).toMatchObject({ added: ["who"], changed: ["why"], removed: ["how"], unchanged: 0 });
  expect(await db.article.findUniqueOrThrow({ where: { key: "why" } })).toMatchObject({
    id: why.id,
    courseKey: null,
    html: "<p>New words.</p>",
  });
  expect(await db.article.findUnique({ where: { key: "how" } })).toBeNull();
});

test("faulty articles are refused with file and line, and nothing changes", async () => {
  const before = await db.article.findMany();
  write("a.md", article("twin"));
  write("b.md", article("twin", "Text with [a link](lesson:x).\n\n::gallery"));
  write("c.md", article("date").replace("2026-01-31", "next week"));
  write("d.md", article("empty", ""));
  const outcome = await publishArticles(dir);
  expect(outcome.status).toBe("refused");
  const places = outcome.status === "refused" ? outcome.faults.map(({ file, line }) => `${file}:${line}`) : [];
  expect(places).toEqual(["b.md:2", "b.md:7", "b.md:9", "c.md:5", "d.md:1"]);
  expect(await db.article.findMany()).toEqual(before);
  for (const name of ["a.md", "b.md", "c.md", "d.md"]) rmSync(path.join(dir, name));
});

test("a folder that is not there removes no article", async () => {
  const count = await db.article.count();
  expect(await publishArticles(path.join(dir, "nowhere"))).toMatchObject({
    status: "refused",
    faults: [{ message: expect.stringMatching(/There is no folder/) }],
  });
  expect(await db.article.count()).toBe(count);
});

test("articles published many times at once are there once", async () => {
  for (let round = 0; round < 3; round += 1) {
    write("race.md", article(`race-${round}`));
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => publishArticles(dir)));
    expect(outcomes.map((outcome) => outcome.status === "published" && outcome.added.length).sort()).toEqual([0, 0, 0, 0, 0, 1]);
  }
});
