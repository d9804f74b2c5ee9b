import type { RatingPoint } from "../../../items/item-kind.ts";
import type { SourceItem } from "../../../items/registry.ts";

/**
 * The attribute under which an item's text carries the item as we have it: what QTI has no words for, and Markdown as it
 * was written. The import takes it only where the rest of the file is what we would write for it.
 */
export const OWN = "data-courageous-item";

/** Values that a field has when it is left out, for all kinds that have it. */
const USUAL: Record<string, unknown> = {
  shuffle: false,
  correct: false,
  reverse: false,
  accents: "exact",
  punctuation: "exact",
  spacing: "ignore",
  case: "ignore",
};

/** Without the key, which is the identifier, and without section and bank, which the test says. */
export function ownData({ key: _key, section: _section, bank: _bank, ...item }: SourceItem, points: RatingPoint[]): string {
  return JSON.stringify({ item, ...(points.length > 0 && { points }) }, (name, value) => {
    return Object.hasOwn(USUAL, name) && USUAL[name] === value ? undefined : value;
  });
}
