import { formatDifference, type ScaleChange } from "./comparison.ts";
import { type Drawing, type Shape, toPlace } from "./drawing.ts";
import { formatScore } from "./result-model.ts";

const WIDTH = 520;
const ROW = 84;
/** So that a dot at an end is whole. */
const EDGE = 10;

type Measured = ScaleChange & { before: number; after: number; difference: number };

/**
 * One row a scale: a ring before, a dot after, the line between them, and around the ring the band within which chance
 * alone could have moved the score. Null where no scale has two scores.
 */
export function drawChanges(scales: ScaleChange[]): Drawing | null {
  const measured = scales.filter((scale): scale is Measured => scale.difference !== null);
  if (measured.length === 0) return null;
  const words = measured.map(({ title, before, after, minimum, maximum, change }) => {
    const chance = change ? `, could be chance up to ${formatScore(change.smallestReliable)}` : "";
    return `${title} ${formatScore(before)} before and ${formatScore(after)} after, from ${minimum} to ${maximum}${chance}`;
  });
  return {
    name: "changes",
    width: WIDTH,
    height: measured.length * ROW,
    title: "Before and after",
    description: `${words.join("; ")}.`,
    shapes: measured.flatMap((scale, index) => drawRow(scale, index * ROW)),
  };
}

function drawRow(scale: Measured, top: number): Shape[] {
  const { title, low, high, before, after, difference, change, minimum, maximum } = scale;
  const toX = toPlace(scale, EDGE, WIDTH - EDGE);
  const y = top + 40;
  const words = { kind: "text", size: 14, ink: "ink", y: top + 16 } as const;
  const ends = { kind: "text", size: 12, ink: "soft", y: top + 70 } as const;
  return [
    { ...words, x: 0, text: title, anchor: "start", bold: true },
    { ...words, x: WIDTH, text: formatDifference(difference), anchor: "end" },
    ...(change ? [chanceBand(toX(before - change.smallestReliable), toX(before + change.smallestReliable), y)] : []),
    { kind: "line", x1: toX(minimum), x2: toX(maximum), y1: y, y2: y, stroke: { ink: "edge" } },
    { kind: "line", x1: toX(before), x2: toX(after), y1: y, y2: y, stroke: { ink: "accent", width: 4 } },
    { kind: "circle", x: toX(before), y, radius: 8, fill: "raised", stroke: { ink: "soft", width: 2 } },
    { kind: "circle", x: toX(after), y, radius: 6, fill: "accent" },
    { ...ends, x: 0, text: low, anchor: "start" },
    { ...ends, x: WIDTH, text: high, anchor: "end" },
  ];
}

function chanceBand(from: number, to: number, y: number): Shape {
  return { kind: "rect", x: from, y: y - 14, width: to - from, height: 28, fill: "wash", round: 4, stroke: { ink: "line" } };
}
