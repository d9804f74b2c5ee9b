import type { Element, ElementContent } from "hast";
import { lowered, raised } from "../../text/raised-letters.ts";

/** Formulas as plain text, since the course's Markdown has none. */

/** A MathML formula in one line: `a/b`, `x²`, `√(x)`. */
export function mathText(math: Element): string {
  const words = math.properties.alttext ?? math.properties.altText;
  if (typeof words === "string" && words.trim() !== "") return words.trim();
  return lineOf(math).replace(/\s+/g, " ").trim();
}

function lineOf(node: ElementContent): string {
  if (node.type === "text") return node.value.replace(/\s+/g, " ").trim();
  if (node.type !== "element") return "";
  const parts = node.children.filter((child) => child.type === "element" || (child.type === "text" && child.value.trim() !== ""));
  const at = (index: number) => (parts[index] ? lineOf(parts[index]) : "");
  const all = () => parts.map(lineOf).join("");
  switch (node.tagName) {
    case "annotation":
    case "annotation-xml":
      return "";
    case "semantics":
      return at(0);
    case "mo": {
      const sign = all();
      return /^[=<>≤≥≠≈+\-−±×÷·∗*→⇒∈]$/.test(sign) ? ` ${sign} ` : sign === "\u2062" || sign === "\u2061" ? "" : sign;
    }
    case "mfrac":
      return `${grouped(at(0))}/${grouped(at(1))}`;
    case "msup":
      return `${grouped(at(0))}${raised(at(1))}`;
    case "msub":
      return `${at(0)}${lowered(at(1))}`;
    case "msubsup":
    case "munderover":
      return `${at(0)}${lowered(at(1))}${raised(at(2))}`;
    case "munder":
      return `${at(0)}${lowered(at(1))}`;
    case "mover":
      return `${at(0)}${at(1)}`;
    case "msqrt":
      return `√${grouped(all())}`;
    case "mroot":
      return `${raised(at(1))}√${grouped(at(0))}`;
    case "mfenced":
      return `(${parts.map(lineOf).join(", ")})`;
    case "mspace":
      return " ";
    case "mtable":
      return `[${parts.map(lineOf).join("; ")}]`;
    case "mtr":
      return parts.map(lineOf).join(", ");
    default:
      return all();
  }
}

function grouped(text: string): string {
  const plain = text.trim();
  return /^[\p{L}\p{N}.]*$/u.test(plain) || /^\([^()]*\)$/.test(plain) ? plain : `(${plain})`;
}
