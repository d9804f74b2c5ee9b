import { shippedInstruments } from "../support/golden-answers.ts";
import { rightAnswer } from "../support/item-arbitraries.ts";

/** The right answers of a shipped check: item key to what is ticked, or to `part=value` where something is chosen for each part. */
export function answerKeyOf(instrument: string): Map<string, string[]> {
  const { items } = shippedInstruments().get(instrument)!;
  return new Map(items.map((item) => [item.key, [rightAnswer(item)].flat().map(String)]));
}
