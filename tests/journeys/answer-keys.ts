import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface Choice {
  key: string;
  correct?: boolean;
}

/** The right answers of a graded instrument of the signature course, read from its file: item key to choice keys. */
export function answerKeyOf(instrument: string): Map<string, string[]> {
  const file = `content/courses/courageous-communicator/assessments/${instrument}.yaml`;
  const { items } = parse(readFileSync(file, "utf8")) as {
    items: { key: string; kind: string; answer?: boolean; choices?: Choice[] }[];
  };
  return new Map(
    items.map((item) => [
      item.key,
      item.kind === "true-false"
        ? [String(item.answer)]
        : (item.choices ?? []).filter((choice) => choice.correct).map((choice) => choice.key),
    ]),
  );
}
