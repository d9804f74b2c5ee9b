import type { ElementContent } from "hast";
import { Unsupported } from "../../stop.ts";
import { gapMark } from "../assemble/cloze-item.ts";
import { MAX_FEEDBACK, MAX_HTML, MAX_PARTS } from "../limits.ts";
import type { Feedback } from "../marking/marker.ts";
import type { FeedbackRule } from "../marking/response-processing.ts";
import { elementsOf, isElement, type XmlElement, type XmlNode } from "../package/xml-tree.ts";
import { cleanHtml, element, text, withoutMarks } from "../text/clean-html.ts";
import { type Desk, quoted } from "../text/desk.ts";
import { blockMarkdown, inlineMarkdown, plainLine } from "../text/to-markdown.ts";

/** An interaction that stands in the text as a mark. */
export interface PlacedInteraction {
  /** The name of its mark, and of the item's part. */
  id: string;
  element: XmlElement;
  /** Within a line: a gap. */
  inline: boolean;
}

/** A choice of a response. */
export interface ChoicePlace {
  within: string;
  response: string;
}

const INLINE = ["textEntryInteraction", "inlineChoiceInteraction"];

/** Names of QTI that are read as what stands in them. */
const TRANSPARENT = [
  "itemBody",
  "prompt",
  "contentBody",
  "stimulusBody",
  "feedbackInline",
  "feedbackBlock",
  "modalFeedback",
  "rubricBlock",
  "simpleChoice",
  "simpleAssociableChoice",
  "gapText",
  "inlineChoice",
  "htmlContent",
  "infoControl",
];

/** What is left out of an item's text, and what to call it. */
const LEFT_OUT: Record<string, string> = {
  stylesheet: "A style sheet was left out.",
  catalogInfo: "Alternative forms of the text for assistive technology (catalogue) were left out.",
  include: "A part of the text that lies in another file (include) was left out.",
  endAttemptInteraction: "A button that ends the attempt was left out.",
  companionMaterialsInfo: "Tools beside the question (calculators, rulers) were left out.",
};

/** Reads the texts of one item of QTI 2 or 3: marks interactions, and takes feedback, hints and notes for others out. */
export class ItemText {
  readonly interactions: PlacedInteraction[] = [];
  readonly feedback: Feedback[] = [];
  readonly rules: FeedbackRule[] = [];
  readonly hints: string[] = [];
  readonly #desk: Desk;
  /** The choice whose text is read. */
  #within: ChoicePlace | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  block(nodes: XmlNode[]): string {
    return blockMarkdown(this.#clean(nodes));
  }

  /** One paragraph; `within` is the choice whose text it is. */
  inline(nodes: XmlNode[], within?: ChoicePlace): string {
    this.#within = within;
    const markdown = inlineMarkdown(this.#clean(nodes), this.#desk);
    this.#within = undefined;
    return markdown;
  }

  line(nodes: XmlNode[], within?: ChoicePlace): string {
    this.#within = within;
    const line = plainLine(this.#clean(nodes), this.#desk);
    this.#within = undefined;
    return line;
  }

  /** Feedback and notes that stand beside the body. */
  readBeside(item: XmlElement): void {
    for (const child of elementsOf(item)) {
      if (child.name === "modalFeedback") this.#takeFeedback(child);
      else if (Object.hasOwn(LEFT_OUT, child.name)) this.#desk.unsupported(LEFT_OUT[child.name]!);
    }
  }

  #clean(nodes: XmlNode[]): ElementContent[] {
    if (lengthOf(nodes) > MAX_HTML) throw new Unsupported(`one of its texts has more than ${MAX_HTML} characters`);
    return cleanHtml(this.#toHast(nodes), this.#desk);
  }

  #toHast(nodes: XmlNode[]): ElementContent[] {
    return nodes.flatMap((node) => (isElement(node) ? this.#visit(node) : [text(withoutMarks(node))]));
  }

  #visit(node: XmlElement): ElementContent[] {
    const { name, children } = node;
    if (name.endsWith("Interaction") && name !== "endAttemptInteraction") return this.#placeInteraction(node);
    if (Object.hasOwn(LEFT_OUT, name)) {
      this.#desk.unsupported(LEFT_OUT[name]!);
      return [];
    }
    switch (name) {
      case "feedbackInline":
      case "feedbackBlock":
      case "modalFeedback":
        this.#takeFeedback(node);
        return [];
      case "rubricBlock":
        return this.#readRubric(node);
      case "infoControl": {
        const hint = this.block(children);
        if (hint !== "") this.hints.push(hint);
        return [];
      }
      case "details":
        return this.#readDetails(node);
      case "templateBlock":
      case "templateInline":
      case "printedVariable":
        throw new Unsupported("parts of its text are made up anew for each attempt");
      case "gap":
        return [text(gapMark(node.attributes.identifier ?? ""))];
      case "hottext":
        return [element("strong", ...this.#toHast(children))];
      case "prompt":
        return [element("div", ...this.#toHast(children))];
      case "math":
        return [mathElement(node)];
      default:
        if (TRANSPARENT.includes(name)) return [element("div", ...this.#toHast(children))];
        return [{ type: "element", tagName: name, properties: propertiesOf(node), children: this.#toHast(children) }];
    }
  }

  /** A hint, as our export writes it and others do. */
  #readDetails(node: XmlElement): ElementContent[] {
    const { attributes, children } = node;
    if (!/\bhint\b/i.test(attributes.class ?? "")) return [element("div", ...this.#toHast(children))];
    const hint = this.block(children.filter((child) => !isElement(child) || child.name !== "summary"));
    if (hint !== "") this.hints.push(hint);
    return [];
  }

  #placeInteraction(node: XmlElement): ElementContent[] {
    if (this.interactions.length >= MAX_PARTS) throw new Unsupported(`it has more than ${MAX_PARTS} parts`);
    const id = `i${this.interactions.length + 1}`;
    const inline = INLINE.includes(node.name);
    this.interactions.push({ id, element: node, inline });
    return inline ? [text(gapMark(id))] : [element("p", text(gapMark(id)))];
  }

  #takeFeedback({ attributes, children }: XmlElement): void {
    if (this.rules.length >= MAX_FEEDBACK) throw new Unsupported(`it has more than ${MAX_FEEDBACK} feedbacks`);
    const id = `feedback ${this.rules.length + 1}`;
    const { outcomeIdentifier = "", identifier = "", showHide } = attributes;
    this.rules.push({ id, outcome: outcomeIdentifier, identifier, show: showHide !== "hide" });
    const within = this.#within;
    this.#within = undefined;
    const markdown = this.block(children);
    this.#within = within;
    this.feedback.push({ id, name: identifier, markdown, ...within });
  }

  #readRubric({ attributes, children }: XmlElement): ElementContent[] {
    const views = (attributes.view ?? "candidate").split(/\s+/);
    const content = this.#toHast(children);
    if (views.includes("candidate") || views.includes("testTaker")) return [element("div", ...content)];
    const words = blockMarkdown(cleanHtml(content, this.#desk));
    this.#desk.unsupported(`A text that is only for the ${views.join(", ")} was left out: ${quoted(words)}`);
    return [];
  }
}

function mathElement(node: XmlElement): ElementContent {
  return {
    type: "element",
    tagName: node.name,
    properties: { ...node.attributes },
    children: node.children.map((child) => (isElement(child) ? mathElement(child) : text(child))) as ElementContent[],
  };
}

/** Attributes under the names that HTML's tree has for them. */
function propertiesOf({ attributes }: XmlElement): Record<string, string> {
  const names: Record<string, string> = {
    class: "className",
    colspan: "colSpan",
    rowspan: "rowSpan",
  };
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [names[name] ?? name, value]));
}

/** Characters, with some for each element; the answers of an interaction are read by themselves. */
function lengthOf(nodes: XmlNode[]): number {
  return nodes.reduce((total, node) => {
    if (!isElement(node)) return total + node.length;
    return total + 4 + (node.name.endsWith("Interaction") ? 0 : lengthOf(node.children));
  }, 0);
}
