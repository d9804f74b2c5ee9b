import type { Element, ElementContent, Root } from "hast";
import { element } from "./page.ts";

/** Tables scroll within a frame of their own, also by keyboard; alignment becomes a class, and headers say what they head. */
export function tidyTables() {
  return (tree: Root): void => tidy(tree);
}

function tidy(parent: Root | Element): void {
  const children = parent.children as ElementContent[];
  children.forEach((child, index) => {
    if (child.type !== "element") return;
    tidy(child);
    if (child.tagName === "th") child.properties.scope = "col";
    if (child.tagName === "th" || child.tagName === "td") {
      const { align } = child.properties;
      delete child.properties.align;
      if (align) child.properties.className = [`align-${align}`];
    }
    // What can be scrolled must be reachable by keyboard.
    if (child.tagName === "pre") child.properties.tabIndex = 0;
    if (child.tagName === "table")
      children[index] = element("div", { className: ["table"], role: "group", tabIndex: 0, ariaLabel: "Table" }, child);
  });
}
