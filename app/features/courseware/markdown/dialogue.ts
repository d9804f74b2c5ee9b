import type { Element, ElementContent } from "hast";
import type { Paragraph, RootContent } from "mdast";
import { toString as toPlainText } from "mdast-util-to-string";
import { z } from "zod";
import { attribute, type Desk, directive, onLines } from "./directive.ts";
import { element } from "./page.ts";

/**
 * Turns of speech. Each turn names its speaker in words, and numbers the speakers (1, 2, ... in the order in which they
 * first speak) so that a style can tell them apart too. A paragraph without a name goes on with the turn before it.
 */
export const dialogue = directive({
  form: "containerDirective",
  pages: ["lesson", "article", "piece"],
  fields: z.strictObject({
    title: attribute("a title of at most 200 characters").optional(),
    caption: attribute("who speaks, where and when, at most 300 characters", 300).optional(),
  }),
  build({ title, caption }, node, desk) {
    const speakers: string[] = [];
    let current: string | undefined;
    const turns: ElementContent[] = [];
    for (const child of node.children as RootContent[]) {
      const name = child.type === "paragraph" ? speakerOf(child) : undefined;
      if (child.type !== "paragraph") {
        desk.fault(child, "A dialogue holds only paragraphs.", "Put lists, headings and other blocks before or after it.");
      } else if (isDirection(child)) {
        turns.push(element("p", { className: ["dialogue-direction"] }, ...desk.content(child)));
      } else if (name ?? current) {
        if (name && !speakers.includes(name)) speakers.push(name);
        current = name ?? current;
        turns.push(turn(child, speakers.indexOf(current!) + 1, name !== undefined, desk));
      } else {
        desk.fault(
          child,
          "Nobody says this.",
          "Begin the paragraph with the speaker's name: **Sarah:** ... A stage direction is all in *emphasis*.",
        );
      }
    }
    if (speakers.length === 0)
      desk.fault(node, "Nobody speaks in this dialogue.", "Write turns as paragraphs that begin with **Name:**.");
    const caption_ = figcaption(title, caption);
    return element("figure", { className: ["dialogue"] }, ...onLines([...(caption_ ? [caption_] : []), ...turns]));
  },
});

function figcaption(title: string | undefined, caption: string | undefined): Element | undefined {
  if (!title && !caption) return undefined;
  const parts = [
    title && element("span", { className: ["dialogue-title"] }, title),
    caption && element("span", { className: ["dialogue-caption"] }, caption),
  ].filter((part) => typeof part === "object");
  return element("figcaption", {}, ...parts.flatMap((part, index) => (index === 0 ? [part] : [" ", part])));
}

/** A paragraph that is all emphasis. */
function isDirection(paragraph: Paragraph): boolean {
  const content = paragraph.children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  return content.length > 0 && content.every((child) => child.type === "emphasis");
}

/** The name before the colon of `**Name:** ...` or `**Name**: ...`. */
function speakerOf(paragraph: Paragraph): string | undefined {
  const [first, second] = paragraph.children;
  if (first?.type !== "strong") return undefined;
  const name = toPlainText(first).trim();
  if (name.endsWith(":")) return name.slice(0, -1).trim() || undefined;
  return second?.type === "text" && /^\s*:/.test(second.value) ? name : undefined;
}

function turn(paragraph: Paragraph, speaker: number, named: boolean, desk: Desk): Element {
  const content = desk.content(paragraph);
  const [first] = content;
  if (named && first?.type === "element") first.properties = { className: ["dialogue-name"] };
  return element("p", { dataSpeaker: String(speaker) }, ...content);
}
