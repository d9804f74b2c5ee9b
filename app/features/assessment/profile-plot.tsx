import { DataTable } from "#app/components/data-table.tsx";
import { drawBars } from "./bars-drawing.ts";
import { DrawingSvg } from "./drawing-svg.tsx";
import { drawPlane } from "./plane-drawing.ts";
import { plotLegend, scoreColumns, scoreNotes } from "./profile-words.ts";
import type { ProfileModel } from "./result-model.ts";

/** The plot of a profile, and the table that says the same in numbers. */
export function ProfilePlot({ model }: { model: ProfileModel }) {
  const { plot, scales } = model;
  const drawing = plot?.kind === "plane" ? drawPlane(model, plot) : drawBars(scales);
  return (
    <div className="my-10">
      {drawing ? (
        <figure>
          <DrawingSvg drawing={drawing} className={plot?.kind === "plane" ? "mx-auto max-w-[520px]" : "max-w-[640px]"} />
          <figcaption className="mt-4 text-small text-soft">{plotLegend(model).join(" ")}</figcaption>
        </figure>
      ) : null}
      <div className="mt-6">
        <DataTable
          caption="Your scores"
          rows={scales}
          rowKey={({ key }) => key}
          columns={[
            { heading: "Scale", cell: ({ title, summary }) => <ScaleName title={title} summary={summary} /> },
            ...scoreColumns(scales).map(({ heading, cell }) => ({ heading, cell, align: "right" as const })),
          ]}
        />
      </div>
      {scoreNotes(scales).map((note) => (
        <p key={note} className="mt-3 max-w-measure text-small text-soft">
          {note}
        </p>
      ))}
    </div>
  );
}

function ScaleName({ title, summary }: { title: string; summary: string }) {
  return (
    <>
      <span className="block min-w-28 font-semibold sm:min-w-40">{title}</span>
      {summary ? <span className="block text-soft">{summary}</span> : null}
    </>
  );
}
