/**
 * Renders the picture that stands beside a link to a course: its title and its cover, 1200 by 630, as social.png in the
 * course's media/. A course names it in course.yaml as `socialImage`.
 *
 *   node content/media-source/render-social.mjs              every course with a cover
 *   node content/media-source/render-social.mjs first-words  one
 *
 * Needs Chromium (CHROMIUM, default /usr/bin/chromium).
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { parse } from "yaml";

const here = path.dirname(fileURLToPath(import.meta.url));
const courses = path.join(here, "../courses");
const SITE = "The Courageous Communicator";

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

function pageOf(course, coverUrl) {
  const below = course.title === SITE ? `A course of ${course.duration}` : SITE;
  return `
    <img src="${escaped(coverUrl)}" alt="">
    <div class="words"><h1>${escaped(course.title)}</h1><p>${escaped(below)}</p></div>
    <style>
      * { box-sizing: border-box; margin: 0; }
      body { width: 1200px; height: 630px; overflow: hidden; background: #faf6ef; color: #2b2622; }
      .words { position: absolute; left: 72px; top: 0; width: 440px; height: 630px; display: flex; flex-direction: column; justify-content: center; }
      h1 { font: 500 64px/1.1 "Source Serif 4 Variable", serif; letter-spacing: -0.01em; text-wrap: balance; }
      h1::after { content: ""; display: block; width: 72px; height: 4px; margin: 34px 0 30px; background: #7a3b2e; }
      p { font: 400 29px/1.3 "Source Sans 3 Variable", sans-serif; color: #574d46; }
      img { position: absolute; left: 452px; top: 122px; width: 736px; }
    </style>`;
}

const wanted = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  for (const name of wanted.length > 0 ? wanted : await readdir(courses)) {
    const course = parse(await readFile(path.join(courses, name, "course.yaml"), "utf8"));
    if (!course.cover) continue;
    const media = path.join(courses, name, "media");
    // scene.html brings the typefaces.
    await page.goto(pathToFileURL(path.join(here, "scene.html")).href);
    await page.evaluate(
      (html) => (document.body.innerHTML = html),
      pageOf(course, pathToFileURL(path.join(media, course.cover)).href),
    );
    await page.evaluate(() => Promise.all([document.fonts.ready, document.querySelector("img").decode()]).then(() => undefined));
    await page.screenshot({ path: path.join(media, "social.png") });
    console.log(`${name}: social.png`);
  }
} finally {
  await browser.close();
}
