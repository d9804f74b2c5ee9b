import { DataTable } from "#app/components/data-table.tsx";
import { BarsPlot } from "./bars-plot.tsx";
import { PlanePlot } from "./plane-plot.tsx";
import { formatScore, type ProfileModel } from "./result-model.ts";

/** The plot of a profile, and the table that says the same in numbers. */
export function ProfilePlot({ model }: { model: ProfileModel }) {
  const { plot, scales, boundary } = model;
  const hasLines = plot?.kind === "plane" && boundary > 0;
  return (
    <div className="my-10">
      <figure>
        {plot?.kind === "plane" ? <PlanePlot model={model} plot={plot} /> : <BarsPlot scales={scales} />}
        <figcaption className="mt-4 text-small text-soft">
          {hasLines
            ? `The dot is you. The lines divide the profiles; in the tinted zone, within ${boundary} of a line, a score belongs to both sides. `
            : ""}
          {plot?.kind === "plane" && plot.earlier.length > 0 ? "The rings are your earlier results." : ""}
        </figcaption>
      </figure>
      <div className="mt-6">
        <DataTable
          caption="Your scores"
          rows={scales}
          rowKey={({ key }) => key}
          columns={[
            { heading: "Scale", cell: ({ title, summary }) => <ScaleName title={title} summary={summary} /> },
            { heading: "Score", align: "right", cell: ({ score }) => (score === null ? "no score" : formatScore(score)) },
            { heading: "Possible", align: "right", cell: ({ minimum, maximum }) => `${minimum} to ${maximum}` },
            { heading: "Answered", align: "right", cell: ({ answered, items }) => `${answered} of ${items}` },
          ]}
        />
      </div>
    </div>
  );
}

function ScaleName({ title, summary }: { title: string; summary: string }) {
  return (
    <>
      <span className="font-semibold">{title}</span>
      {summary ? <span className="block text-soft">{summary}</span> : null}
    </>
  );
}
