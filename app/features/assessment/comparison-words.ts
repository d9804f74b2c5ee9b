import type { WhyNotComparable } from "./comparison.queries.server.ts";
import { type ComparisonModel, formatDifference, type ScaleChange } from "./comparison.ts";
import { precisionWords } from "./figure-words.ts";
import { formatScore } from "./result-model.ts";

/** What the page of a before/after report and its PDF say in the same words. */

export const CHANGE_IS_NO_VERDICT =
  "A change is not a mark. Whether a rise or a fall is good for you is for you to say, and nothing here is a diagnosis.";

export const WHY_NOT: Record<WhyNotComparable, string> = {
  "another-assessment": "These two results are of different assessments, which ask different things.",
  "changed-questions":
    "The statements or their scoring were changed between these two times. Scores of different questions cannot be subtracted from each other, so there is no report.",
  "no-scales":
    "These are checks of what you know. They have points and no scales, and your attempts stand side by side in their history.",
};

/** Profile before and after, with what a change of name may and may not mean; nothing where there are no profiles. */
export function profileChangeWords({ profiles }: ComparisonModel): string[] {
  if (!profiles) return [];
  const { before, after } = profiles;
  const nameOf = ({ title, near }: typeof before) => (title ? `“${title}”${near ? " (near a line)" : ""}` : "no profile");
  if (before.title === after.title) return before.title ? [`Both times your answers came nearest to ${nameOf(after)}.`] : [];
  return [
    `Before, your answers came nearest to ${nameOf(before)}; after, to ${nameOf(after)}.`,
    "A name changes as soon as a score crosses a line, however small the step. The scores below say more than the names.",
  ];
}

interface ChangeColumn {
  heading: string;
  cell(scale: ScaleChange): string;
}

export function changeColumns(scales: ScaleChange[]): ChangeColumn[] {
  const scoreText = (score: number | null) => (score === null ? "no score" : formatScore(score));
  const columns: (ChangeColumn | null)[] = [
    { heading: "Before", cell: ({ before }) => scoreText(before) },
    { heading: "After", cell: ({ after }) => scoreText(after) },
    { heading: "Change", cell: ({ difference }) => (difference === null ? "none" : formatDifference(difference)) },
    scales.some(({ change }) => change)
      ? { heading: "Chance explains up to", cell: ({ change }) => (change ? formatScore(change.smallestReliable) : "not known") }
      : null,
    scales.some(({ change }) => change && change.index !== null)
      ? {
          heading: "Reliable change index",
          cell: ({ change }) => (change && change.index !== null ? change.index.toFixed(2).replace("-", "−") : "none"),
        }
      : null,
  ];
  return columns.filter((column) => column !== null);
}

export function changeLegend(scales: ScaleChange[]): string[] {
  return [
    "The ring is before, the dot is after.",
    ...(scales.some(({ change }) => change) ? ["Within the tinted band chance alone could have moved the score."] : []),
  ];
}

/** How the verdicts are made, and how far they carry; nothing where there are none. */
export function changeNotes(scales: ScaleChange[]): string[] {
  const judged = scales.filter(({ change }) => change?.verdict);
  if (judged.length === 0) return [];
  const sources = [...new Set(judged.map(({ change }) => precisionWords(change!.source)))];
  const many =
    judged.length > 1
      ? [
          `With ${judged.length} scales, one may seem changed by chance alone: for each of them that happens about once in twenty times.`,
        ]
      : [];
  return [
    "The reliable change index (Jacobson and Truax, 1991) is the change divided by the standard error of a difference between two scores. Beyond 1.96 in either direction, a change of this size would come about by chance less than once in twenty times.",
    ...sources.map((source) => `How steady the scores are is taken from ${source}.`),
    ...many,
  ];
}
