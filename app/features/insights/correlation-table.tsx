import { ScrollRegion } from "#app/components/scroll-region.tsx";
import type { ItemSet } from "./assessment-statistics.ts";
import { figureText } from "./figure-text.ts";

/** Correlations between items, each over the people who answered both; the lower triangle, as the upper is the same. */
export function CorrelationTable({ set }: { set: ItemSet }) {
  const { correlations } = set.scores;
  const name = set.title ? `Correlations between items of ${set.title}` : "Correlations between items";
  return (
    <details className="mt-6">
      <summary>{name}</summary>
      <ScrollRegion name={name}>
        <table className="border-collapse text-right text-small">
          <caption className="sr-only">{name}</caption>
          <thead>
            <tr className="border-b border-edge">
              <th scope="col" className="pr-4 text-left">
                Item
              </th>
              {set.items.map(({ key, number }) => (
                <th key={key} scope="col" className="px-2 py-1">
                  {number}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {set.items.map(({ key, number }, row) => (
              <tr key={key} className="border-b border-line">
                <th scope="row" className="whitespace-nowrap py-1 pr-4 text-left font-normal">
                  {`${number}. ${key}`}
                </th>
                {set.items.map((other, column) => (
                  <td key={other.key} className="px-2 py-1">
                    {column < row ? figureText(correlations[row]![column]!.r) : ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
