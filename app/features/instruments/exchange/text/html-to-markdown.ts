import type { ElementContent, Root as HtmlRoot } from "hast";
import type { Root } from "mdast";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { DEEPEST_HTML, LONGEST_QUESTION, MOST_TAGS } from "../limits.ts";
import { Unsupported } from "../stop.ts";
import { cleanHtml, wordsOf } from "./clean-html.ts";
import { escapeInline, escapeMarkdown } from "./escape-markdown.ts";
import type { HtmlDesk } from "./html-desk.ts";
import { inOneParagraph } from "./one-paragraph.ts";
import { hasMarks, simpleText, withMarks, withoutMarks } from "./simple-html.ts";

const parser = unified().use(rehypeParse, { fragment: true }).freeze();
const toMarkdownTree = unified().use(rehypeRemark).freeze();
const writer = unified()
  .use(remarkGfm, { singleTilde: false })
  .use(remarkStringify, {
    bullet: "-",
    emphasis: "*",
    rule: "-",
    listItemIndent: "one",
    resourceLink: true,
    fences: true,
    // Our Markdown has directives: a line that begins with colons would be one.
    unsafe: [{ atBreak: true, character: ":", after: ":" }],
  })
  .freeze();

/** HTML as Markdown of paragraphs; empty where there is nothing to read. */
export function htmlToMarkdown(html: string, desk: HtmlDesk): string {
  const plain = simpleText(html);
  return plain === undefined ? write(treeOf(html, desk)) : withMarks(escapeMarkdown(plain));
}

/** HTML as Markdown of one paragraph, for what stands within a line. */
export function htmlToInline(html: string, desk: HtmlDesk): string {
  const plain = simpleText(html);
  if (plain !== undefined) return withMarks(escapeInline(plain));
  const tree = treeOf(html, desk);
  const [first, ...others] = tree.children;
  if (!first) return "";
  if (others.length === 0 && first.type === "paragraph") return write(tree);
  if (tree.children.some(({ type }) => type !== "paragraph")) {
    desk.notes.changed("Lists, tables and other blocks within an answer were put into one paragraph.");
  }
  return write(inOneParagraph(tree, { type: "break" }));
}

/** HTML as plain text. */
export function htmlToText(html: string, desk: HtmlDesk): string {
  const plain = simpleText(html);
  const nodes = plain === undefined ? parse(html, desk) : [];
  if (nodes.some(holdsMarks) || hasMarks(plain ?? "")) {
    desk.notes.changed("Formatting, links and pictures of answers in a list are not kept.");
  }
  return withoutMarks(plain ?? wordsOf(nodes))
    .replace(/\s+/g, " ")
    .trim();
}

function holdsMarks(node: ElementContent): boolean {
  if (node.type !== "element") return false;
  return !["p", "span", "div", "br"].includes(node.tagName) || node.children.some(holdsMarks);
}

function parse(html: string, desk: HtmlDesk): ElementContent[] {
  refuseExcess(html);
  return cleanHtml((parser.parse(html) as HtmlRoot).children, desk);
}

function treeOf(html: string, desk: HtmlDesk): Root {
  const nodes = parse(html, desk);
  return toMarkdownTree.runSync({ type: "root", children: nodes } as HtmlRoot) as Root;
}

function write(tree: Root): string {
  return writer.stringify(tree).trim();
}

const MAY_STAY_OPEN = /^(?:br|img|hr|input|p|li|td|th|tr|dt|dd|option|col|source|track|wbr|meta|link|param|embed)$/i;

/** An HTML parser needs minutes for what no person writes. */
function refuseExcess(html: string): void {
  if (html.length > LONGEST_QUESTION) throw new Unsupported("Its text is too long.");
  let depth = 0;
  let tags = 0;
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    tags += 1;
    if (!MAY_STAY_OPEN.test(name!)) depth = Math.max(0, depth + (slash ? -1 : 1));
    if (tags > MOST_TAGS) throw new Unsupported("Its text has too many tags.");
    if (depth > DEEPEST_HTML) throw new Unsupported("Its text is nested too deeply, or tags are not closed.");
  }
}
