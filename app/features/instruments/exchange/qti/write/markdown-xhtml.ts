import type { Element, ElementContent, Root as HtmlRoot } from "hast";
import type { Root, RootContentMap } from "mdast";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype, { type Options } from "remark-rehype";
import { type Processor, unified } from "unified";
import { type Xml, type XmlPart, xml } from "./xml.ts";

/** The course's Markdown as the XHTML that QTI takes. Raw HTML is text, as it is in a course. */

interface MicromarkExtension {
  text?: Record<number, unknown>;
}

/** Colons within a line are only colons: `docs/course-folder.md`. */
function withoutTextDirectives(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: MicromarkExtension[] };
  data.micromarkExtensions = data.micromarkExtensions?.map(({ text = {}, ...rest }) => ({
    ...rest,
    text: Object.fromEntries(Object.entries(text).filter(([code]) => Number(code) !== ":".charCodeAt(0))),
  }));
}

type Handlers = NonNullable<Options["handlers"]>;
type State = Parameters<NonNullable<Handlers["text"]>>[0];

const handlers: Handlers = {
  html: (_: State, { value }: { value: string }) => ({ type: "text", value }),
  containerDirective: writeDirective,
  leafDirective: writeDirective,
};
const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkDirective).use(withoutTextDirectives);
const toHtml = unified().use(remarkRehype, { handlers });

/** A block of ours, as what can be shown of it: the recording with its title, or what stands in it. */
function writeDirective(state: State, node: RootContentMap["containerDirective"] | RootContentMap["leafDirective"]): Element {
  const { file, title } = node.attributes ?? {};
  const children: ElementContent[] = state.all(node);
  if (file && /^(?:audio|video)$/.test(node.name)) {
    children.push({
      type: "element",
      tagName: node.name,
      properties: { src: `media:${file}`, controls: "controls" },
      children: [],
    });
  }
  if (title) children.push({ type: "element", tagName: "p", properties: {}, children: [{ type: "text", value: title }] });
  return { type: "element", tagName: "div", properties: { className: [`block-${node.name}`] }, children };
}

/** Writes texts, and keeps the names of the files of media/ that they show. */
export class Texts {
  readonly media = new Set<string>();

  block(markdown: string): XmlPart[] {
    return this.#content(markdown).filter((part) => typeof part !== "string" || part.trim() !== "");
  }

  /** Without its paragraph, where it is one. */
  inline(markdown: string): XmlPart[] {
    const parts = this.block(markdown);
    const [only] = parts;
    return parts.length === 1 && only !== undefined && typeof only !== "string" && only.name === "p" ? only.children : parts;
  }

  /** A text in which `{{key}}` is what `gap` gives for it. */
  withGaps(markdown: string, gap: (key: string) => Xml | undefined): XmlPart[] {
    const fill = (part: XmlPart): XmlPart[] => {
      if (typeof part !== "string") return [{ ...part, children: part.children.flatMap(fill) }];
      return part.split(/(\{\{[a-z0-9]+(?:-[a-z0-9]+)*\}\})/).flatMap((piece): XmlPart[] => {
        const found = piece.startsWith("{{") ? gap(piece.slice(2, -2)) : undefined;
        return found ? [found] : piece === "" ? [] : [piece];
      });
    };
    return this.block(markdown).flatMap(fill);
  }

  #content(markdown: string): XmlPart[] {
    const tree = toHtml.runSync(parser.parse(markdown) as Root) as unknown as HtmlRoot;
    return tree.children.flatMap((node) => (node.type === "doctype" ? [] : this.#part(node)));
  }

  #part(node: ElementContent): XmlPart[] {
    if (node.type === "text") return [node.value];
    if (node.type !== "element") return [];
    const { tagName, properties } = node;
    const children = node.children.flatMap((child) => this.#part(child));
    // A task list's box says nothing that the words do not.
    if (tagName === "input") return [];
    const name = tagName === "del" ? "span" : tagName;
    return [xml(name, this.#attributes(tagName, properties), ...children)];
  }

  #attributes(
    tagName: string,
    { src, href, alt, title, start, className, controls }: Element["properties"],
  ): Record<string, string | undefined> {
    const word = (value: unknown) => (value === undefined || value === null ? undefined : String(value));
    if (tagName === "img") return { src: this.#address(String(src ?? "")), alt: word(alt) ?? "", title: word(title) };
    if (tagName === "audio" || tagName === "video") return { src: this.#address(String(src)), controls: word(controls) };
    if (tagName === "a") return { href: this.#address(String(href ?? "")), title: word(title) };
    if (tagName === "ol") return { start: word(start) };
    if (tagName === "div" || tagName === "code")
      return { class: Array.isArray(className) ? className.join(" ") : word(className) };
    return tagName === "del" ? { class: "struck-out" } : {};
  }

  /** `media:plane.svg`, or the same as a path, is a file beside the items' folder. */
  #address(address: string): string {
    const [, coded] = /^(?:media:|(?:\.\.\/)+media\/)([^/\\]+)$/.exec(address) ?? [];
    if (coded === undefined) return address;
    const name = decoded(coded);
    this.media.add(name);
    return mediaAddress(name);
  }
}

export function mediaAddress(name: string): string {
  return `../media/${encodeURIComponent(name)}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The words of a text in one line. */
export function wordsOf(parts: XmlPart[]): string {
  const words = (part: XmlPart): string =>
    typeof part === "string" ? part : ` ${part.attributes.alt ?? part.children.map(words).join("")}`;
  return parts.map(words).join("").replace(/\s+/g, " ").trim();
}
