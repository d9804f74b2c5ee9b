import type { XmlElement } from "../package/xml-tree.ts";
import { jsonOf, PREFIX } from "./extension.ts";
import { type Fields, promptOf, type Reading } from "./interactions.ts";

/** A rating as the export writes it: a choice without a right one, which names its scale. */
export function isLikert({ name, attributes }: XmlElement): boolean {
  return name === "choiceInteraction" && attributes[`${PREFIX}scale`] !== undefined;
}

export function readLikert(element: XmlElement, markdown: string, reading: Reading): { prompt: string; fields: Fields } {
  const word = (name: string) => element.attributes[`${PREFIX}${name}`];
  const also = jsonOf(word("also"));
  const notApplicable = jsonOf(word("not-applicable"));
  return {
    prompt: [markdown, promptOf(element, reading)].filter(Boolean).join("\n\n"),
    fields: {
      kind: "likert",
      scale: word("scale"),
      ...(word("reverse") === "true" && { reverse: true }),
      ...(word("weight") !== undefined && { weight: Number(word("weight")) }),
      ...(also !== undefined && { also }),
      ...(notApplicable !== undefined && { notApplicable }),
    },
  };
}
