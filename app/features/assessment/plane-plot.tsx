import { dividingLines, findProfile } from "#app/features/instruments/profile-rules.ts";
import { formatScore, type PlotModel, type ProfileModel, type ScaleModel } from "./result-model.ts";

interface Props {
  model: ProfileModel;
  plot: Extract<PlotModel, { kind: "plane" }>;
}

/** In the units of the drawing. */
const SIZE = 400;
const LEFT = 64;
const TOP = 16;
const BOTTOM = 68;
const WIDTH = LEFT + SIZE + 16;
const HEIGHT = TOP + SIZE + BOTTOM;

/** Two scales as a plane: the parts of the profiles, the lines between them with their unsure zone, and the person's point. */
export function PlanePlot({ model, plot }: Props) {
  const x = model.scales.find(({ key }) => key === plot.x);
  const y = model.scales.find(({ key }) => key === plot.y);
  if (!x || !y || x.score === null || y.score === null) return null;
  const toX = (value: number) => LEFT + ((value - x.minimum) / (x.maximum - x.minimum)) * SIZE;
  const toY = (value: number) => TOP + SIZE - ((value - y.minimum) / (y.maximum - y.minimum)) * SIZE;
  const linesX = inside(dividingLines(plot.profiles, x.key), x);
  const linesY = inside(dividingLines(plot.profiles, y.key), y);
  const { boundary, profile } = model;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-labelledby="plane-title plane-description"
      className="mx-auto block h-auto w-full max-w-[520px] fill-ink font-sans"
    >
      <title id="plane-title">{`${x.title} and ${y.title}`}</title>
      <desc id="plane-description">
        {`Your point is at ${formatScore(x.score)} for ${x.title} (from ${x.minimum} to ${x.maximum}) and at ${formatScore(y.score)} for ${y.title} (from ${y.minimum} to ${y.maximum})${profile ? `, in the part named ${profile.title}` : ""}. The table below has the same numbers.`}
      </desc>
      <rect x={LEFT} y={TOP} width={SIZE} height={SIZE} className="fill-raised stroke-edge" />
      {boundary > 0 && linesX.map((line) => <Zone key={line} {...span(toX, line, boundary, x)} along="x" />)}
      {boundary > 0 && linesY.map((line) => <Zone key={line} {...span(toY, line, boundary, y)} along="y" />)}
      {linesX.map((line) => (
        <line key={line} x1={toX(line)} x2={toX(line)} y1={TOP} y2={TOP + SIZE} className="stroke-edge" strokeDasharray="5 4" />
      ))}
      {linesY.map((line) => (
        <line key={line} x1={LEFT} x2={LEFT + SIZE} y1={toY(line)} y2={toY(line)} className="stroke-edge" strokeDasharray="5 4" />
      ))}
      {regions(model, plot, x, y, linesX, linesY).map((region) => (
        <text
          key={`${region.x} ${region.y}`}
          x={toX(region.x)}
          y={toY(region.y)}
          textAnchor="middle"
          fontSize={14}
          className="fill-soft max-sm:text-[18px]"
        >
          {region.title}
        </text>
      ))}
      <Axis scale={x} ticks={[x.minimum, ...linesX, x.maximum]} toPlot={toX} along="x" />
      <Axis scale={y} ticks={[y.minimum, ...linesY, y.maximum]} toPlot={toY} along="y" />
      {plot.earlier.map((point) => (
        <circle
          key={point.at.getTime()}
          cx={toX(point.x)}
          cy={toY(point.y)}
          r={5}
          fill="none"
          strokeWidth={2}
          className="stroke-soft"
        />
      ))}
      <circle cx={toX(x.score)} cy={toY(y.score)} r={9} strokeWidth={3} className="fill-accent stroke-raised" />
    </svg>
  );
}

function inside(lines: number[], scale: ScaleModel): number[] {
  return lines.filter((line) => line > scale.minimum && line < scale.maximum);
}

/** The zone of `boundary` on both sides of a line, cut off at the ends of the scale. */
function span(toPlot: (value: number) => number, line: number, boundary: number, scale: ScaleModel) {
  const ends = [toPlot(Math.max(scale.minimum, line - boundary)), toPlot(Math.min(scale.maximum, line + boundary))];
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

function Zone({ from, to, along }: { from: number; to: number; along: "x" | "y" }) {
  const width = to - from;
  return along === "x" ? (
    <rect x={from} y={TOP} width={width} height={SIZE} className="fill-accent-wash" />
  ) : (
    <rect x={LEFT} y={from} width={SIZE} height={width} className="fill-accent-wash" />
  );
}

/** The middle of every part between lines, with the title of the profile that a score there has. */
function regions(
  { scales }: ProfileModel,
  plot: Props["plot"],
  x: ScaleModel,
  y: ScaleModel,
  linesX: number[],
  linesY: number[],
) {
  const own = Object.fromEntries(scales.map(({ key, score }) => [key, score]));
  return middles(x, linesX).flatMap((atX) =>
    middles(y, linesY).map((atY) => {
      const profile = findProfile(plot.profiles, { ...own, [x.key]: atX, [y.key]: atY });
      return { x: atX, y: atY, title: profile?.title ?? "" };
    }),
  );
}

function middles(scale: ScaleModel, lines: number[]): number[] {
  const edges = [scale.minimum, ...lines, scale.maximum];
  return edges.slice(1).map((edge, index) => (edge + edges[index]!) / 2);
}

interface AxisProps {
  scale: ScaleModel;
  ticks: number[];
  toPlot: (value: number) => number;
  along: "x" | "y";
}

function Axis({ scale, ticks, toPlot, along }: AxisProps) {
  const base = TOP + SIZE;
  const middle = along === "x" ? LEFT + SIZE / 2 : TOP + SIZE / 2;
  const upright = (distance: number, at: number) => `rotate(-90 ${distance} ${at})`;
  return (
    <g fontSize={14} className="max-sm:text-[18px]">
      {ticks.map((tick) =>
        along === "x" ? (
          <text key={tick} x={toPlot(tick)} y={base + 20} textAnchor="middle">
            {tick}
          </text>
        ) : (
          <text key={tick} x={LEFT - 10} y={toPlot(tick) + 5} textAnchor="end">
            {tick}
          </text>
        ),
      )}
      {along === "x" ? (
        <>
          <text x={LEFT} y={base + 40} className="fill-soft">
            {scale.low}
          </text>
          <text x={LEFT + SIZE} y={base + 40} textAnchor="end" className="fill-soft">
            {scale.high}
          </text>
          <text x={middle} y={base + 62} textAnchor="middle" fontWeight={600}>
            {scale.title}
          </text>
        </>
      ) : (
        <>
          <text x={38} y={base} transform={upright(38, base)} className="fill-soft">
            {scale.low}
          </text>
          <text x={38} y={TOP} transform={upright(38, TOP)} textAnchor="end" className="fill-soft">
            {scale.high}
          </text>
          <text x={16} y={middle} transform={upright(16, middle)} textAnchor="middle" fontWeight={600}>
            {scale.title}
          </text>
        </>
      )}
    </g>
  );
}
