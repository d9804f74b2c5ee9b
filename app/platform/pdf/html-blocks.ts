import type { Element, ElementContent, Root, RootContent } from "hast";
import rehypeParse from "rehype-parse";
import { unified } from "unified";

/** A stretch of text in one face. */
export interface Run {
  text: string;
  face: "text" | "strong" | "emphasis";
  href?: string;
}

export type Block =
  | { kind: "heading"; level: number; runs: Run[] }
  | { kind: "paragraph"; runs: Run[] }
  | { kind: "list"; items: { marker: string; blocks: Block[] }[] }
  | { kind: "table"; rows: { head: boolean; cells: Run[][] }[] }
  /** What stands apart from the text around it: a quotation, a note, a dialogue. */
  | { kind: "aside"; blocks: Block[] };

const parser = unified().use(rehypeParse, { fragment: true });

/** The HTML that our own Markdown is rendered to, as blocks to print. Of pictures and recordings only the words are left. */
export function htmlBlocks(html: string): Block[] {
  return blocksOf(parser.parse(html) as Root);
}

const ASIDES = new Set(["blockquote", "figure", "section"]);
const CONTAINERS = new Set([...ASIDES, "div", "details"]);

function blocksOf(parent: Root | Element): Block[] {
  const blocks: Block[] = [];
  let loose: Run[] = [];
  const settle = () => {
    const runs = trim(loose);
    if (runs.length > 0) blocks.push({ kind: "paragraph", runs });
    loose = [];
  };
  for (const child of parent.children) {
    const block = child.type === "element" ? blockOf(child) : null;
    if (block) {
      settle();
      blocks.push(...block);
    } else loose.push(...runsOf(child, { face: "text" }));
  }
  settle();
  return blocks;
}

/** Null for what is a part of a line. */
function blockOf(element: Element): Block[] | null {
  const { tagName } = element;
  const level = /^h([1-6])$/.exec(tagName)?.[1];
  if (level) return [{ kind: "heading", level: Number(level), runs: inline(element) }];
  if (tagName === "p" || tagName === "summary" || tagName === "figcaption") {
    const face = tagName === "p" && !isTitle(element) ? "text" : "strong";
    const runs = trim(element.children.flatMap((child) => runsOf(child, { face })));
    return runs.length > 0 ? [{ kind: "paragraph", runs }] : [];
  }
  if (tagName === "pre") return [{ kind: "aside", blocks: [{ kind: "paragraph", runs: inline(element) }] }];
  if (tagName === "ul" || tagName === "ol") return [listOf(element)];
  if (tagName === "table") return [{ kind: "table", rows: rowsOf(element) }];
  if (tagName === "hr") return [];
  if (!CONTAINERS.has(tagName)) return null;
  const blocks = blocksOf(element);
  const callout = String(element.properties.className ?? "").includes("callout");
  return ASIDES.has(tagName) || callout ? [{ kind: "aside", blocks }] : blocks;
}

/** The title of a note, an exercise or a question to think about. */
function isTitle({ properties }: Element): boolean {
  return /\b(?:callout|exercise|reflection)-title\b/.test(String(properties.className ?? ""));
}

function listOf(element: Element): Block {
  const first = Number(element.properties.start ?? 1);
  const entries = elementsOf(element).filter(({ tagName }) => tagName === "li");
  return {
    kind: "list",
    items: entries.map((entry, index) => ({
      marker: element.tagName === "ol" ? `${first + index}.` : "•",
      blocks: blocksOf(entry),
    })),
  };
}

function rowsOf(element: Element): { head: boolean; cells: Run[][] }[] {
  return elementsOf(element).flatMap((child) => {
    if (child.tagName !== "tr") return rowsOf(child);
    const cells = elementsOf(child);
    return [{ head: cells.every(({ tagName }) => tagName === "th"), cells: cells.map(inline) }];
  });
}

function elementsOf({ children }: Element): Element[] {
  return children.filter((child) => child.type === "element");
}

function inline(element: Element): Run[] {
  return trim(element.children.flatMap((child) => runsOf(child, { face: "text" })));
}

function runsOf(node: RootContent | ElementContent, style: Omit<Run, "text">): Run[] {
  if (node.type === "text") return [{ ...style, text: node.value.replace(/\s+/g, " ") }];
  if (node.type !== "element") return [];
  const { tagName, properties, children } = node;
  if (tagName === "br") return [{ ...style, text: "\n" }];
  if (tagName === "img") return typeof properties.alt === "string" ? [{ ...style, text: properties.alt }] : [];
  const isAside = tagName === "em" || String(properties.className ?? "").includes("dialogue-caption");
  const face = tagName === "strong" ? "strong" : isAside ? "emphasis" : style.face;
  const href = tagName === "a" && typeof properties.href === "string" ? properties.href : style.href;
  return children.flatMap((child) => runsOf(child, { face, ...(href && { href }) }));
}

/** Without blanks at both ends, and neighbours of one face as one. */
function trim(runs: Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && last.face === run.face && last.href === run.href) last.text += run.text;
    else joined.push({ ...run });
  }
  const [first, last] = [joined[0], joined.at(-1)];
  if (first) first.text = first.text.trimStart();
  if (last) last.text = last.text.trimEnd();
  return joined.filter(({ text }) => text !== "");
}
