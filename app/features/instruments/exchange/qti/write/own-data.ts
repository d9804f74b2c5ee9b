import type { Instrument } from "../../../instrument.schema.ts";
import type { RatingPoint } from "../../../items/item-kind.ts";

/**
 * The file of a package that carries the instrument as we have it: what QTI has no words for, and Markdown as it was
 * written. It is a file of its own since other systems may show an item's file to those who answer. The import takes an
 * item from it only where the item's file is what we would write for it.
 */
export const OWN_FILE = "courageous/instrument.json";

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

export function ownData(instrument: Instrument): string {
  return JSON.stringify(instrument, (name, value) => (Object.hasOwn(USUAL, name) && USUAL[name] === value ? undefined : value));
}

/** The labelled points of an item that is a rating. */
export function pointsFor(instrument: Instrument, item: Instrument["items"][number]): RatingPoint[] {
  if (instrument.kind !== "profile" || item.kind !== "likert") return [];
  return instrument.scales.find(({ key }) => key === item.scale)?.points ?? instrument.points;
}
