import type { Root, RootContent } from "hast";
import type { CompiledText } from "./compile-texts.server.ts";
import type { Findings } from "./fault.ts";
import { PLACEHOLDERS } from "./site-pages.ts";

const ANY = /\{\{(.*?)\}\}/g;
const KNOWN = new RegExp(`\\{\\{(?:${PLACEHOLDERS.join("|")})\\}\\}`, "g");
const USE = `Use one of ${PLACEHOLDERS.map((name) => `{{${name}}}`).join(", ")}, in the running text.`;

/**
 * Reports placeholders that nothing fills, and those that stand where HTML cannot be put: in a heading, which is in the
 * table of contents as well, in a link, in code or in an attribute.
 */
export function checkPlaceholders({ file, body, rendered }: CompiledText<unknown>, findings: Findings): void {
  const lines = body.split("\n");
  for (const [at, line] of lines.entries()) {
    for (const [mark] of line.replace(KNOWN, "").matchAll(ANY))
      findings.fault({ file, line: at + 1, message: `There is no placeholder ${mark}.`, remedy: USE });
  }
  const filled = countFillable(rendered.tree);
  if (count(rendered.html) === filled && count(body) === filled) return;
  const line = 1 + lines.findIndex((text) => count(text) > 0);
  findings.fault({ file, line, message: "A placeholder stands where it cannot be filled in.", remedy: USE });
}

const CLOSED = /^(?:h[1-6]|a|code|pre)$/;

function countFillable(node: Root | RootContent): number {
  if (node.type === "text") return count(node.value);
  if (!("children" in node) || (node.type === "element" && CLOSED.test(node.tagName))) return 0;
  return node.children.reduce((sum, child) => sum + countFillable(child), 0);
}

function count(text: string): number {
  return text.match(KNOWN)?.length ?? 0;
}
