import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { operatorInWords } from "#app/features/catalog/operator-in-words.ts";
import { readSitePage } from "#app/features/catalog/site-pages.queries.server.ts";
import { readSitemap } from "#app/features/catalog/sitemap.queries.server.ts";
import { publishPages } from "#app/features/courseware/publish-pages.server.ts";
import { fillPlaceholders, SITE_PAGES } from "#app/features/courseware/site-pages.ts";
import { db } from "#app/platform/db.server.ts";

const UNFILLED = "(the operator has not filled this in yet)";

beforeAll(() => publishPages("content/pages"));

test("what the operator has configured stands in the page, and is never taken for HTML", () => {
  const html = "<p>{{operator}}, {{address}}, {{contact}}.</p>";
  const seller = ["School & Sons <script>", 'The "Mill"', "{{contact}}"];
  expect(fillPlaceholders(html, operatorInWords({ seller, supportEmail: "o'neill@school.example" }))).toBe(
    "<p>School &#38; Sons &#60;script&#62;, The &#34;Mill&#34;, {{contact}}, " +
      '<a href="mailto:o&#39;neill@school.example">o&#39;neill@school.example</a>.</p>',
  );
});

test("what the operator has not configured is said to be missing, each by itself", () => {
  const fill = (seller: string[], supportEmail?: string) => Object.values(operatorInWords({ seller, supportEmail }));
  const missing = `<strong>${UNFILLED}</strong>`;
  expect(fill([])).toEqual([missing, missing, missing]);
  expect(fill(["School"])).toEqual(["School", missing, missing]);
  expect(fill(["School", "Mill Lane 1"], "")).toEqual(["School", "Mill Lane 1", missing]);
});

test("each page is there, and without any configuration says that its operator has not filled it in", async () => {
  for (const key of SITE_PAGES) {
    const page = await readSitePage(key);
    expect(page, key).toMatchObject({ key, address: expect.stringMatching(new RegExp(`/${key}$`)) });
    expect(page?.html, key).not.toContain("{{");
    expect(page?.headings.length, key).toBeGreaterThan(3);
  }
  expect((await readSitePage("terms"))?.html).toContain(UNFILLED);
});

test("a page that was never published is not there", async () => {
  await db.sitePage.delete({ where: { key: "refunds" } });
  expect(await readSitePage("refunds")).toBeNull();
  await publishPages("content/pages");
  expect(await readSitePage("refunds")).not.toBeNull();
});

test("the sitemap names every page with the day of its words", async () => {
  const entries = await readSitemap({ now: new Date() });
  for (const key of SITE_PAGES) {
    const { changedAt } = await db.sitePage.findUniqueOrThrow({ where: { key } });
    expect(entries.filter(({ path }) => path === `/${key}`)).toEqual([{ path: `/${key}`, changedAt }]);
  }
});

test("the footer links to every page, and each has a route", () => {
  const footer = readFileSync("app/components/site-footer.tsx", "utf8");
  const linked = [...footer.matchAll(/href: "\/([^"]+)"/g)].map(([, path]) => path);
  expect(linked.slice(-SITE_PAGES.length)).toEqual([...SITE_PAGES]);
  for (const key of SITE_PAGES) expect(readFileSync(`app/routes/${key}.tsx`, "utf8")).toContain(`readSitePage("${key}")`);
});
