import type { Nodes } from "mdast";
import { toString as wordsOf } from "mdast-util-to-string";
import remarkParse from "remark-parse";
import { unified } from "unified";

const parser = unified().use(remarkParse).freeze();
const HOLDERS = ["root", "list", "listItem", "blockquote", "table", "tableRow"];

/** The words of Markdown, each paragraph in a line of its own. */
export function markdownWords(markdown: string): string {
  return linesOf(parser.parse(markdown.replaceAll("\\\n", "\n")))
    .join("\n")
    .trim();
}

function linesOf(node: Nodes): string[] {
  return HOLDERS.includes(node.type) && "children" in node ? node.children.flatMap(linesOf) : [wordsOf(node)];
}
