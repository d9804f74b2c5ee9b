import type { ElementContent, Root, RootContent } from "hast";

// Languages that put no spaces between words are counted by the sign, as their readers count.
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu;

/** Words that one reader reads: transcripts do not count, and of each group of variants only the longest does. */
export function countWords(node: Root | RootContent | ElementContent): number {
  if (node.type === "text") return node.value.match(WORD)?.length ?? 0;
  if (!("children" in node)) return 0;
  if (node.type === "element") {
    const { className } = node.properties;
    if (Array.isArray(className) && className.includes("transcript")) return 0;
  }
  const counts = node.children.map(countWords);
  const isVariants = node.type === "element" && node.properties.dataVariants !== undefined;
  return isVariants ? Math.max(0, ...counts) : counts.reduce((sum, count) => sum + count, 0);
}
