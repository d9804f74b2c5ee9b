import type { Feedback } from "../marking/marker.ts";
import { childOf, type XmlElement } from "../package/xml-tree.ts";
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

export function responseOf({ attributes }: XmlElement): string {
  return attributes.responseIdentifier ?? "RESPONSE";
}
