import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { drawChanges } from "./change-drawing.ts";
import type { ComparisonPage, ComparisonSide } from "./comparison.queries.server.ts";
import { type ComparisonModel, changeWords } from "./comparison.ts";
import {
  CHANGE_IS_NO_VERDICT,
  changeColumns,
  changeLegend,
  changeNotes,
  profileChangeWords,
  WHY_NOT,
} from "./comparison-words.ts";
import { DrawingSvg } from "./drawing-svg.tsx";
import { KeepResult } from "./keep-result.tsx";

/** A before/after report, or why there is none. */
export function ComparisonView({ page }: { page: ComparisonPage }) {
  const { before, after } = page;
  return (
    <>
      <dl className="mb-8 grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <Side name="Before" side={before} />
        <Side name="After" side={after} />
      </dl>
      {page.status === "compared" ? (
        <>
          <Changes model={page.model} />
          <div className="no-print mt-12">
            <ButtonLink href={`/attempts/${after.attemptId}/result`}>Back to the later result</ButtonLink>
          </div>
          <KeepResult href={`/attempts/${before.attemptId}/compare/${after.attemptId}/report.pdf`} />
        </>
      ) : (
        <Notice title="These two results cannot be compared.">
          <p>{WHY_NOT[page.reason]}</p>
        </Notice>
      )}
    </>
  );
}

function Side({ name, side }: { name: string; side: ComparisonSide }) {
  return (
    <div className="border-t border-line pt-3">
      <dt className="text-small text-soft">{name}</dt>
      <dd>
        <a href={`/attempts/${side.attemptId}/result`} className="text-link">
          {side.lessonTitle}, attempt {side.number}
        </a>
        <span className="block text-small text-soft">
          <FormattedDate value={side.submittedAt} time />
        </span>
      </dd>
    </div>
  );
}

function Changes({ model }: { model: ComparisonModel }) {
  const { scales, limits } = model;
  const drawing = drawChanges(scales);
  return (
    <>
      {profileChangeWords(model).map((words) => (
        <p key={words} className="mb-3 max-w-measure">
          {words}
        </p>
      ))}
      <p className="max-w-measure text-soft">{CHANGE_IS_NO_VERDICT}</p>
      {drawing ? (
        <figure className="my-10">
          <DrawingSvg drawing={drawing} className="max-w-[640px]" />
          <figcaption className="mt-4 text-small text-soft">{changeLegend(scales).join(" ")}</figcaption>
        </figure>
      ) : null}
      <DataTable
        caption="Before and after"
        rows={scales}
        rowKey={({ key }) => key}
        columns={[
          { heading: "Scale", cell: ({ title }) => <span className="font-semibold">{title}</span> },
          ...changeColumns(scales).map(({ heading, cell }) => ({ heading, cell, align: "right" as const })),
        ]}
      />
      <Section title="What that means" id="meaning">
        <dl className="max-w-measure">
          {scales.map((scale) => (
            <div key={scale.key} className="mb-4">
              <dt className="font-semibold">{scale.title}</dt>
              <dd>{changeWords(scale)}</dd>
            </div>
          ))}
        </dl>
        {changeNotes(scales).map((note) => (
          <p key={note} className="mt-3 max-w-measure text-small text-soft">
            {note}
          </p>
        ))}
      </Section>
      {limits ? (
        <Section title="What these results can and cannot tell" id="limits">
          <RenderedHtml html={limits} className="prose" />
        </Section>
      ) : null}
    </>
  );
}
