import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { publishFolder } from "#app/cli/course/publish.ts";
import { publishPages } from "#app/features/courseware/publish-pages.server.ts";
import { SITE_PAGES } from "#app/features/courseware/site-pages.ts";
import { db } from "#app/platform/db.server.ts";
import { openSession } from "#app/platform/sessions/session.server.ts";
import { aPerson, cookieIn } from "../support/people.ts";
import { aDataFolder, removeData, type Site, startSite } from "../support/site.ts";

// Two processes on one database, as a site on two machines has them.
const COURSE = "courageous-communicator";
let sites: Site[] = [];
const folder = mkdtempSync(path.join(os.tmpdir(), "public-pages-"));

beforeAll(async () => {
  cpSync(`content/courses/${COURSE}`, folder, { recursive: true });
  const env = { DATABASE_URL: process.env.DATABASE_URL! };
  const dataDir = aDataFolder();
  sites = [await startSite({ dataDir, env })];
  sites.push(await startSite({ dataDir: aDataFolder(), env }));
}, 60_000);

afterAll(async () => {
  for (const site of sites) {
    await site.stop();
    removeData(site);
  }
  rmSync(folder, { recursive: true, force: true });
});

const ask = (site: Site, address: string, headers: Record<string, string> = {}) => fetch(site.url + address, { headers });

/** The pages' cache begins when announcements are heard. */
async function cachedEtag(site: Site, address: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const etag = (await ask(site, address)).headers.get("ETag");
      expect(etag).toMatch(/^W\/"/);
      return etag!;
    },
    { timeout: 10_000, interval: 50 },
  );
}

function structuredData(html: string): { [key: string]: unknown; "@type"?: string } {
  const [, json] = /<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(html)!;
  const data = JSON.parse(json!);
  return Array.isArray(data) ? data[0] : data;
}

test("a price that changes is seen by every process at once, and the page has a new ETag", async () => {
  const address = `/courses/${COURSE}`;
  const before = await Promise.all(sites.map((site) => cachedEtag(site, address)));
  for (const [at, site] of sites.entries()) {
    expect((await ask(site, address, { "If-None-Match": before[at]! })).status).toBe(304);
    const compressed = await ask(site, address, { "Accept-Encoding": "br" });
    expect(await compressed.text()).toContain("$149.00");
  }
  const file = path.join(folder, "course.yaml");
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/amount: 14900|149(\.00)?(?=\s*(USD|usd|$))/m, (found) => found.replace("149", "151")),
  );
  expect(readFileSync(file, "utf8")).not.toBe(text);
  vi.spyOn(console, "log").mockImplementation(() => {});
  expect(await publishFolder(folder, { yes: true })).toBe(true);
  vi.restoreAllMocks();
  for (const [at, site] of sites.entries()) {
    await vi.waitFor(async () => expect(await (await ask(site, address)).text()).toContain("$151.00"), { timeout: 5_000 });
    expect(await cachedEtag(site, address)).not.toBe(before[at]);
    expect((await ask(site, address, { "If-None-Match": before[at]! })).status).toBe(200);
  }
});

test("who is signed in gets a page of their own, and it is kept for nobody", async () => {
  const [site] = sites;
  await cachedEtag(site!, "/courses");
  const [, token] = cookieIn(await openSession((await aPerson()).id, "Test browser")).split("=");
  const response = await ask(site!, "/courses", { Cookie: `session-${site!.port}=${token}` });
  expect(response.headers.get("Cache-Control")).toBe("private, no-store");
  expect(await response.text()).toContain("My courses");
  expect(await (await ask(site!, "/courses")).text()).not.toContain("My courses");
});

test("a course page tells search engines what the course is and costs, as the page itself does", async () => {
  const [site] = sites;
  const html = await (await ask(site!, `/courses/${COURSE}`)).text();
  const address = `${site!.url}/courses/${COURSE}`;
  expect(structuredData(html)).toMatchObject({
    "@type": "Course",
    name: "The Courageous Communicator",
    url: address,
    inLanguage: "en",
    offers: { "@type": "Offer", price: "151.00", priceCurrency: "USD", url: address },
  });
  expect(html).toContain(`<link rel="canonical" href="${address}"/>`);
  expect(html).toMatch(/<meta property="og:title" content="The Courageous Communicator/);
  const free = structuredData(await (await ask(site!, "/courses/first-words")).text());
  expect(free).toMatchObject({ offers: { category: "Free", price: "0" } });
});

test("a link to a course is shown with a picture that every site can read, of the size that the page says, with words", async () => {
  const [site] = sites;
  for (const key of [COURSE, "first-words", "thirty-scripts"]) {
    const html = await (await ask(site!, `/courses/${key}`)).text();
    const said = (property: string) => new RegExp(`<meta property="og:image${property}" content="([^"]+)"`).exec(html)?.[1];
    const picture = await fetch(said("")!);
    expect(picture.status).toBe(200);
    expect(picture.headers.get("Content-Type")).toBe("image/png");
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)].map(String)).toEqual([said(":width"), said(":height")]);
    expect([said(":width"), said(":height")]).toEqual(["1200", "630"]);
    expect(said(":alt")).toMatch(/\w+ \w+/);
    expect((await fetch(said("")!.replace("/social.png", "/scene-spiral.mp4"))).status, "a file of a lesson").toBe(404);
  }
});

test("the site's own pages are kept like other public pages, linked from each, and seen anew when they are published", async () => {
  const [site] = sites;
  const home = await (await ask(site!, "/")).text();
  for (const key of SITE_PAGES) {
    expect(home).toContain(`href="/${key}"`);
    const etag = await cachedEtag(site!, `/${key}`);
    expect((await ask(site!, `/${key}`, { "If-None-Match": etag })).status, key).toBe(304);
    const html = await (await ask(site!, `/${key}`)).text();
    expect(html).toContain(`<link rel="canonical" href="${site!.url}/${key}"/>`);
    expect(html.includes('href="about:blank"'), key).toBe(key === "help");
  }
  const pages = path.join(folder, "pages");
  cpSync("content/pages", pages, { recursive: true });
  const terms = readFileSync(path.join(pages, "terms.md"), "utf8");
  mkdirSync(path.join(pages, "own"));
  writeFileSync(path.join(pages, "own/ours.md"), terms.replace("title: Terms", "title: The rules of our school"));
  expect((await publishPages(pages)).status).toBe("published");
  for (const each of sites) {
    const title = async () => expect(await (await ask(each, "/terms")).text()).toContain("<title>The rules of our school");
    await vi.waitFor(title, { timeout: 5_000 });
  }
  await publishPages("content/pages");
});

test("the sitemap names every public page, each of which is there, and none that is personal; robots.txt names the sitemap", async () => {
  const [site] = sites;
  const sitemap = await (await ask(site!, "/sitemap.xml")).text();
  const listed = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]!);
  const articles = await db.article.findMany({ select: { key: true } });
  expect(listed).toEqual(
    expect.arrayContaining(
      ["/", "/courses", "/courses/first-words", `/courses/${COURSE}`, `/courses/${COURSE}/lessons/why-you-want-this`]
        .concat(articles.map(({ key }) => `/articles/${key}`))
        .map((address) => site!.url + address),
    ),
  );
  for (const address of listed) expect((await fetch(address)).status, address).toBe(200);
  const robots = await (await ask(site!, "/robots.txt")).text();
  expect(robots).toContain(`Sitemap: ${site!.url}/sitemap.xml`);
  const barred = [...robots.matchAll(/^Disallow: (.+)$/gm)].map((match) => match[1]!);
  expect(barred).toEqual(expect.arrayContaining(["/account", "/admin", "/attempts", "/learn", "/orders"]));
  for (const address of listed) {
    expect(
      barred.some((start) => new URL(address).pathname.startsWith(start)),
      address,
    ).toBe(false);
  }
});
