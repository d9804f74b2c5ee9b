import type { Heading, Paragraph, RootContent } from "mdast";
import { toString as toPlainText } from "mdast-util-to-string";
import type { Page, Rendered } from "./page.ts";
import type { Spot } from "./tree.ts";

/** Reports what a text may not hold, or what does not mean what its author thinks. */
export function checkTree(ask: { spots: Spot[]; source: string }, page: Page): void {
  const lines = ask.source.split(/\r\n|\n|\r/);
  let last = 1;
  for (const { node, parent } of ask.spots) {
    if (node.type === "heading") last = checkHeading(node, last, page);
    if (node.type === "containerDirective") checkClosing(node, lines, page);
    if (node.type === "text" && parent.type === "paragraph" && !isLabel(parent)) checkStrayMarks(node, lines, page);
    if (node.type === "footnoteDefinition" && page.kind === "piece") {
      fault(page, node, "A footnote cannot stand here.", "Put what it says into the text.");
    }
  }
}

/** The text in brackets of `:::name[text]`. */
export function isLabel(paragraph: Paragraph): boolean {
  return paragraph.data !== undefined && "directiveLabel" in paragraph.data;
}

function fault(page: Page, node: RootContent, message: string, remedy: string): void {
  page.findings.fault({ ...page.at(node.position?.start.line ?? 1), message, remedy });
}

/** Returns the level that the next heading is measured by. */
function checkHeading(node: Heading, last: number, page: Page): number {
  if (node.depth === 1) {
    fault(
      page,
      node,
      "A heading of the first level (#) stands in the text.",
      "Begin with ##: the title of the page is the only first-level heading.",
    );
    return 1;
  }
  if (node.depth > last + 1) {
    const message = `The heading jumps from level ${last} to level ${node.depth}.`;
    fault(page, node, message, `Use ${"#".repeat(last + 1)} here, so that the outline has no gap.`);
  }
  if (toPlainText(node).trim() === "")
    fault(page, node, "This heading is empty.", "Write what the section is about, or remove it.");
  return node.depth;
}

/** A container that is never closed swallows the rest of the text without a word. */
function checkClosing(node: RootContent & { type: "containerDirective" }, lines: string[], page: Page): void {
  const start = node.position!.start.line;
  const end = node.position!.end.line;
  const last = node.children.at(-1);
  const closesChild = last?.type === "containerDirective" && last.position!.end.line === end;
  const closed = end > start && !closesChild && /^[\s>]*:{3,}\s*$/.test(lines[end - 1] ?? "");
  if (closed) return;
  const remedy =
    "End it with a line of as many colons. A block that holds another one needs more colons than the inner one (::::).";
  fault(page, node, `The block :::${node.name} is not closed.`, remedy);
}

/** What looks like a directive but was read as text: a space after the colons, a quote that is not closed. */
function checkStrayMarks(node: RootContent & { type: "text" }, lines: string[], page: Page): void {
  // Text that was HTML has no place of its own: nobody meant a directive there.
  if (!node.position) return;
  const { start, end } = node.position;
  for (let line = start.line; line <= end.line; line += 1) {
    if (!/^[\s>]*(?::{3,}|::[a-z])/i.test(lines[line - 1] ?? "")) continue;
    const remedy =
      'Write it as :::name{key="value"}, without a space after the colons and with every quote and brace closed; close a block with the colons that opened it.';
    page.findings.fault({ ...page.at(line), message: "These colons are not understood as a directive.", remedy });
  }
}

/** Gives every heading an id that is unique in the text, and lists them. */
export function nameHeadings(spots: Spot[]): Rendered["headings"] {
  const taken = new Set<string>();
  return spots.flatMap(({ node }) => {
    if (node.type !== "heading") return [];
    const title = toPlainText(node).trim();
    const slug = slugOf(title);
    let id = headingId(slug);
    for (let count = 2; taken.has(id); count += 1) id = headingId(`${slug}-${count}`);
    taken.add(id);
    node.data = { ...node.data, hProperties: { id } };
    return [{ id, title, depth: node.depth }];
  });
}

/** The prefix keeps an author's heading from taking the id of a part of the page, such as "main". */
export function headingId(slug: string): string {
  return `s-${slug}`;
}

export function slugOf(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/['’]/g, "")
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "") || "part"
  );
}
