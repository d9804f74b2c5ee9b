import { type Drawing, type Shape, toPlace } from "./drawing.ts";
import { rangeWords } from "./figure-words.ts";
import { formatScore, type ScaleModel } from "./result-model.ts";

const WIDTH = 520;
const ROW = 76;
const TRACK = 14;

/**
 * One bar a scale, each from its own minimum to its own maximum, with the lines between bands, and below the bar the
 * likely range of the score. Null where no scale has a score.
 */
export function drawBars(scales: ScaleModel[]): Drawing | null {
  const scored = scales.filter((scale) => scale.score !== null);
  if (scored.length === 0) return null;
  const words = scored.map(({ title, score, minimum, maximum, figures }) => {
    const likely = figures.error ? `, likely range ${rangeWords(figures.error)}` : "";
    return `${title} ${formatScore(score!)} from ${minimum} to ${maximum}${likely}`;
  });
  return {
    name: "bars",
    width: WIDTH,
    height: scored.length * ROW,
    title: "Your scores",
    description: `${words.join("; ")}.`,
    shapes: scored.flatMap((scale, index) => drawRow(scale, scale.score!, index * ROW)),
  };
}

function drawRow(scale: ScaleModel, score: number, top: number): Shape[] {
  const { title, low, high, bandLines, figures, minimum, maximum } = scale;
  // Room for the caps of a range that reaches an end.
  const toX = toPlace(scale, 1, WIDTH - 1);
  const bar = { kind: "rect", x: 1, y: top + 24, height: TRACK, round: 3 } as const;
  const lines = bandLines.filter((line) => line > minimum && line < maximum);
  const words = { kind: "text", size: 14, ink: "ink" } as const;
  const ends = { kind: "text", size: 12, ink: "soft", y: top + 66 } as const;
  return [
    { ...words, x: 0, y: top + 16, text: title, anchor: "start", bold: true },
    { ...words, x: WIDTH, y: top + 16, text: formatScore(score), anchor: "end" },
    { ...bar, width: WIDTH - 2, fill: "line" },
    { ...bar, width: toX(score) - 1, fill: "accent" },
    ...lines.map((line): Shape => {
      return { kind: "line", x1: toX(line), x2: toX(line), y1: top + 20, y2: top + 42, stroke: { ink: "ink", width: 2 } };
    }),
    ...(figures.error ? drawRange(toX(figures.error.lower), toX(figures.error.upper), top + 47) : []),
    { ...ends, x: 0, text: low, anchor: "start" },
    { ...ends, x: WIDTH, text: high, anchor: "end" },
  ];
}

/** A line with a cap at both ends. */
function drawRange(from: number, to: number, y: number): Shape[] {
  const stroke = { ink: "soft", width: 2 } as const;
  return [
    { kind: "line", x1: from, x2: to, y1: y, y2: y, stroke },
    ...[from, to].map((x): Shape => ({ kind: "line", x1: x, x2: x, y1: y - 4, y2: y + 4, stroke })),
  ];
}
