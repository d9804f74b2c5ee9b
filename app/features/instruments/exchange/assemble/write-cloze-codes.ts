import type { ClozeSource } from "../../items/cloze.tsx";
import type { GapSource } from "../../items/gaps.ts";
import { middleOf } from "./number-item.ts";
import { percentOf } from "./shares.ts";
import { textOfPattern } from "./text-item.ts";

/** The text of a cloze with its gaps as Moodle embeds them: `{2:SHORTANSWER:=Paris#Yes.~%50%Par*}`. */
export function writeClozeCodes({ text, gaps }: ClozeSource): string {
  const weights = wholeWeights(gaps.map(({ points }) => points));
  return text.replace(/\{\{([a-z0-9-]{1,64})\}\}/g, (found, key: string) => {
    const index = gaps.findIndex((gap) => gap.key === key);
    return index < 0 ? found : `{${weights[index]}:${codeOf(gaps[index]!)}}`;
  });
}

/** Points as the whole numbers that divide them alike; as near as can be where they are too fine for that. */
function wholeWeights(points: number[]): number[] {
  for (let factor = 1; factor <= 100; factor += 1) {
    const weights = points.map((one) => one * factor);
    if (weights.every((weight) => Math.abs(weight - Math.round(weight)) < 1e-9)) return weights.map(Math.round);
  }
  return points.map((one) => Math.max(1, Math.round(one * 100)));
}

function codeOf(gap: GapSource): string {
  switch (gap.kind) {
    case "choice": {
      const choices = gap.choices.map(({ text, correct, share = 0, feedback }) => {
        return alternative(text, correct ? 1 : share, feedback);
      });
      return `MULTICHOICE${gap.shuffle ? "_S" : ""}:${choices.join("~")}`;
    }
    case "numeric": {
      const numbers = gap.answers.map((answer) => {
        const { value, tolerance } = middleOf(answer);
        return alternative(`${value}:${tolerance}`, answer.share, answer.feedback);
      });
      return `NUMERICAL:${numbers.join("~")}`;
    }
    case "short-text": {
      const texts = gap.answers.map(({ text, share, feedback }) => alternative(textOfPattern(text), share, feedback));
      return `SHORTANSWER${gap.case === "exact" ? "_C" : ""}:${texts.join("~")}`;
    }
  }
}

function alternative(text: string, share: number, feedback: string | undefined): string {
  const sign = share === 1 ? "=" : share === 0 ? (/^\s*[=%]/.test(text) ? "%0%" : "") : `%${percentOf(share)}%`;
  return `${sign}${escaped(text)}${feedback ? `#${escaped(feedback)}` : ""}`;
}

function escaped(text: string): string {
  return text.replace(/[}~#="/\\]/g, "\\$&");
}
