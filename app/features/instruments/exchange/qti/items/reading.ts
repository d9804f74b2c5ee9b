import { Unsupported } from "../../stop.ts";
import { MAX_PARTS } from "../limits.ts";
import type { Feedback } from "../marking/marker.ts";
import { childOf, descendantsOf, type XmlElement } from "../package/xml-tree.ts";
import type { Desk } from "../text/desk.ts";
import type { ItemMarking } from "./item-marking.ts";
import type { ItemText } from "./item-text.ts";

export type Fields = Record<string, unknown>;

/** What an interaction is read with. `parts` is how many responses the item has. */
export interface Reading {
  text: ItemText;
  /** The feedback that is for this interaction. */
  feedback: Feedback[];
  marking: ItemMarking;
  parts: number;
  desk: Desk;
}

/** An interaction as an item: what is asked besides the text before it, and the fields of its kind. */
export interface Built {
  prompt: string;
  fields: Fields;
}

export function promptOf(element: XmlElement, { text }: Reading): string {
  const prompt = childOf(element, "prompt");
  return prompt ? text.block(prompt.children) : "";
}

/** What can be chosen in an interaction. @throws Unsupported where it is more than any item of ours holds. */
export function optionsOf(element: XmlElement, ...names: string[]): XmlElement[] {
  const options = descendantsOf(element, ...names);
  if (options.length > MAX_PARTS) throw new Unsupported(`it has ${options.length} answers, and at most 50 are possible`);
  return options;
}

export function responseOf({ attributes }: XmlElement): string {
  return attributes.responseIdentifier ?? "RESPONSE";
}
