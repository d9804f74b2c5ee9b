import type { XmlElement } from "../package/xml-tree.ts";

/**
 * What QTI has no words for, as `data-` attributes that the export writes onto an interaction. They only fill in what the
 * rest of the item leaves open: what is right and what it is worth is always read from QTI itself.
 */
export interface Extension {
  /** The item's kind, where an interaction could be two. */
  kind?: string;
  credit?: string;
  minWords?: number;
  maxWords?: number;
  rubric?: unknown;
}

export const PREFIX = "data-courageous-";

export function readExtension({ attributes }: XmlElement): Extension {
  const word = (name: string) => attributes[`${PREFIX}${name}`];
  const number = (name: string) => (word(name) === undefined ? undefined : Number(word(name)));
  const [minWords, maxWords] = [number("min-words"), number("max-words")];
  const rubric = jsonOf(word("rubric"));
  return {
    ...(word("kind") !== undefined && { kind: word("kind")! }),
    ...(word("credit") !== undefined && { credit: word("credit")! }),
    ...(minWords !== undefined && { minWords }),
    ...(maxWords !== undefined && { maxWords }),
    ...(rubric !== undefined && { rubric }),
  };
}

/** When a typed text is the same as an accepted one, besides its capitals. */
export function exactnessOf({ attributes }: XmlElement): Record<string, unknown> {
  const rules = ["accents", "spacing", "punctuation"].flatMap((name) => {
    const value = attributes[`${PREFIX}${name}`];
    return value === "ignore" || value === "exact" ? [[name, value]] : [];
  });
  const maxLength = attributes[`${PREFIX}max-length`];
  return { ...Object.fromEntries(rules), ...(maxLength !== undefined && { maxLength: Number(maxLength) }) };
}

export function unitOf({ attributes }: XmlElement): unknown {
  return jsonOf(attributes[`${PREFIX}unit`]);
}

/** What does not fit an item is refused when the item is checked, as everything else is. */
export function jsonOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
