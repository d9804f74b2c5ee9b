import type { ElementContent, Root as HtmlRoot, Text } from "hast";
import type { Root, RootContent } from "mdast";
import rehypeRemark from "rehype-remark";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { type Processor, unified } from "unified";
import { Unsupported } from "../../stop.ts";
import { inOneParagraph } from "../../text/one-paragraph.ts";
import type { Desk } from "./desk.ts";

/** Signs of Unicode's private area stand around what is put in later, such as gaps; `cleanHtml` takes them out of texts. */
export const OPEN = "\uE000";
export const CLOSE = "\uE001";

/** Colons within a line are only colons in our Markdown, so they need no backslash. */
function withoutTextDirectives(this: Processor): void {
  const data = this.data() as {
    toMarkdownExtensions?: { extensions?: unknown[]; unsafe?: { character: string; atBreak?: boolean }[] }[];
  };
  for (const extension of data.toMarkdownExtensions ?? []) {
    extension.unsafe = extension.unsafe?.filter(({ character, atBreak }) => character !== ":" || atBreak);
  }
}

const toMarkdownTree = unified().use(rehypeRemark);
const writer = unified()
  .use(remarkStringify, { bullet: "-", emphasis: "*", rule: "-", listItemIndent: "one", resourceLink: true, fences: true })
  .use(remarkGfm, { singleTilde: false })
  .use(remarkDirective)
  .use(withoutTextDirectives);

function markdownTree(nodes: ElementContent[]): Root {
  try {
    return toMarkdownTree.runSync({ type: "root", children: nodes } as HtmlRoot) as Root;
  } catch (error) {
    if (error instanceof RangeError) throw new Unsupported("its text is nested too deeply");
    throw error;
  }
}

function write(tree: Root): string {
  return writer.stringify(tree).trim();
}

/** One line of letters and signs that Markdown has no use for, as most choices are. */
const PLAIN = /^(?!\d+[.)])(?!.*www)[\p{L}\p{N}][\p{L}\p{N} ,.;?!'"%()/=…–—-]*$/u;

/** The text of a line that needs no conversion, which is slow for thousands of them. */
function plainText(nodes: ElementContent[]): string | undefined {
  const [only] = nodes;
  const inner = nodes.length === 1 && only?.type === "element" && only.tagName === "p" ? only.children : nodes;
  if (inner.some(({ type }) => type !== "text")) return undefined;
  const line = inner
    .map((node) => (node as Text).value)
    .join("")
    .replace(/[ \t\r\n]+/g, " ")
    .trim();
  return line === "" || PLAIN.test(line) ? line : undefined;
}

/** Clean HTML as Markdown of paragraphs; empty where there is nothing to read. */
export function blockMarkdown(nodes: ElementContent[]): string {
  return plainText(nodes) ?? write(markdownTree(nodes));
}

/** Clean HTML as Markdown of one paragraph, for what stands within a line. */
export function inlineMarkdown(nodes: ElementContent[], desk: Desk): string {
  const plain = plainText(nodes);
  if (plain !== undefined) return plain;
  const tree = markdownTree(nodes);
  const [first, ...others] = tree.children;
  if (first === undefined) return "";
  if (others.length === 0 && first.type === "paragraph") return write(tree);
  desk.changed("Paragraphs, lists or tables within an answer were put into one line.");
  return write(inOneParagraph(tree, { type: "text", value: " " }));
}

/** Clean HTML as the text that a list of choices can hold. */
export function plainLine(nodes: ElementContent[], desk: Desk): string {
  const plain = plainText(nodes);
  if (plain !== undefined) return plain;
  const tree = markdownTree(nodes);
  let rich = tree.children.length > 1;
  const words = (node: RootContent): string => {
    if (node.type === "text") return node.value;
    if (node.type !== "paragraph" && node.type !== "break") rich = true;
    if (node.type === "image") return node.alt ?? "";
    if ("value" in node) return node.value;
    if (!("children" in node)) return " ";
    return node.children
      .map((child) => words(child as RootContent))
      .join(node.type === "paragraph" ? "" : node.type.startsWith("list") ? " " : "");
  };
  const text = tree.children.map(words).join(" ").replace(/\s+/g, " ").trim();
  if (rich) desk.changed("Formatting and pictures in a list of answers are kept as plain text.");
  return text;
}
