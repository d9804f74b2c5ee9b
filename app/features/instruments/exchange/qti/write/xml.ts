/** An element to be written, under the name that it has in QTI 3. */
export interface Xml {
  name: string;
  attributes: Record<string, string>;
  children: XmlPart[];
}
export type XmlPart = Xml | string;

type Given = Record<string, string | number | boolean | undefined>;

export function xml(name: string, given: Given = {}, ...children: XmlPart[]): Xml {
  const attributes = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return { name, attributes: Object.fromEntries(attributes), children };
}

/** An element of QTI. */
export function qti(name: string, given: Given = {}, ...children: XmlPart[]): Xml {
  return xml(`qti-${name}`, given, ...children);
}

export function writeXml(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, 0)}\n`;
}

function write({ name, attributes, children }: Xml, depth: number): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  const head = `<${name}${words.join("")}`;
  if (children.length === 0) return `${head}/>`;
  // Blanks between elements say something only where words stand beside them.
  const isFrame =
    depth < 40 &&
    children.every((child) => typeof child !== "string") &&
    !/^(?:p|li|td|th|pre|h\d|a|em|strong|span|div)$/.test(name);
  const indent = isFrame ? `\n${"  ".repeat(depth + 1)}` : "";
  const inner = children.map((child) => indent + (typeof child === "string" ? escapeText(child) : write(child, depth + 1)));
  return `${head}>${inner.join("")}${isFrame ? `\n${"  ".repeat(depth)}` : ""}</${name}>`;
}

/** What XML 1.0 cannot hold is shown as a character that could not be read. */
function legal(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}

function escapeText(text: string): string {
  return legal(text).replace(/[&<>\r]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&#13;");
}

function escapeAttribute(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return legal(text).replace(/[&<>"\t\n\r]/g, (sign) => signs[sign] ?? `&#${sign.charCodeAt(0)};`);
}
