import type { Element, ElementContent, Text } from "hast";
import { Unsupported } from "../../stop.ts";
import { wordsOf } from "../../text/clean-html.ts";
import { lowered, raised } from "../../text/raised-letters.ts";
import { imageOf, linkOf, recordingOf } from "./clean-media.ts";
import type { Desk } from "./desk.ts";
import { mathText } from "./math-text.ts";
import { CLOSE, OPEN } from "./to-markdown.ts";

/** Deeper than any text that a person writes. */
const MAX_NESTING = 100;

/** What is left out with everything in it, and what to call it. */
const DROPPED: Record<string, string> = {
  script: "A script",
  noscript: "A text for browsers without scripts",
  style: "A style sheet",
  link: "A style sheet",
  iframe: "A page within the page (iframe)",
  frame: "A page within the page (frame)",
  embed: "An embedded object",
  applet: "An embedded object",
  svg: "A drawing (SVG) within the text",
  canvas: "A drawing (canvas)",
  form: "A form",
  input: "A field of a form",
  button: "A button",
  select: "A field of a form",
  textarea: "A field of a form",
  template: "A template",
  map: "The areas of a picture",
};

/** What Markdown has no word for and is read as what stands in it. */
const FORMATS = ["u", "ins", "mark", "font", "small", "big", "center", "bdo", "bdi", "abbr", "acronym", "dfn"];

/** HTML with nothing in it but what our Markdown can say; what was left out is told at the desk. */
export function cleanHtml(nodes: ElementContent[], desk: Desk, depth = 0): ElementContent[] {
  if (depth > MAX_NESTING) throw new Unsupported("its text is nested too deeply");
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === "text") return [cleanText(node)];
    return node.type === "element" ? cleanElement(node, desk, depth) : [];
  });
}

function cleanText({ value }: Text): Text {
  return { type: "text", value: value.replace(/[\uE002-\uE0FF]/g, "\uFFFD") };
}

function cleanElement(node: Element, desk: Desk, depth: number): ElementContent[] {
  const { tagName, properties } = node;
  const inner = () => cleanHtml(node.children, desk, depth + 1);
  const dropped = Object.hasOwn(DROPPED, tagName) ? DROPPED[tagName] : undefined;
  if (dropped) {
    desk.unsupported(`${dropped} in the text was left out.`);
    return [];
  }
  noteProperties(node, desk);
  switch (tagName) {
    case "img":
      return [imageOf(properties, desk)];
    case "object":
    case "audio":
    case "video":
      return recordingOf(node, inner(), desk);
    case "source":
    case "track":
    case "param":
      return [];
    case "a":
      return linkOf(node, inner(), desk);
    case "math": {
      desk.changed("A formula is written as text: the course's Markdown has no formulas.");
      return [text(mathText(node))];
    }
    case "sup":
    case "sub": {
      const words = wordsOf(inner());
      const spelt = tagName === "sup" ? raised(words) : lowered(words);
      if (/[_^]/.test(spelt)) desk.changed("Raised and lowered letters are written with ^ and _.");
      return [text(spelt)];
    }
    case "rt":
      return [text(` (${wordsOf(inner()).trim()})`)];
    case "rp":
      return [];
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      desk.changed("A heading within a question is a bold line.");
      return [element("p", element("strong", ...inner()))];
    case "table":
      return cleanTable(node, inner(), desk);
    default:
      if (FORMATS.includes(tagName)) desk.changed("Underlining, marks, sizes and colours are not kept.");
      return [{ type: "element", tagName, properties: keptProperties(node), children: inner() }];
  }
}

/** The caption of a table stands before it; cells over several rows or columns are single ones. */
function cleanTable(node: Element, children: ElementContent[], desk: Desk): ElementContent[] {
  const captions = children.filter((child): child is Element => child.type === "element" && child.tagName === "caption");
  const rest = children.filter((child) => !captions.includes(child as Element));
  const table: Element = { type: "element", tagName: "table", properties: keptProperties(node), children: rest };
  if (!hasBody(table)) return captions.flatMap((caption) => element("p", ...caption.children));
  return [...captions.map((caption) => element("p", ...caption.children)), table];

  function hasBody(part: Element): boolean {
    let cells = 0;
    const visit = (one: Element) => {
      if (one.tagName === "td" || one.tagName === "th") {
        cells += 1;
        if (one.properties.colSpan !== undefined || one.properties.rowSpan !== undefined)
          desk.changed("Cells over several rows or columns of a table are single cells.");
      }
      for (const child of one.children) if (child.type === "element") visit(child);
    };
    visit(part);
    return cells > 0;
  }
}

function noteProperties({ tagName, properties }: Element, desk: Desk): void {
  for (const name of Object.keys(properties)) {
    if (/^on/i.test(name)) desk.unsupported("A script in an attribute of the text was left out.");
    else if (name === "style" || name === "className" || name === "class" || name === "align" || name === "bgColor") {
      if (tagName !== "table" && tagName !== "td" && tagName !== "th")
        desk.changed("Layout and colours of the text (class, style) are not kept.");
    } else if (name === "dir") desk.changed("The direction of the text is not kept.");
  }
}

const KEPT = ["start", "cite", "align", "checked"];

function keptProperties({ properties }: Element): Element["properties"] {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => KEPT.includes(name)));
}

export function text(value: string): Text {
  return { type: "text", value };
}

export function element(tagName: string, ...children: ElementContent[]): Element {
  return { type: "element", tagName, properties: {}, children };
}

/** A text of the file without the signs that mark what is put in later. */
export function withoutMarks(value: string): string {
  return value.replaceAll(OPEN, "\uFFFD").replaceAll(CLOSE, "\uFFFD");
}
