import { type Gap, rightInGap } from "#app/features/instruments/items/gaps.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import type { CompiledItem } from "#app/features/instruments/items/registry.ts";
import { rightText } from "#app/features/instruments/items/text-match.ts";

/** The answer that gets all points. @throws for items that have none. */
export function rightAnswer(item: CompiledItem): Answer {
  switch (item.kind) {
    case "true-false":
      return item.answer;
    case "single-choice":
      return item.choices.find(({ correct }) => correct)!.key;
    case "multiple-choice":
      return item.choices.filter(({ correct }) => correct).map(({ key }) => key);
    case "numeric":
      return rightNumberOf(item);
    case "short-text":
      return rightText(item);
    case "cloze":
      return item.gaps.map((gap) => `${gap.key}=${rightValueIn(gap)}`);
    case "matching":
      return item.pairs.map(({ key, answer }) => `${key}=${answer}`);
    case "ordering":
      return item.order.map((key, index) => `${key}=${index + 1}`).sort();
    default:
      throw new Error("There is no right answer.");
  }
}

function rightNumberOf({
  answers,
  unit,
}: Extract<CompiledItem, { kind: "numeric" }> | Extract<Gap, { kind: "numeric" }>): string {
  const { from, to } = answers.find(({ share }) => share === 1)!;
  return `${(from + to) / 2} ${unit?.accepted[0]?.text ?? ""}`.trim();
}

function rightValueIn(gap: Gap): string {
  if (gap.kind === "numeric") return rightNumberOf(gap);
  return gap.kind === "choice" ? gap.choices.find(({ share }) => share === 1)!.key : rightInGap(gap);
}
