import type { ElementContent, Root } from "hast";
import rehypeParse from "rehype-parse";
import { unified } from "unified";
import { Unsupported } from "../../stop.ts";
import { gapMark } from "../assemble/cloze-item.ts";
import { MAX_HTML } from "../limits.ts";
import { elementsOf, isElement, textOf, type XmlElement, type XmlNode } from "../package/xml-tree.ts";
import { cleanHtml, element, text, withoutMarks } from "../text/clean-html.ts";
import type { Desk } from "../text/desk.ts";
import { blockMarkdown, inlineMarkdown, plainLine } from "../text/to-markdown.ts";

/** Texts of QTI 1.2: material that is plain, or HTML written as text. */

const parser = unified().use(rehypeParse, { fragment: true });

/** A text in whose middle a response stands: its gap. */
export type GapOf = (response: XmlElement) => ElementContent[];

export class Material {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  block(nodes: XmlNode[], gapOf: GapOf = () => []): string {
    return blockMarkdown(this.clean(nodes, gapOf));
  }

  inline(nodes: XmlNode[]): string {
    return inlineMarkdown(this.clean(nodes), this.#desk);
  }

  line(nodes: XmlNode[]): string {
    return plainLine(this.clean(nodes), this.#desk);
  }

  /** HTML that stands in an element as text. */
  html(source: string): string {
    return blockMarkdown(cleanHtml(parseHtml(source), this.#desk));
  }

  clean(nodes: XmlNode[], gapOf: GapOf = () => []): ElementContent[] {
    return cleanHtml(this.#toHast(nodes, gapOf), this.#desk);
  }

  #toHast(nodes: XmlNode[], gapOf: GapOf): ElementContent[] {
    return nodes.flatMap((node) => (isElement(node) ? this.#visit(node, gapOf) : []));
  }

  #visit(node: XmlElement, gapOf: GapOf): ElementContent[] {
    const { name, attributes, children } = node;
    switch (name) {
      case "mattext":
      case "matemtext": {
        const type = attributes.texttype ?? "text/plain";
        const content = /html|rtf/i.test(type) ? this.#html(node) : plain(node);
        return name === "matemtext" ? [element("em", ...content)] : content;
      }
      case "matimage":
      case "mataudio":
      case "matvideo": {
        const source = attributes.uri ?? attributes.entityref ?? "";
        const tagName = name === "matimage" ? "img" : "audio";
        return [{ type: "element", tagName, properties: { src: source, alt: attributes.label ?? "" }, children: [] }];
      }
      case "matbreak":
        return [{ type: "element", tagName: "br", properties: {}, children: [] }];
      case "material":
      case "material_ref":
      case "altmaterial": {
        if (name === "altmaterial") return [];
        // Inline where it is, so that gaps stand within their sentence.
        return this.#toHast(children, gapOf);
      }
      case "flow":
      case "flow_mat":
      case "flow_label":
        return [element("div", ...this.#toHast(children, gapOf))];
      case "response_lid":
      case "response_str":
      case "response_num":
      case "response_xy":
      case "response_grp":
      case "response_extension":
        return gapOf(node);
      default:
        if (name.startsWith("mat")) {
          this.#desk.unsupported(`Material of a kind that is not known here (${name}) was left out.`);
          return [];
        }
        return this.#toHast(children, gapOf);
    }
  }

  /** HTML is text in a mattext; some write it as elements. */
  #html(node: XmlElement): ElementContent[] {
    if (elementsOf(node).length > 0) return node.children.map(asHtml);
    return parseHtml(textOf(node));
  }
}

function plain(node: XmlElement): ElementContent[] {
  const source = textOf(node);
  // Plain text that has tags is HTML that was given the wrong name, as some exports do.
  if (/<(?:p|div|span|br|img|b|i|em|strong|sub|sup|table|ul|ol)\b[^>]*>/i.test(source)) return parseHtml(source);
  return [text(withoutMarks(source))];
}

function asHtml(node: XmlNode): ElementContent {
  if (!isElement(node)) return text(withoutMarks(node));
  const properties = Object.fromEntries(
    Object.entries(node.attributes).map(([name, value]) => [name === "class" ? "className" : name, value]),
  );
  return { type: "element", tagName: node.name.toLowerCase(), properties, children: node.children.map(asHtml) };
}

function parseHtml(source: string): ElementContent[] {
  if (source.length > MAX_HTML) throw new Unsupported(`one of its texts has more than ${MAX_HTML} characters`);
  try {
    const tree: Root = parser.parse(withoutMarks(source));
    return tree.children.filter((node): node is ElementContent => node.type !== "doctype");
  } catch (error) {
    if (error instanceof RangeError) throw new Unsupported("its text is nested too deeply");
    throw error;
  }
}

/** Puts marks where `[name]` stands in a text. Returns the names that were found. */
export function markNames(nodes: ElementContent[], names: Map<string, string>): Set<string> {
  const found = new Set<string>();
  const visit = (list: ElementContent[]) => {
    for (const node of list) {
      if (node.type === "element") visit(node.children);
      else if (node.type === "text") {
        node.value = node.value.replace(/\[([^\][]{1,120})\]/g, (whole, name: string) => {
          const id = names.get(name.trim());
          if (id === undefined || found.has(id)) return whole;
          found.add(id);
          return gapMark(id);
        });
      }
    }
  };
  visit(nodes);
  return found;
}
