import { formatScore, type ScaleModel } from "./result-model.ts";

/** In the units of the drawing. */
const WIDTH = 520;
const ROW = 64;
const TRACK = 14;

/** One bar a scale, each from its own minimum to its own maximum, with the lines between bands. */
export function BarsPlot({ scales }: { scales: ScaleModel[] }) {
  const scored = scales.filter((scale) => scale.score !== null);
  if (scored.length === 0) return null;
  const description = scored.map(
    ({ title, score, minimum, maximum }) => `${title} ${formatScore(score!)} from ${minimum} to ${maximum}`,
  );
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${scored.length * ROW}`}
      role="img"
      aria-labelledby="bars-title bars-description"
      className="block h-auto w-full max-w-[640px] fill-ink font-sans"
    >
      <title id="bars-title">Your scores</title>
      <desc id="bars-description">{`${description.join("; ")}. The table below has the same numbers.`}</desc>
      {scored.map((scale, index) => {
        const top = index * ROW;
        const toX = (value: number) => ((value - scale.minimum) / (scale.maximum - scale.minimum)) * WIDTH;
        return (
          <g key={scale.key} fontSize={14}>
            <text x={0} y={top + 16} fontWeight={600}>
              {scale.title}
            </text>
            <text x={WIDTH} y={top + 16} textAnchor="end">
              {formatScore(scale.score!)}
            </text>
            <rect x={0} y={top + 24} width={WIDTH} height={TRACK} rx={3} className="fill-line" />
            <rect x={0} y={top + 24} width={toX(scale.score!)} height={TRACK} rx={3} className="fill-accent" />
            {scale.bandLines.map((line) => (
              <line key={line} x1={toX(line)} x2={toX(line)} y1={top + 20} y2={top + 42} strokeWidth={2} className="stroke-ink" />
            ))}
            <text x={0} y={top + 54} fontSize={12} className="fill-soft">
              {scale.low}
            </text>
            <text x={WIDTH} y={top + 54} fontSize={12} textAnchor="end" className="fill-soft">
              {scale.high}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
