import { posix } from "node:path";
import type { Image, Link } from "mdast";
import { headingId, slugOf } from "./check-tree.ts";
import type { Page, Rendered } from "./page.ts";
import type { Spot } from "./tree.ts";

/** Turns every link and image into the address that the page uses, and reports those that lead nowhere. */
export function resolveLinks(ask: { spots: Spot[]; headings: Rendered["headings"] }, page: Page): void {
  for (const { node } of ask.spots) {
    if (node.type === "link") resolveLink(node, ask.headings, page);
    else if (node.type === "image") resolveImage(node, page);
  }
}

function resolveLink(node: Link, headings: Rendered["headings"], page: Page): void {
  const refuse = (message: string, remedy: string) => {
    page.findings.fault({ ...placeOf(node, page), message, remedy });
    return "#";
  };
  const { url } = node;
  const [, scheme] = /^([a-z][a-z0-9+.-]*):/i.exec(url) ?? [];
  if (node.children.length === 0) refuse("This link has no text.", "Write what it leads to between the brackets.");

  if (scheme === "lesson") {
    const key = url.slice("lesson:".length);
    node.url =
      page.surroundings.lessonUrl(key) ??
      refuse(`There is no lesson with the key ${key}.`, "Use the key from a lesson's front matter.");
  } else if (scheme === "media") {
    node.url = mediaUrl(url.slice("media:".length)) ?? "#";
  } else if (url.startsWith("#")) {
    const id = headingId(slugOf(decode(url.slice(1))));
    const found = headings.some((heading) => heading.id === id);
    node.url = found
      ? `#${id}`
      : refuse(`There is no heading ${url} in this text.`, "Use a heading's words, in lower case with hyphens: #what-helps.");
  } else if (scheme === "http" || scheme === "https") {
    if (!URL.canParse(url)) node.url = refuse(`${url} is not an address.`, "Check it in a browser.");
    node.data = { ...node.data, hProperties: { rel: ["noopener", "noreferrer"] } };
  } else if (scheme !== undefined) {
    if (scheme !== "mailto" && scheme !== "tel")
      node.url = refuse(`A link cannot begin with ${scheme}:.`, "Use https:, mailto:, tel:, lesson: or media:.");
  } else if (url.startsWith("//")) {
    node.url = refuse("This address has no scheme.", `Write https:${url}.`);
  } else if (!url.startsWith("/")) {
    node.url = relative() ?? "#";
  }

  function relative(): string | undefined {
    const target = targetOf(url, page);
    if (target?.startsWith("media/")) return mediaUrl(target.slice("media/".length));
    const key = target === undefined ? undefined : page.surroundings.lessonAt(target);
    if (key) refuse("A lesson is linked to by its key, which outlives its file name.", `Write lesson:${key}.`);
    else
      refuse(
        `The link ${url || "without an address"} leads nowhere.`,
        "Give the whole address, or lesson:key for a lesson and media:file for a file of media/.",
      );
    return undefined;
  }

  function mediaUrl(name: string): string | undefined {
    if (page.kind === "lesson") return page.surroundings.media(decode(name), "file", placeOf(node, page))?.url;
    refuse(
      "A file of media/ cannot be linked to from here.",
      "Link to it from a lesson: who may open the lesson may have its files.",
    );
    return undefined;
  }
}

function resolveImage(node: Image, page: Page): void {
  const refuse = (message: string, remedy: string) => page.findings.fault({ ...placeOf(node, page), message, remedy });
  const { url } = node;
  node.url = "";
  if (!node.alt?.trim())
    refuse("This image has no alternative text.", "Say between the brackets what is seen, for those who do not see it.");
  const name = url.startsWith("media:") ? url.slice("media:".length) : mediaTarget(url, page);
  if (name === undefined)
    return void refuse(`The image ${url} is not in media/.`, "Put the picture into media/ and write media:file.");
  if (page.kind !== "lesson" && !page.showsMedia) return void refuse("An image cannot stand here.", "Put it into a lesson.");
  const media = page.surroundings.media(decode(name), "image", placeOf(node, page));
  if (!media) return;
  node.url = media.url;
  node.data = { ...node.data, hProperties: { ...media.dimensions, loading: "lazy", decoding: "async" } };
}

function mediaTarget(url: string, page: Page): string | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(url)) return undefined;
  const target = targetOf(url, page);
  return target?.startsWith("media/") ? target.slice("media/".length) : undefined;
}

/** The path within the folder that a relative address means; undefined where it leads out of the folder. */
function targetOf(url: string, page: Page): string | undefined {
  const [way = ""] = url.split(/[?#]/);
  if (way === "") return undefined;
  const target = posix.join(posix.dirname(page.at(1).file), decode(way));
  return target.startsWith("../") ? undefined : target;
}

function placeOf(node: Link | Image, page: Page) {
  return page.at(node.position?.start.line ?? 1);
}

/** `my%20file.pdf` as it is called on the disk. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
