import type { Element, ElementContent, Root, RootContent } from "hast";

type Node = Root | RootContent | ElementContent;

const LISTS = new Set(["ul", "ol"]);

/**
 * The running text of a rendered page, a string for each paragraph and list item, for `readingGrade`. Headings, titles,
 * captions, tables, footnotes, transcripts and the names of speakers are left out: they are not read as sentences.
 */
export function readingBlocks(node: Node): string[] {
  if (!("children" in node)) return [];
  if (node.type !== "element") return node.children.flatMap(readingBlocks);
  if (isLeftOut(node)) return [];
  if (node.tagName === "p") return [textOf(node)];
  if (node.tagName !== "li" || node.children.some((child) => isElement(child, "p"))) return node.children.flatMap(readingBlocks);
  const own = node.children.filter((child) => child.type !== "element" || !LISTS.has(child.tagName));
  const nested = node.children.filter((child) => child.type === "element" && LISTS.has(child.tagName));
  return [own.map(textOf).join(""), ...nested.flatMap(readingBlocks)];
}

function isLeftOut({ tagName, properties }: Element): boolean {
  if (/^(?:h[1-6]|figcaption|summary|table)$/.test(tagName) || properties.dataFootnotes !== undefined) return true;
  const classes = Array.isArray(properties.className) ? properties.className.map(String) : [];
  return classes.some(
    (name) => name === "transcript" || name === "dialogue-name" || /^(?:callout|exercise|reflection)-title$/.test(name),
  );
}

function isElement(node: Node, tagName: string): boolean {
  return node.type === "element" && node.tagName === tagName;
}

function textOf(node: Node): string {
  if (node.type === "text") return node.value;
  if (!("children" in node) || (node.type === "element" && (isLeftOut(node) || node.tagName === "sup"))) return "";
  return node.children.map(textOf).join("");
}
