import type { BlockContent, Definition, Parent, Root, RootContent } from "mdast";
import type { Page } from "./page.ts";
import { replace, spotsOf } from "./tree.ts";

/** Variants that follow one another: one text in several tellings. */
export interface VariantGroup extends Parent {
  type: "variantGroup";
  children: BlockContent[];
}

declare module "mdast" {
  interface BlockContentMap {
    variantGroup: VariantGroup;
  }
  interface RootContentMap {
    variantGroup: VariantGroup;
  }
}

/** Brings what can be written in several ways into one, so that later steps know one form of each thing. */
export function settleTree(tree: Root, page: Page): void {
  resolveReferences(tree);
  showHtmlAsText(tree, page);
  spellOutTasks(tree);
  groupVariants(tree);
}

/** `[text][name]` becomes `[text](address)`, and the definitions go. */
function resolveReferences(tree: Root): void {
  const spots = spotsOf(tree);
  const definitions = new Map<string, Definition>();
  for (const { node } of spots) {
    if (node.type === "definition" && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  }
  for (const spot of spots) {
    const { node, parent } = spot;
    if (node.type === "definition") {
      const children = parent.children as RootContent[];
      children.splice(children.indexOf(node), 1);
    } else if (node.type === "linkReference" || node.type === "imageReference") {
      const definition = definitions.get(node.identifier);
      if (!definition) continue;
      const { url, title } = definition;
      if (node.type === "imageReference") replace(spot, { type: "image", url, title, alt: node.alt });
      else replace(spot, { type: "link", url, title, children: node.children });
    }
  }
}

const PHRASING = new Set(["paragraph", "heading", "emphasis", "strong", "delete", "link", "tableCell"]);

function showHtmlAsText(tree: Root, page: Page): void {
  for (const spot of spotsOf(tree)) {
    if (spot.node.type !== "html") continue;
    const { value, position } = spot.node;
    const remedy = "Write it in Markdown, or as a directive. To show a tag on purpose, put it between back-ticks.";
    page.findings.warn({ ...page.at(position?.start.line ?? 1), message: "HTML is shown as text.", remedy });
    const inline = PHRASING.has(spot.parent.type);
    replace(spot, inline ? { type: "text", value } : { type: "paragraph", children: [{ type: "text", value }] });
  }
}

/** A box that cannot be ticked is a sign, not a control. */
function spellOutTasks(tree: Root): void {
  for (const { node } of spotsOf(tree)) {
    if (node.type !== "listItem" || typeof node.checked !== "boolean") continue;
    const [first] = node.children;
    if (first?.type === "paragraph") first.children.unshift({ type: "text", value: node.checked ? "☑ " : "☐ " });
    node.checked = null;
  }
}

function groupVariants(tree: Root): void {
  const parents = [tree, ...spotsOf(tree).map(({ node }) => node)];
  for (const parent of parents) {
    if (!("children" in parent)) continue;
    const grouped: RootContent[] = [];
    for (const node of parent.children as RootContent[]) {
      const last = grouped.at(-1);
      if (node.type !== "containerDirective" || node.name !== "variant") grouped.push(node);
      else if (last?.type === "variantGroup") last.children.push(node);
      else grouped.push({ type: "variantGroup", children: [node], position: node.position });
    }
    parent.children = grouped as typeof parent.children;
  }
}
