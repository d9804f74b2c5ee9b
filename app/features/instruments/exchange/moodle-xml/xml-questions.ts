import { SaxesParser } from "saxes";
import { DEEPEST_XML, LONGEST_QUESTION, MOST_QUESTIONS } from "../limits.ts";
import { Refused } from "../stop.ts";

/** An element of a question. Text is that of the element itself, without its children's. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

export interface XmlQuestion {
  element: XmlElement;
  /** Where it begins. */
  line: number;
  /** Its texts were so long that not all of them were kept. */
  isTooLong: boolean;
}

const MOST_ELEMENTS = 5_000;
const MOST_ATTRIBUTES = 100;
const CHUNK = 65_536;

/**
 * Hands over one question after the other, so that only one is held as a tree. Entities are never expanded but for XML's
 * own; a DOCTYPE is refused. @throws Refused
 */
export function eachXmlQuestion(text: string, take: (question: XmlQuestion) => void): void {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: XmlElement[] = [];
  let depth = 0;
  let questions = 0;
  let elements = 0;
  let length = 0;
  let line = 1;
  let attributes = 0;

  parser.on("error", (error) => {
    throw new Refused(`This is not well-formed XML: ${error.message.slice(0, 200).replace(/\.$/, "")}.`);
  });
  parser.on("doctype", () => {
    throw new Refused("The file has a DOCTYPE, which could define entities of its own. Save it without.");
  });
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > MOST_ATTRIBUTES) throw new Refused(`An element has more than ${MOST_ATTRIBUTES} attributes.`);
  });
  parser.on("opentag", ({ name, attributes: given }) => {
    attributes = 0;
    depth += 1;
    if (depth > DEEPEST_XML) throw new Refused(`Elements are nested more than ${DEEPEST_XML} deep.`);
    if (depth === 1 && name !== "quiz") throw new Refused("This is not Moodle XML: it does not begin with <quiz>.");
    if (depth === 2) {
      questions += 1;
      if (questions > MOST_QUESTIONS) throw new Refused(`The file has more than ${MOST_QUESTIONS} questions. Divide it.`);
      elements = 0;
      length = 0;
      line = parser.line;
    }
    elements += 1;
    if (depth < 2 || elements > MOST_ELEMENTS) return;
    const element = { name, attributes: given as Record<string, string>, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (piece: string) => {
    const element = open.at(-1);
    // Embedded files are as long as they are: the file's own limit holds for them.
    if (element && element.name !== "file") length += piece.length;
    if (element && length <= LONGEST_QUESTION) element.text += piece;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    // Elements beyond the limit were never opened here.
    if (depth >= 2 && open.length === depth - 1) {
      const element = open.pop()!;
      if (depth === 2) take({ element, line, isTooLong: length > LONGEST_QUESTION || elements > MOST_ELEMENTS });
    }
    depth -= 1;
  });
  for (let from = 0; from < text.length; from += CHUNK) parser.write(text.slice(from, from + CHUNK));
  parser.close();
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The text of a child, or of the `<text>` in it; empty where there is none. */
export function textIn(element: XmlElement | undefined, name: string): string {
  const child = childOf(element, name);
  return (childOf(child, "text") ?? child)?.text.trim() ?? "";
}
