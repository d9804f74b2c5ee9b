import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { opaqueKey } from "#app/features/instruments/items/opaque-key.ts";

interface Choice {
  key: string;
  correct?: boolean;
}
interface Item {
  key: string;
  kind: string;
  answer?: boolean;
  choices?: Choice[];
  pairs?: { key: string; answer: string }[];
  entries?: { key: string }[];
  gaps?: { key: string; choices: Choice[] }[];
}

/**
 * The right answers of a graded instrument of the signature course, read from its file: item key to what is ticked, or to
 * `part=value` where something is chosen for each part.
 */
export function answerKeyOf(instrument: string): Map<string, string[]> {
  const file = `content/courses/courageous-communicator/assessments/${instrument}.yaml`;
  const { items } = parse(readFileSync(file, "utf8")) as { items: Item[] };
  return new Map(items.map((item) => [item.key, rightOf(item)]));
}

function rightOf({ key, kind, answer, choices = [], pairs = [], entries = [], gaps = [] }: Item): string[] {
  switch (kind) {
    case "true-false":
      return [String(answer)];
    case "matching":
      return pairs.map((pair) => `${pair.key}=${opaqueKey(key, pair.answer)}`);
    case "ordering":
      return entries.map((entry, index) => `${opaqueKey(key, entry.key)}=${index + 1}`);
    case "cloze":
      return gaps.flatMap((gap) => correct(gap.choices).map((choice) => `${gap.key}=${choice}`));
    default:
      return correct(choices);
  }
}

const correct = (choices: Choice[]) => choices.filter((choice) => choice.correct).map((choice) => choice.key);
