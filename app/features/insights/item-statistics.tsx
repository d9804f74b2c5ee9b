import { DataTable } from "#app/components/data-table.tsx";
import type { AnalysedItem, ItemSet } from "./assessment-statistics.ts";
import { figureText, percentText } from "./figure-text.ts";

/** Each item of a set in a line, and under it who chose what. */
export function ItemStatisticsView({ set, graded }: { set: ItemSet; graded: boolean }) {
  return (
    <>
      <DataTable
        caption={set.title ? `Items of ${set.title}` : "Items"}
        rows={set.items}
        rowKey={({ key }) => key}
        columns={[
          { heading: "Item", cell: ({ key, number, reverse }) => `${number}. ${key}${reverse ? " (reversed)" : ""}` },
          graded
            ? { heading: "Facility", align: "right" as const, cell: ({ figures }) => percentText(figures.facility) }
            : { heading: "Mean", align: "right" as const, cell: ({ figures }) => figureText(figures.description.mean) },
          { heading: "SD", align: "right", cell: ({ figures }) => figureText(figures.description.sd) },
          { heading: "Item-rest r", align: "right", cell: ({ figures }) => figureText(figures.rest) },
          { heading: "Alpha without it", align: "right", cell: ({ figures }) => figureText(figures.alphaIfDropped) },
          { heading: "Unanswered", align: "right", cell: ({ omitted }) => omitted },
        ]}
      />
      <div className="mt-6 space-y-3">
        {set.items.map((item) => (
          <Choices key={item.key} item={item} graded={graded} />
        ))}
      </div>
    </>
  );
}

function Choices({ item, graded }: { item: AnalysedItem; graded: boolean }) {
  return (
    <details>
      <summary>{`${item.number}. ${item.key}: who chose what`}</summary>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: compiled when the course was published, through the allow-list */}
      <div className="lesson-text my-3 max-w-measure" dangerouslySetInnerHTML={{ __html: item.prompt }} />
      <DataTable
        caption={`Choices of item ${item.number}`}
        rows={item.choices}
        rowKey={({ key }) => key}
        columns={[
          {
            heading: "Choice",
            cell: ({ part, label, right }) => (
              <>
                {part !== undefined && <span className="text-soft">{part}: </span>}
                {/* biome-ignore lint/security/noDangerouslySetInnerHtml: compiled when the course was published, through the allow-list */}
                <span dangerouslySetInnerHTML={{ __html: label }} />
                {right && <strong> ✓ right</strong>}
              </>
            ),
          },
          { heading: "Chosen by", align: "right", cell: ({ count }) => count },
          { heading: "Share", align: "right", cell: ({ share }) => percentText(share) },
          ...(graded
            ? [
                {
                  heading: "Upper 27 %",
                  align: "right" as const,
                  cell: ({ upper }: (typeof item.choices)[number]) => percentText(upper),
                },
                {
                  heading: "Lower 27 %",
                  align: "right" as const,
                  cell: ({ lower }: (typeof item.choices)[number]) => percentText(lower),
                },
              ]
            : []),
          { heading: "Mean of the rest", align: "right", cell: ({ meanRest }) => figureText(meanRest) },
        ]}
      />
    </details>
  );
}
