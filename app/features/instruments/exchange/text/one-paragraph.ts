import type { PhrasingContent, Root, RootContent } from "mdast";

/** All that can stand within a line, in one paragraph, with `between` where one block ended. */
export function inOneParagraph(tree: Root, between: PhrasingContent): Root {
  const line: PhrasingContent[] = [];
  for (const block of tree.children) {
    const run = phrasesOf(block);
    if (run.length > 0 && line.length > 0) line.push(between);
    line.push(...run);
  }
  return { type: "root", children: [{ type: "paragraph", children: line }] };
}

function phrasesOf(block: RootContent): PhrasingContent[] {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return block.children;
    case "code":
      return [{ type: "inlineCode", value: block.value.replace(/\s+/g, " ") }];
    case "list":
    case "listItem":
    case "blockquote":
    case "table":
    case "tableRow":
      return (block.children as RootContent[]).flatMap((child, index) => {
        const run = child.type === "tableCell" ? child.children : phrasesOf(child);
        return index === 0 || run.length === 0 ? run : [{ type: "text" as const, value: " " }, ...run];
      });
    default:
      return [];
  }
}
