import { figureText } from "#app/features/insights/figure-text.ts";
import type { ScoreDistribution } from "#app/features/instruments/statistics/score-distribution.ts";

/** In the units of the drawing. */
const WIDTH = 560;
const HEIGHT = 180;
const BASE = 150;

/** How many people have which score: bars, and the same numbers as a table under it. */
export function ScoreHistogram({ id, distribution }: { id: string; distribution: ScoreDistribution }) {
  const { bins } = distribution;
  const highest = Math.max(1, ...bins.map(({ count }) => count));
  const step = WIDTH / bins.length;
  const edge = (value: number) => figureText({ value, reason: null }, Number.isInteger(value) ? 0 : 1);
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-labelledby={`${id}-title`}
        className="block h-auto w-full max-w-[640px] fill-ink font-sans"
      >
        <title id={`${id}-title`}>How many people have which score. The table below has the same numbers.</title>
        {bins.map(({ from, count }, place) => {
          const height = (count / highest) * (BASE - 30);
          return (
            <g key={from} fontSize={13} textAnchor="middle">
              <rect x={place * step + 2} y={BASE - height} width={step - 4} height={height} rx={2} className="fill-accent" />
              <text x={(place + 0.5) * step} y={BASE - height - 6}>
                {count}
              </text>
              <text x={Math.max(10, place * step)} y={BASE + 20} className="fill-soft">
                {edge(from)}
              </text>
            </g>
          );
        })}
        <text x={WIDTH} y={BASE + 20} fontSize={13} textAnchor="end" className="fill-soft">
          {edge(bins.at(-1)!.to)}
        </text>
        <line x1={0} x2={WIDTH} y1={BASE} y2={BASE} className="stroke-edge" />
      </svg>
      <details className="mt-2 text-small">
        <summary>The numbers as a table</summary>
        <table className="mt-2 border-collapse text-left">
          <thead>
            <tr className="border-b border-edge">
              <th scope="col" className="py-1 pr-6">
                Score
              </th>
              <th scope="col" className="py-1 text-right">
                People
              </th>
            </tr>
          </thead>
          <tbody>
            {bins.map(({ from, to, count }, place) => (
              <tr key={from} className="border-b border-line">
                <td className="py-1 pr-6">
                  {place === bins.length - 1 ? `${edge(from)} to ${edge(to)}` : `${edge(from)} to below ${edge(to)}`}
                </td>
                <td className="py-1 text-right">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
