import type { Element, ElementContent } from "hast";
import { shortened } from "../note-book.ts";
import { element, textNode } from "./clean-html.ts";
import type { HtmlDesk } from "./html-desk.ts";

/** A picture: of the file's own in `media/`, a link to one that lies elsewhere, its words where there is none. */
export function asPicture(properties: Element["properties"], desk: HtmlDesk): ElementContent[] {
  const src = word(properties.src);
  const alt = word(properties.alt) || word(properties.title);
  const media = desk.media(src);
  if (media) {
    if (!alt)
      desk.notes.changed("A picture has no words for those who do not see it: its file's name stands there. Write what is seen.");
    return [element("img", [], { src: media, alt: alt || media.replace(/^media:/, "") })];
  }
  if (isAddress(src)) {
    desk.notes.changed("A picture that lies on another site is a link to it.");
    return [element("a", [textNode(alt || "Picture")], { href: src.startsWith("//") ? `https:${src}` : src })];
  }
  const named = /^data:/i.test(src) ? "a picture inside the text" : shortened(src);
  desk.notes.unsupported(`A picture was left out, because there is no file for it that can be taken: ${named || "no address"}.`);
  return alt ? [textNode(`(${alt})`)] : [];
}

export function asLink(properties: Element["properties"], words: ElementContent[], desk: HtmlDesk): ElementContent[] {
  const href = word(properties.href);
  // An anchor is a place, not a link.
  if (href === "" || href.startsWith("#")) return words;
  const to = desk.media(href) ?? (isAddress(href) || /^(?:mailto|tel):/i.test(href) ? href : undefined);
  if (to === undefined) {
    desk.notes.unsupported(`A link was left out, its words stay: ${shortened(href)}.`);
    return words;
  }
  const label = words.length > 0 ? words : [textNode(to)];
  return [element("a", label, { href: to.startsWith("//") ? `https:${to}` : to })];
}

function isAddress(url: string): boolean {
  return /^(?:https?:)?\/\//i.test(url) && URL.canParse(url, "https://example.org");
}

function word(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
