import { dividingLines, findProfile } from "#app/features/instruments/profile-rules.ts";
import { type Drawing, type Shape, type TextShape, toPlace } from "./drawing.ts";
import { rangeWords } from "./figure-words.ts";
import { formatScore, type PlotModel, type ProfileModel, type ScaleModel } from "./result-model.ts";

type Plane = Extract<PlotModel, { kind: "plane" }>;
type Scored = ScaleModel & { score: number };

const SIZE = 400;
const LEFT = 64;
const TOP = 16;
const BOTTOM = 68;

/**
 * Two scales as a plane: the parts of the profiles, the lines between them with their unsure zone, the person's point and
 * around it the box of both likely ranges. Null where one of the scales has no score.
 */
export function drawPlane(model: ProfileModel, plot: Plane): Drawing | null {
  const [x, y] = [scoredScale(model, plot.x), scoredScale(model, plot.y)];
  if (!x || !y) return null;
  const toX = toPlace(x, LEFT, LEFT + SIZE);
  const toY = toPlace(y, TOP + SIZE, TOP);
  const linesX = inside(dividingLines(plot.profiles, x.key), x);
  const linesY = inside(dividingLines(plot.profiles, y.key), y);
  const edge = { ink: "edge", dashed: true } as const;
  const shapes: Shape[] = [
    { kind: "rect", x: LEFT, y: TOP, width: SIZE, height: SIZE, fill: "raised", stroke: { ink: "edge" } },
    ...zones(linesX, model.boundary, toX).map(
      ({ from, to }): Shape => ({ kind: "rect", x: from, y: TOP, width: to - from, height: SIZE, fill: "wash" }),
    ),
    ...zones(linesY, model.boundary, toY).map(
      ({ from, to }): Shape => ({ kind: "rect", x: LEFT, y: from, width: SIZE, height: to - from, fill: "wash" }),
    ),
    ...linesX.map((line): Shape => ({ kind: "line", x1: toX(line), x2: toX(line), y1: TOP, y2: TOP + SIZE, stroke: edge })),
    ...linesY.map((line): Shape => ({ kind: "line", x1: LEFT, x2: LEFT + SIZE, y1: toY(line), y2: toY(line), stroke: edge })),
    ...regionNames(model, plot, { x, y, linesX, linesY, toX, toY }),
    ...axisX(x, [x.minimum, ...linesX, x.maximum], toX),
    ...axisY(y, [y.minimum, ...linesY, y.maximum], toY),
    ...uncertainty(x, y, toX, toY),
    ...plot.earlier.map(
      (point): Shape => ({
        kind: "circle",
        x: toX(point.x),
        y: toY(point.y),
        radius: 5,
        fill: null,
        stroke: { ink: "soft", width: 2 },
      }),
    ),
    { kind: "circle", x: toX(x.score), y: toY(y.score), radius: 9, fill: "accent", stroke: { ink: "raised", width: 3 } },
  ];
  return {
    name: "plane",
    width: LEFT + SIZE + 16,
    height: TOP + SIZE + BOTTOM,
    title: `${x.title} and ${y.title}`,
    description: describePlane(model, x, y),
    shapes,
  };
}

function scoredScale({ scales }: ProfileModel, key: string): Scored | null {
  const scale = scales.find((scale) => scale.key === key);
  return scale && scale.score !== null ? (scale as Scored) : null;
}

function describePlane({ profile }: ProfileModel, x: Scored, y: Scored): string {
  const at = (scale: Scored) => `at ${formatScore(scale.score)} for ${scale.title} (from ${scale.minimum} to ${scale.maximum})`;
  const ranges = [x, y].flatMap(({ title, figures }) => (figures.error ? [`${rangeWords(figures.error)} for ${title}`] : []));
  const where = profile ? `, in the part named ${profile.title}` : "";
  const sure = ranges.length > 0 ? ` The box around it is the likely range: ${ranges.join(" and ")}.` : "";
  return `Your point is ${at(x)} and ${at(y)}${where}.${sure}`;
}

function inside(lines: number[], scale: ScaleModel): number[] {
  return lines.filter((line) => line > scale.minimum && line < scale.maximum);
}

/** The zone of `boundary` on both sides of each line; `toPlot` cuts it off at the ends of the scale. */
function zones(lines: number[], boundary: number, toPlot: (value: number) => number) {
  if (boundary === 0) return [];
  return lines.map((line) => {
    const ends = [toPlot(line - boundary), toPlot(line + boundary)];
    return { from: Math.min(...ends), to: Math.max(...ends) };
  });
}

/** Where only one scale's likely range is known, the box is a line. */
function uncertainty(x: Scored, y: Scored, toX: (value: number) => number, toY: (value: number) => number): Shape[] {
  const [errorX, errorY] = [x.figures.error, y.figures.error];
  if (!errorX && !errorY) return [];
  const { lower: left, upper: right } = errorX ?? { lower: x.score, upper: x.score };
  const { lower: bottom, upper: top } = errorY ?? { lower: y.score, upper: y.score };
  const corner = { x: toX(left), y: toY(top) };
  const stroke = { ink: "accent", width: 2 } as const;
  const box = { ...corner, width: toX(right) - corner.x, height: toY(bottom) - corner.y };
  return [{ kind: "rect", ...box, fill: "accent", faint: true, round: 4, stroke }];
}

/** The name of every part between lines: those at the upper and lower end stand there, where the point seldom is. */
function regionNames(
  { scales }: ProfileModel,
  plot: Plane,
  plane: {
    x: Scored;
    y: Scored;
    linesX: number[];
    linesY: number[];
    toX: (value: number) => number;
    toY: (value: number) => number;
  },
): TextShape[] {
  const { x, y, linesX, linesY, toX, toY } = plane;
  const own = Object.fromEntries(scales.map(({ key, score }) => [key, score]));
  return middles(x, linesX).flatMap((atX) =>
    middles(y, linesY).map((atY): TextShape => {
      const profile = findProfile(plot.profiles, { ...own, [x.key]: atX, [y.key]: atY });
      const text = profile?.title ?? "";
      const isTop = linesY.length > 0 && linesY.every((line) => line < atY);
      const isBottom = linesY.length > 0 && linesY.every((line) => line > atY);
      const at = isTop ? TOP + 26 : isBottom ? TOP + SIZE - 16 : toY(atY);
      return { kind: "text", x: toX(atX), y: at, text, size: 14, anchor: "middle", ink: "soft" };
    }),
  );
}

function middles(scale: ScaleModel, lines: number[]): number[] {
  const edges = [scale.minimum, ...lines, scale.maximum];
  return edges.slice(1).map((edge, index) => (edge + edges[index]!) / 2);
}

function axisX({ low, high, title }: ScaleModel, ticks: number[], toX: (value: number) => number): TextShape[] {
  const base = TOP + SIZE;
  const text = (text: string, x: number, y: number, anchor: TextShape["anchor"], more: Partial<TextShape> = {}): TextShape => {
    return { kind: "text", x, y, text, size: 14, anchor, ink: "ink", ...more };
  };
  return [
    ...ticks.map((tick) => text(String(tick), toX(tick), base + 20, "middle")),
    text(low, LEFT, base + 40, "start", { ink: "soft" }),
    text(high, LEFT + SIZE, base + 40, "end", { ink: "soft" }),
    text(title, LEFT + SIZE / 2, base + 62, "middle", { bold: true }),
  ];
}

function axisY({ low, high, title }: ScaleModel, ticks: number[], toY: (value: number) => number): TextShape[] {
  const text = (text: string, x: number, y: number, anchor: TextShape["anchor"], more: Partial<TextShape> = {}): TextShape => {
    return { kind: "text", x, y, text, size: 14, anchor, ink: "ink", upright: true, ...more };
  };
  return [
    ...ticks.map((tick) => text(String(tick), LEFT - 10, toY(tick) + 5, "end", { upright: false })),
    text(low, 38, TOP + SIZE, "start", { ink: "soft" }),
    text(high, 38, TOP, "end", { ink: "soft" }),
    text(title, 16, TOP + SIZE / 2, "middle", { bold: true }),
  ];
}
