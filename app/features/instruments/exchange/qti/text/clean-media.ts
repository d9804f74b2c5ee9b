import type { Element, ElementContent } from "hast";
import type { Desk } from "./desk.ts";

/** Pictures, recordings and links of a question's text: their files go to media/, and nothing else is loaded from anywhere. */

export function imageOf(properties: Element["properties"], desk: Desk): ElementContent {
  const src = word(properties.src) || word(properties.data);
  const alt = word(properties.alt) || word(properties.title) || word(properties.ariaLabel) || word(properties["aria-label"]);
  const shown = alt || fileName(src) || "picture";
  if (!src) {
    desk.unsupported(`A picture without an address was left out: ${shown}.`);
    return { type: "text", value: shown };
  }
  if (/^(?:https?:)?\/\//i.test(src)) {
    desk.changed(`The picture ${short(src)} lies on another site; there is a link to it instead.`);
    return link(src.startsWith("//") ? `https:${src}` : src, [{ type: "text", value: shown }]);
  }
  const taken = desk.media.take(src, desk.file);
  if ("missing" in taken) {
    desk.unsupported(`The picture ${short(src)} was left out: ${taken.missing}. Its words stand in its place.`);
    return { type: "text", value: shown };
  }
  if (!alt)
    desk.changed(
      `The picture ${taken.name} has no words for those who do not see it: its name stands there. Write what is seen.`,
    );
  if (taken.use !== "image") return link(`media:${taken.name}`, [{ type: "text", value: shown }]);
  return { type: "element", tagName: "img", properties: { src: `media:${taken.name}`, alt: shown }, children: [] };
}

/** A recording, or an object: a picture, or a link to the file. */
export function recordingOf(node: Element, inner: ElementContent[], desk: Desk): ElementContent[] {
  const { properties, children } = node;
  const sources = children.filter((child): child is Element => child.type === "element" && child.tagName === "source");
  const src = word(properties.data) || word(properties.src) || word(sources[0]?.properties.src);
  const words = wordsOf(inner) || word(properties.alt) || word(properties.title);
  if (/^image\//.test(word(properties.type)) || /\.(?:png|jpe?g|gif|webp|svg)$/i.test(src))
    return [imageOf({ src, alt: words }, desk)];
  if (!src) {
    desk.unsupported("A recording without an address was left out.");
    return inner;
  }
  const shown = words || fileName(src) || "recording";
  if (/^(?:https?:)?\/\//i.test(src)) {
    desk.changed(`The recording ${short(src)} lies on another site; there is a link to it instead.`);
    return [link(src.startsWith("//") ? `https:${src}` : src, [{ type: "text", value: shown }])];
  }
  const taken = desk.media.take(src, desk.file);
  if ("missing" in taken) {
    desk.unsupported(`The file ${short(src)} was left out: ${taken.missing}. Its words stand in its place.`);
    return inner.length > 0 ? inner : [{ type: "text", value: shown }];
  }
  desk.changed(`The recording or file ${taken.name} is a link.`);
  if (sources.length > 1) desk.changed(`Of the files of one recording, ${taken.name} was taken.`);
  return [link(`media:${taken.name}`, [{ type: "text", value: shown }])];
}

export function linkOf({ properties }: Element, inner: ElementContent[], desk: Desk): ElementContent[] {
  const href = word(properties.href);
  if (href === "" || inner.length === 0) return inner;
  if (/^(?:https?:\/\/|mailto:|tel:)/i.test(href)) return URL.canParse(href) ? [link(href, inner)] : inner;
  if (/^media:/.test(href) || /^lesson:[a-z0-9-]+$/.test(href)) return [link(href, inner)];
  if (href.startsWith("#")) return inner;
  const taken = /^[a-z][a-z0-9+.-]*:/i.test(href) ? { missing: "such links are not taken" } : desk.media.take(href, desk.file);
  if (!("missing" in taken)) return [link(`media:${taken.name}`, inner)];
  desk.unsupported(`The link to ${short(href)} was left out: ${taken.missing}.`);
  return inner;
}

function link(href: string, children: ElementContent[]): Element {
  return { type: "element", tagName: "a", properties: { href }, children };
}

function word(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

function wordsOf(nodes: ElementContent[]): string {
  const words = nodes.map((node) => (node.type === "text" ? node.value : node.type === "element" ? wordsOf(node.children) : ""));
  return words.join("").replace(/\s+/g, " ").trim();
}

function fileName(src: string): string {
  return /^data:/i.test(src) ? "" : (src.split(/[/\\]/).at(-1) ?? "");
}

function short(address: string): string {
  return address.length > 80 ? `${address.slice(0, 80)}…` : address;
}
