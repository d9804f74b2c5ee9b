import { SaxesParser } from "saxes";
import { Unreadable } from "../../stop.ts";
import { MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS } from "../limits.ts";

/**
 * An element under the name that it has in QTI 2: `qti-choice-interaction` of QTI 3 is `choiceInteraction`, and its
 * attribute `max-choices` is `maxChoices`. Prefixes are gone.
 */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  line: number;
}
export type XmlNode = XmlElement | string;

export interface XmlFile {
  root: XmlElement;
  /** The namespace of the root; empty where it has none. */
  namespace: string;
  /** The name of the root as it is written, without its prefix. */
  rootName: string;
  /** True where there was a DOCTYPE, which was skipped. */
  doctype: boolean;
}

/**
 * Reads a well-formed text. Entities are never expanded, but for XML's own five and numbers; a DOCTYPE that could define
 * others is refused, and so is one nested or long beyond what a question needs. @throws Unreadable
 */
export function parseXml(text: string): XmlFile {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const holder: XmlElement = { name: "", attributes: {}, children: [], line: 0 };
  const open: XmlElement[] = [holder];
  let elements = 0;
  let doctype = false;
  let namespace = "";
  let rootName = "";

  parser.on("error", (error) => {
    throw new Unreadable(`The text is not well-formed XML: ${error.message.replace(/\.$/, "")}.`);
  });
  parser.on("doctype", (declaration) => {
    if (/<!\s*ENTITY/i.test(declaration))
      throw new Unreadable("The text defines entities of its own in its DOCTYPE, which is not taken. Save it without.");
    doctype = true;
  });
  parser.on("opentag", (tag) => {
    elements += 1;
    if (elements > MAX_ELEMENTS) throw new Unreadable(`The text has more than ${MAX_ELEMENTS} elements.`);
    if (open.length > MAX_DEPTH) throw new Unreadable(`The text is nested more than ${MAX_DEPTH} elements deep.`);
    const given = Object.entries(tag.attributes as Record<string, string>);
    if (given.length > MAX_ATTRIBUTES) throw new Unreadable(`An element has more than ${MAX_ATTRIBUTES} attributes.`);
    if (open.length === 1) {
      namespace = namespaceOf(tag.name, tag.attributes as Record<string, string>);
      rootName = tag.name.slice(tag.name.lastIndexOf(":") + 1);
    }
    const isQti3 = /(?:^|:)qti-/.test(tag.name);
    const attributes: Record<string, string> = Object.create(null);
    for (const [name, value] of given) attributes[attributeName(name, isQti3)] = value;
    const element: XmlElement = { name: elementName(tag.name), attributes, children: [], line: parser.line };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  const addText = (piece: string) => {
    const { children } = open.at(-1)!;
    const last = children.length - 1;
    if (typeof children[last] === "string") children[last] += piece;
    else children.push(piece);
  };
  parser.on("text", (piece) => {
    if (open.length > 1) addText(piece);
  });
  parser.on("cdata", addText);

  parser.write(text).close();
  const [root] = holder.children;
  if (root === undefined || typeof root === "string") throw new Unreadable("The text holds no XML element.");
  return { root, rootName, namespace, doctype };
}

/** The name of a text's first element under the name of QTI 2, without reading the text; empty where there is none. */
export function sniffRoot(text: string): string {
  let at = 0;
  for (let step = 0; step < 100; step += 1) {
    at += /^\s*/.exec(text.slice(at, at + 10_000))![0].length;
    const [doctype] = /^<!DOCTYPE[^[>]{0,500}(?:\[[^\]]{0,20000}\]\s*)?>/i.exec(text.slice(at, at + 20_600)) ?? [];
    if (doctype) {
      at += doctype.length;
      continue;
    }
    const end = text.startsWith("<!--", at)
      ? "-->"
      : text.startsWith("<?", at)
        ? "?>"
        : text.startsWith("<!", at)
          ? ">"
          : undefined;
    if (end === undefined) break;
    const found = text.indexOf(end, at);
    if (found < 0) return "";
    at = found + end.length;
  }
  const [, name = ""] = /^<([^\s/>]{1,100})/.exec(text.slice(at, at + 120)) ?? [];
  return elementName(name);
}

function namespaceOf(name: string, attributes: Record<string, string>): string {
  const [, prefix] = /^([^:]+):/.exec(name) ?? [];
  return attributes[prefix === undefined ? "xmlns" : `xmlns:${prefix}`] ?? "";
}

function elementName(name: string): string {
  const local = name.slice(name.lastIndexOf(":") + 1);
  return local.startsWith("qti-") ? camelCase(local.slice("qti-".length)) : local;
}

function attributeName(name: string, isQti3: boolean): string {
  if (name.startsWith("xml:")) return name;
  const local = name.slice(name.lastIndexOf(":") + 1);
  return isQti3 && !/^(?:data|aria)-/.test(local) ? camelCase(local) : local;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== "string";
}

export function elementsOf(element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter((node): node is XmlElement => isElement(node) && (name === undefined || node.name === name));
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element && elementsOf(element, name)[0];
}

/** All elements below, in the order of the text. */
export function descendantsOf(element: XmlElement, ...names: string[]): XmlElement[] {
  const found: XmlElement[] = [];
  const visit = (parent: XmlElement) => {
    for (const node of parent.children) {
      if (!isElement(node)) continue;
      if (names.length === 0 || names.includes(node.name)) found.push(node);
      visit(node);
    }
  };
  visit(element);
  return found;
}

export function textOf(element: XmlElement | undefined): string {
  return element ? element.children.map((node) => (isElement(node) ? textOf(node) : node)).join("") : "";
}

/** The text with runs of blanks as one. */
export function lineOf(element: XmlElement | undefined): string {
  return textOf(element).replace(/\s+/g, " ").trim();
}
