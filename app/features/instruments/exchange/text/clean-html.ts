import type { Element, ElementContent, RootContent, Text } from "hast";
import { DEEPEST_HTML } from "../limits.ts";
import { Unsupported } from "../stop.ts";
import { asLink, asPicture } from "./clean-links.ts";
import type { HtmlDesk } from "./html-desk.ts";
import { lowered, raised } from "./raised-letters.ts";

const RUNS = new Set([
  "script",
  "style",
  "noscript",
  "iframe",
  "frame",
  "frameset",
  "applet",
  "template",
  "link",
  "meta",
  "base",
]);
const CONTROLS = new Set(["input", "button", "select", "textarea", "option", "datalist", "form", "fieldset", "dialog"]);
const LOOK = new Set(["u", "font", "mark", "small", "big", "center", "ins", "blink", "marquee"]);
const KEPT = new Set([
  ...[
    "p",
    "div",
    "span",
    "br",
    "hr",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "del",
    "strike",
    "code",
    "kbd",
    "samp",
    "tt",
    "var",
    "pre",
    "q",
  ],
  ...["ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "cite"],
  ...["abbr", "acronym", "address", "article", "section", "aside", "header", "footer", "main", "nav", "figure", "figcaption"],
  ...["label", "legend", "time", "bdi", "bdo", "dfn", "details", "summary", "wbr", "html", "body", "head", "colgroup", "col"],
]);

/** HTML with nothing in it but what our Markdown can say. What is left out is noted. */
export function cleanHtml(nodes: RootContent[], desk: HtmlDesk, depth = 0): ElementContent[] {
  if (depth > DEEPEST_HTML) throw new Unsupported("Its text is nested too deeply.");
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === "text") return [textNode(node.value.replaceAll("\u00a0", " "))];
    return node.type === "element" ? cleanElement(node, desk, depth) : [];
  });
}

function cleanElement(node: Element, desk: HtmlDesk, depth: number): ElementContent[] {
  const { tagName, properties } = node;
  const { notes } = desk;
  const inner = () => cleanHtml(node.children, desk, depth + 1);
  if (RUNS.has(tagName)) {
    notes.unsupported(`<${tagName}> in the text was left out with all that is in it.`);
    return [];
  }
  if (Object.keys(properties).some((name) => /^on/i.test(name))) {
    notes.unsupported("Scripts in attributes of the text (onclick and such) were left out.");
  }
  if (properties.style !== undefined || properties.color !== undefined || properties.align !== undefined || LOOK.has(tagName)) {
    notes.changed("Colours, sizes, underlining and other styling of the text are not kept.");
  }
  if (CONTROLS.has(tagName)) {
    notes.unsupported("Fields and buttons in the text were left out; their words stay.");
    return inner();
  }
  switch (tagName) {
    case "img":
      return asPicture(properties, desk);
    case "a":
      return asLink(properties, inner(), desk);
    case "audio":
    case "video":
    case "object":
    case "embed":
      return asRecording(node, desk, inner);
    case "source":
    case "track":
    case "param":
      return [];
    case "sub":
    case "sup": {
      const words = wordsOf(inner());
      const spelt = tagName === "sup" ? raised(words) : lowered(words);
      if (/[_^]/.test(spelt)) notes.changed("Raised and lowered letters are written with ^ and _.");
      return [textNode(spelt)];
    }
    case "math":
    case "svg":
      notes.changed(`<${tagName}> in the text is kept by its words only.`);
      return [textNode(wordsOf(inner()))];
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      notes.changed("Headings within a question are bold lines.");
      return [element("p", [element("strong", inner())])];
  }
  if (tagName === "td" || tagName === "th") {
    if (properties.colSpan || properties.rowSpan)
      notes.changed("Cells over several rows or columns of a table are single cells.");
  }
  if (KEPT.has(tagName)) return [element(tagName, inner(), tagName === "ol" ? { start: properties.start } : {})];
  if (LOOK.has(tagName)) return [element("span", inner())];
  // What looks like a tag but is none, such as the type in `List<String>`, is what somebody wrote to be read.
  notes.changed(`<${tagName.slice(0, 40)}> is no tag of HTML, so it stands as text.`);
  return [textNode(`<${tagName}>`), ...inner()];
}

/** A recording is a link to its file. */
function asRecording(node: Element, desk: HtmlDesk, inner: () => ElementContent[]): ElementContent[] {
  const own = node.properties.src ?? node.properties.data;
  const source = node.children.find((child): child is Element => child.type === "element" && child.tagName === "source");
  const href = own ?? source?.properties.src;
  desk.notes.changed("Recordings in the text are links to their files.");
  const words = inner();
  const shown = wordsOf(words).trim() || String(node.properties.title ?? "") || "Recording";
  return asLink({ href }, [textNode(shown)], desk);
}

export function textNode(value: string): Text {
  return { type: "text", value };
}

export function element(tagName: string, children: ElementContent[], properties: Element["properties"] = {}): Element {
  return { type: "element", tagName, properties, children };
}

export function wordsOf(nodes: ElementContent[]): string {
  return nodes
    .map((node) => (node.type === "text" ? node.value : node.type === "element" ? wordsOf(node.children) : ""))
    .join("");
}
