import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { opaqueKeys } from "#app/features/instruments/items/opaque-key.ts";

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
  answers?: { key: string; text: string }[];
  entries?: { key: string; text: string }[];
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

function rightOf({ key, kind, answer, choices = [], pairs = [], answers = [], entries = [], gaps = [] }: Item): string[] {
  const named = (listed: { text: string }[]) =>
    opaqueKeys(
      key,
      listed.map(({ text }) => text),
    );
  switch (kind) {
    case "true-false":
      return [String(answer)];
    case "matching":
      return pairs.map((pair) => `${pair.key}=${named(answers)[answers.findIndex((one) => one.key === pair.answer)]}`);
    case "ordering":
      return named(entries).map((name, index) => `${name}=${index + 1}`);
    case "cloze":
      return gaps.flatMap((gap) => correct(gap.choices).map((choice) => `${gap.key}=${choice}`));
    default:
      return correct(choices);
  }
}

const correct = (choices: Choice[]) => choices.filter((choice) => choice.correct).map((choice) => choice.key);
