import type { FigureSource } from "#app/features/instruments/score-figures.ts";
import { comparedWith, percentileWords, precisionWords, RANGE_MEANING, rangeWords } from "./figure-words.ts";
import { formatScore, type ProfileModel, type ScaleModel } from "./result-model.ts";

/** What the page of a profile and its PDF say in the same words. */

export const NO_DIAGNOSIS = "This is a way to understand yourself. It is not a diagnosis, and no answer to it is a fault.";

/** The heading of a result; null where there is no profile. */
export function profileHeading({ profile, near }: ProfileModel): string | null {
  if (!profile) return null;
  return near.profiles.length > 0 ? `Nearest to: ${profile.title}` : profile.title;
}

export function tooFewAnswers({ answered, items }: ScaleModel): string {
  return `${answered} of ${items} statements were answered, too few for a score that means something.`;
}

export function nearTitle({ near }: ProfileModel): string {
  return near.lines.length === 1 ? "You are near a line." : "You are near more than one line.";
}

/** Each dividing line that a score is near, in a sentence. */
export function nearLines({ near, boundary, scales }: ProfileModel): string[] {
  const titleOf = (key: string) => scales.find((scale) => scale.key === key)?.title ?? key;
  return near.lines.map(
    ({ scale, score, line }) =>
      `Your score for ${titleOf(scale)}, ${formatScore(score)}, is within ${boundary} of the dividing line at ${line}.`,
  );
}

export function nearSummary({ near, profile }: ProfileModel): string {
  const others = near.profiles.map(({ title }) => `“${title}”`);
  const list = others.length < 2 ? others.join("") : `${others.slice(0, -1).join(", ")} and ${others.at(-1)}`;
  const own = profile ? `“${profile.title}” and also ` : "";
  return `A few answers given a little differently would have led across. So read ${own}${list}, and keep what fits you.`;
}

/** What the signs of the plot stand for, a sentence each. */
export function plotLegend({ plot, boundary, scales }: ProfileModel): string[] {
  const sure = scales.some(({ figures }) => figures.error);
  if (plot?.kind !== "plane") return sure ? ["The line below a bar is the likely range of the score."] : [];
  return [
    ...(boundary > 0
      ? [
          `The dot is you. The lines divide the profiles; in the tinted zone, within ${boundary} of a line, a score belongs to both sides.`,
        ]
      : []),
    ...(sure ? ["The box around the dot is the likely range of your scores."] : []),
    ...(plot.earlier.length > 0 ? ["The rings are your earlier results."] : []),
  ];
}

interface ScoreColumn {
  heading: string;
  cell(scale: ScaleModel): string;
}

/** What is known of no scale has no column. */
export function scoreColumns(scales: ScaleModel[]): ScoreColumn[] {
  const columns: (ScoreColumn | null)[] = [
    { heading: "Score", cell: ({ score }) => (score === null ? "no score" : formatScore(score)) },
    scales.some(({ figures }) => figures.error)
      ? {
          heading: "Likely range",
          cell: ({ figures }) => (figures.error ? rangeWords(figures.error).replaceAll(" ", "\u00a0") : "not known"),
        }
      : null,
    scales.some(({ figures }) => figures.percentile)
      ? {
          heading: "Of 100, scored lower",
          cell: ({ figures }) => (figures.percentile ? percentileWords(figures.percentile) : "not known"),
        }
      : null,
    { heading: "Possible", cell: ({ minimum, maximum }) => `${minimum} to ${maximum}` },
    { heading: "Answered", cell: ({ answered, items }) => `${answered} of ${items}` },
  ];
  return columns.filter((column) => column !== null);
}

/** Where likely ranges and comparisons come from, and what they mean; nothing where there are none. */
export function scoreNotes(scales: ScaleModel[]): string[] {
  const ranges = bySource(scales, ({ figures }) => figures.error?.source);
  const ranks = bySource(scales, ({ figures }) => figures.percentile?.source);
  return [
    ...(ranges.length > 0 ? [RANGE_MEANING] : []),
    ...ranges.map(({ source, names }) => `The likely range${names} comes from ${precisionWords(source)}.`),
    ...ranks.map(({ source, names }) => `${comparedWith(source)}${names}. ${RANK_MEANING}`),
  ];
}

const RANK_MEANING = "They are not everybody, and a higher score is not a better one.";

/** Each source once; where there are several, with the scales that it is for. */
function bySource(
  scales: ScaleModel[],
  sourceOf: (scale: ScaleModel) => FigureSource | undefined,
): { source: FigureSource; names: string }[] {
  const found = new Map<string, { source: FigureSource; titles: string[] }>();
  for (const scale of scales) {
    const source = sourceOf(scale);
    if (!source) continue;
    const name = JSON.stringify(source);
    found.set(name, { source, titles: [...(found.get(name)?.titles ?? []), scale.title] });
  }
  return [...found.values()].map(({ source, titles }) => ({ source, names: found.size > 1 ? ` (${titles.join(", ")})` : "" }));
}
