import type { PageShape } from "./floor-app/app/floor-page.tsx";
import type { Scenario } from "./scenarios.ts";

/** Counts the elements and bytes of a page, with `text` (the lesson's own HTML) aside. */
export function shapeOf(page: string, text = ""): PageShape {
  const rest = text === "" ? page : page.replace(text, "");
  if (text !== "" && rest.length === page.length) throw new Error("The page does not hold the lesson's text.");
  return { elements: rest.match(/<[a-z]/g)?.length ?? 0, bytes: Buffer.byteLength(rest), text: Buffer.byteLength(text) };
}

/** Fetches every page that is measured once, and tells what its floor has to render. */
export async function readPages(scenarios: Scenario[], url: string, readingHtml: string) {
  const pages: Record<string, PageShape> = {};
  let catalogueBytes = 0;
  for (const { key, prepare, next, settle } of scenarios) {
    // Only steps of an attempt want preparing, and they are no pages.
    if (prepare) continue;
    const { path, method = "GET", headers = {}, done } = next();
    if (method !== "GET") continue;
    const response = await fetch(new URL(path, url), { headers, redirect: "manual" });
    if (response.status !== 200) throw new Error(`(${key}) ${path} answered ${response.status}.`);
    const html = await response.text();
    if (key === "a") catalogueBytes = Buffer.byteLength(html);
    else pages[key] = shapeOf(html, key === "d" ? readingHtml : "");
    done?.();
    await settle?.();
  }
  return { catalogueBytes, pages };
}
