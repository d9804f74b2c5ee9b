import type { Nodes, Parents, Root, RootContent } from "mdast";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";

/** Deeper than any text that a person reads; above it, recursion could run out of stack. */
const MAX_DEPTH = 60;

interface MicromarkExtension {
  text?: Record<number, unknown>;
}

/** Takes `:name` out of the directives' syntax, so that "10:30" and ":foo" stay the text they are. */
function withoutTextDirectives(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: MicromarkExtension[] };
  const colon = ":".charCodeAt(0);
  data.micromarkExtensions = data.micromarkExtensions?.map(({ text = {}, ...rest }) => ({
    ...rest,
    text: Object.fromEntries(Object.entries(text).filter(([code]) => Number(code) !== colon)),
  }));
}

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkDirective).use(withoutTextDirectives);

/** The syntax tree of a Markdown text; undefined where it is nested too deeply to be meant. */
export function parseMarkdown(source: string): Root | undefined {
  try {
    const tree = parser.parse(source);
    return isTooDeep(tree) ? undefined : tree;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isTooDeep(tree: Root): boolean {
  let level: Nodes[] = [tree];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((node) => ("children" in node ? node.children : []));
  }
  return false;
}

export interface Spot {
  node: RootContent;
  parent: Parents;
}

/** Every node below the root with its parent, in reading order, as they are when it is called. */
export function spotsOf(tree: Root): Spot[] {
  const spots: Spot[] = [];
  const visit = (parent: Parents) => {
    for (const node of parent.children as RootContent[]) {
      spots.push({ node, parent });
      if ("children" in node) visit(node);
    }
  };
  visit(tree);
  return spots;
}

/** Puts `node` where `old` was. */
export function replace({ node: old, parent }: Spot, node: RootContent): void {
  const children = parent.children as RootContent[];
  children[children.indexOf(old)] = { ...node, position: old.position };
}
