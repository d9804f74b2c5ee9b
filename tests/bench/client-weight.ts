import path from "node:path/posix";
import { gzipSync } from "node:zlib";
import { lessonsOf } from "#app/features/courseware/manifest.ts";
import { lessonPath, type School } from "./school.ts";

export interface PageWeight {
  page: string;
  /** Bytes of the document, and as gzip sends it. */
  html: number;
  htmlGzip: number;
  /** Bytes of all scripts that the page loads, each as gzip sends it. */
  scriptGzip: number;
  scripts: string[];
  /** What gzip sends beyond the lesson's own text; only for lessons. */
  beyondTextGzip?: number;
}

/** The document and the scripts of every kind of page, as a browser would load them. */
export async function weighPages(school: School, url: string): Promise<PageWeight[]> {
  const { course, reading, students, instructorCookie } = school;
  const cookie = students[0]!.cookie;
  const all = lessonsOf(course.manifest);
  const preview = all.find((lesson) => lesson.preview);
  const video = all.find((lesson) => lesson.kind === "video");
  const pages: [page: string, path: string, cookie?: string][] = [
    ["home", "/"],
    ["catalogue", "/courses"],
    ["course, public", `/courses/${course.key}`],
    ...(preview ? [["free preview", `/courses/${course.key}/lessons/${preview.key}`] as [string, string]] : []),
    ["sign-in", "/sign-in"],
    ["my courses", "/learn", cookie],
    ["course, learner", `/learn/${course.key}`, cookie],
    ["lesson, text", lessonPath(school, reading), cookie],
    ...(video ? [["lesson, video", lessonPath(school, video), cookie] as [string, string, string]] : []),
    ["lesson, assessment", lessonPath(school, school.check), cookie],
    ["progress table", `/instructor/courses/${course.key}/students`, instructorCookie],
  ];
  const weights: PageWeight[] = [];
  for (const [page, place, session] of pages) {
    const text = place === lessonPath(school, reading) ? school.readingHtml : undefined;
    weights.push(await weigh(page, new URL(place, url), session, text));
  }
  return weights;
}

async function weigh(page: string, url: URL, cookie: string | undefined, text: string | undefined): Promise<PageWeight> {
  const response = await fetch(url, { headers: cookie ? { cookie } : {} });
  if (response.status !== 200) throw new Error(`${url.pathname} answered ${response.status}.`);
  const html = await response.text();
  const scripts = await scriptsOf(html, url);
  const gzipped = (content: string | Buffer) => gzipSync(content, { level: 6 }).length;
  return {
    page,
    html: Buffer.byteLength(html),
    htmlGzip: gzipped(html),
    scriptGzip: [...scripts.values()].reduce((sum, code) => sum + gzipped(code), 0),
    scripts: [...scripts.keys()],
    ...(text !== undefined && { beyondTextGzip: gzipped(html) - gzipped(text) }),
  };
}

/** Scripts and module preloads of the page, what they import, and the enhancements that its elements ask for. */
async function scriptsOf(html: string, page: URL): Promise<Map<string, string>> {
  const wanted = new Set((html.match(/data-enhance="([^"]*)"/g) ?? []).flatMap((found) => found.slice(14, -1).split(" ")));
  const sources = [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].flatMap(([tag]) => {
    const source = /\ssrc="([^"]+)"/.exec(tag) ?? (/rel="modulepreload"/.test(tag) ? /\shref="([^"]+)"/.exec(tag) : null);
    return source ? [source[1]!] : [];
  });
  const found = new Map<string, string>();
  const follow = async (address: string): Promise<void> => {
    if (found.has(address)) return;
    found.set(address, "");
    const code = await (await fetch(new URL(address, page))).text();
    found.set(address, code);
    const within = (name: string) => path.join(path.dirname(address), name);
    for (const [, name] of code.matchAll(/(?:\bfrom|\bimport)\s*"(\.{1,2}\/[^"]+\.js)"/g)) await follow(within(name!));
    for (const [, name] of code.matchAll(/\bimport\("(\.{1,2}\/[^"]+\.js)"\)/g)) {
      if (wanted.has(path.basename(name!).split(".enhance")[0]!)) await follow(within(name!));
    }
  };
  for (const source of sources) await follow(source);
  return found;
}
